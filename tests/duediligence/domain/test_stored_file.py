"""Bytes under their hash: once for each institution, given back unchanged, forgotten when nothing refers to them."""

import pytest
from django.core.files.base import ContentFile

from duediligence import errors
from duediligence.domain import attachment, stored_file
from duediligence.domain.actor import Actor
from duediligence.models import StoredFile
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_one_file_is_kept_once_and_not_by_two_institutions(cast: Cast) -> None:
    first = stored_file.keep(cast.institution, b"%PDF-1", now=factories.NOW)
    assert stored_file.keep(cast.institution, b"%PDF-1", now=factories.NOW) == first
    assert cast.stranger.institution
    assert stored_file.keep(cast.stranger.institution, b"%PDF-1", now=factories.NOW) != first


def test_the_same_bytes_sealed_are_another_file(cast: Cast) -> None:
    plain = stored_file.keep(cast.institution, b"%PDF-1", now=factories.NOW)
    sealed = stored_file.keep(cast.institution, b"%PDF-1", now=factories.NOW, sealed=True)
    assert (plain.is_sealed, sealed.is_sealed, plain.sha256) == (False, True, sealed.sha256)
    assert (bytes(plain.content), b"%PDF-1" in bytes(sealed.content)) == (b"%PDF-1", False)
    assert [stored_file.content_of(one, "a.pdf") for one in (plain, sealed)] == [b"%PDF-1"] * 2


def test_a_damaged_file_is_not_given_out(cast: Cast) -> None:
    kept = StoredFile(institution=cast.institution, sha256="0" * 64, size=1, content=b"x", kept_at=factories.NOW)
    with pytest.raises(errors.FileDamaged):
        stored_file.content_of(kept, "letter.pdf")


def test_a_file_that_is_still_referred_to_is_not_forgotten(cast: Cast) -> None:
    factories.policy()
    case = factories.case(cast.submitter)
    actor = Actor.of_user(cast.reviewer)
    made = attachment.attach(case, ContentFile(b"%PDF-attached", name="a.pdf"), actor=actor, now=factories.NOW)
    stored_file.keep(cast.institution, b"%PDF-alone", now=factories.NOW)
    stored_file.forget(StoredFile.objects.values_list("pk", flat=True))
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [made.stored_id]
