"""The stages of a programme on its page: checked together, named at their row, taken out with a note."""

from typing import Any

import pytest

from duediligence.models import AuditEvent, Programme
from tests import factories
from tests.duediligence.admin.records.test_records import address, inline
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def staged(*rows: dict[str, Any], initial: int = 0, **more: Any) -> dict[str, Any]:
    programme = Programme.objects.get(code="own-2026")
    words = {"code": "own-2026", "funder": programme.funder_id, "name_ja": "自校の公募", "name_en": "Own call"}
    return {**words, **inline("stages", *rows, initial=initial, programme=programme.pk), **more}


@pytest.fixture
def own_programme(cast: Cast) -> Programme:
    made = factories.programme(designated=False, code="own-2026")
    made.institution = cast.institution
    made.save()
    return made


def test_stages_are_kept_with_their_deadlines(cast: Cast, own_programme: Programme) -> None:
    rows = ({"kind": "interview", "deadline_date": "2026-09-30"}, {"kind": "contract", "deadline_date": "2027-01-15"})

    visitor(cast.admin).post(address("programme", "change", own_programme.pk), staged(*rows))

    assert list(own_programme.stages.values_list("kind", flat=True)) == ["interview", "contract"]
    assert AuditEvent.objects.filter(verb="record.added", object_type="programmestage").count() == 2


def test_a_stage_out_of_order_is_named_at_its_row(cast: Cast, own_programme: Programme) -> None:
    rows = ({"kind": "contract", "deadline_date": "2026-09-30"}, {"kind": "interview", "deadline_date": "2026-10-15"})

    response = visitor(cast.admin).post(address("programme", "change", own_programme.pk), staged(*rows))

    assert "Row 2, Interview on 15 Oct 2026: this does not go with Contract on 30 Sep 2026." in told(response)
    assert not own_programme.stages.exists()


def test_a_row_without_a_day_leaves_the_others_numbered(cast: Cast, own_programme: Programme) -> None:
    rows = ({"kind": "contract", "deadline_date": ""}, {"kind": "interview", "deadline_date": "1026-10-15"})

    response = visitor(cast.admin).post(address("programme", "change", own_programme.pk), staged(*rows))

    assert "This field is required." in told(response)
    assert "Interview: 15 Oct 1026 is no plausible deadline." in told(response)


def test_a_stage_is_taken_out_and_that_is_noted(cast: Cast, own_programme: Programme) -> None:
    stage = own_programme.stages.create(kind="interview", deadline_date="2026-09-30")
    row = {"id": stage.pk, "kind": "interview", "deadline_date": "2026-09-30", "DELETE": "on"}

    visitor(cast.admin).post(address("programme", "change", own_programme.pk), staged(row, initial=1))

    assert not own_programme.stages.exists()
    event = AuditEvent.objects.get(verb="record.removed")
    assert (event.institution, event.object_id) == (cast.institution, str(stage.pk))
    assert event.before["deadline_date"] == "2026-09-30"


def test_every_field_of_a_stage_has_a_label_and_its_day_the_calendar_of_the_browser(
    cast: Cast, own_programme: Programme
) -> None:
    own_programme.stages.create(kind="interview", deadline_date="2026-09-30")

    page = visitor(cast.admin).get(address("programme", "change", own_programme.pk)).content.decode()

    for field in ("kind", "deadline_date", "DELETE"):
        assert f'for="id_stages-0-{field}"' in page
    assert '<input type="date" name="stages-0-deadline_date" value="2026-09-30"' in page
    assert "DateTimeShortcuts" not in page
