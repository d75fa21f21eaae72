"""What is said about a value that cannot be taken: what to do, in the language that was asked for."""

from typing import Any

import pytest

from duediligence.models import Programme
from tests.duediligence.api.calling import Caller, proposal_body
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "person", "words"),
    [
        ("ja", {"name": "a\x00b"}, "使えない文字(NUL)が含まれています。入力し直してください。"),
        ("en", {"name": "a\x00b"}, "Null characters are not allowed."),
        ("ja", {"name": "x", "orcid": "1"}, "ORCIDは0000-0000-0000-0000の形で書いてください。"),
        ("en", {"name": "x", "orcid": "1"}, "Write the ORCID as 0000-0000-0000-0000."),
    ],
)
def test_a_field_is_told_what_to_write(
    cast: Cast, programme: Programme, funder: Caller, language: str, person: dict[str, Any], words: str
) -> None:
    body = proposal_body(programme, cast.institution, members=[{"person": person, "role": "pi"}])
    response = funder.post("/proposals", body, Accept_Language=language)
    assert [fault["detail"] for fault in response.json()["errors"]] == [words]
