import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from duediligence.domain.sealing import open_bytes, seal, seal_bytes, unseal
from duediligence.errors import MaskedAnswersUnreadable


def test_nothing_is_sealed_as_nothing() -> None:
    assert (seal({}), unseal("")) == ("", {})


def test_what_is_sealed_is_read_with_a_later_key_too(settings: Settings) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.MASKED_ANSWER_KEYS = [old]
    sealed = seal({"nationality": "架空国"})

    settings.MASKED_ANSWER_KEYS = [new, old]
    assert "架空国" not in sealed
    assert unseal(sealed) == {"nationality": "架空国"}

    settings.MASKED_ANSWER_KEYS = [new]
    with pytest.raises(MaskedAnswersUnreadable):
        unseal(sealed)


def test_bytes_are_sealed_under_the_same_keys() -> None:
    sealed = seal_bytes(b"%PDF-")
    assert open_bytes(sealed) == b"%PDF-" != sealed
    with pytest.raises(MaskedAnswersUnreadable):
        open_bytes(b"no token")
