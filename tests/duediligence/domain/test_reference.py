"""What ships is taken in once, and again only where a file has changed."""

import pytest

from duediligence.domain.reference import load_reference
from duediligence.models import AuditEvent, PolicyEdition
from screening.enums import EditionState, PublicationStatus
from screening.models import LexiconEdition, ListEdition, TechnologyListEdition
from tests import factories

pytestmark = pytest.mark.django_db


def _load() -> list[str]:
    return list(load_reference(actor=factories.SYSTEM, now=factories.NOW))


def test_everything_that_ships_is_taken_in_and_put_into_force() -> None:
    lines = _load()
    assert {str(edition) for edition in PolicyEdition.objects.published()} == {
        "jp-manual 2025-12",
        "voluntary 2026-1",
    }
    extracts = ListEdition.objects.filter(state=EditionState.APPLIED, is_extract=True)
    assert set(extracts.values_list("source__code", flat=True)) == {"ca_nro", "jp_meti_eul", "un_sc", "us_1286"}
    assert TechnologyListEdition.objects.get(list_code="JP20").status == PublicationStatus.PUBLISHED
    assert LexiconEdition.objects.get().status == PublicationStatus.PUBLISHED
    assert any(line.startswith("jp_meti_eul: ") for line in lines)


def test_loading_again_changes_nothing() -> None:
    first = _load()
    events = AuditEvent.objects.count()
    assert _load() == first
    assert AuditEvent.objects.count() == events
