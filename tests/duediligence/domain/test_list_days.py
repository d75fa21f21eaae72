"""The days of an uploaded edition are put right before it is used, and never afterwards."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import list_days, lists
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, User
from screening.enums import EditionState
from screening.importers.files import SourceFiles
from screening.lists import decide
from screening.lists.load import EditionDates
from screening.lists.redate import redate
from screening.models import ListEdition
from tests.factories import Cast
from tests.screening.lists import making

pytestmark = pytest.mark.django_db
ISSUED, APPLIES = dt.date(2026, 4, 1), dt.date(2026, 4, 11)
RIGHT = EditionDates(ISSUED, APPLIES)


def waiting(folder: Path, user: User) -> ListEdition:
    files = SourceFiles.at(making.file(folder, "1,,Alpha Institute,AI;Alpha,,KP", "2,robot,Beta"))
    return lists.load(
        making.source(), files, actor=Actor.of_user(user), dates=EditionDates(ISSUED), now=making.NOW
    ).edition


def test_the_edition_waits_anew_with_the_right_days(cast: Cast, tmp_path: Path) -> None:
    edition = waiting(tmp_path, cast.reviewer)

    dated = list_days.put_right(edition, RIGHT, actor=Actor.of_user(cast.second_reviewer), now=making.NOW)

    edition.refresh_from_db()
    assert (edition.state, dated.state) == (EditionState.DISCARDED, EditionState.HELD)
    assert (dated.issued_date, dated.effective_date, dated.label) == (ISSUED, APPLIES, "2026-04-01")
    before, after = edition.entries.get(), dated.entries.get()
    assert (before.uid, before.content_hash) == (after.uid, after.content_hash)
    assert (dated.name_count, dated.row_error_count) == (3, 1)
    assert [held["code"] for held in dated.holds] == ["row_errors", "preview"]
    assert dated.row_errors.get().message == edition.row_errors.get().message
    events = AuditEvent.objects.filter(object_type="editiondecision").order_by("pk").values_list("verb", "reason")
    days = "2026-04-01, 2026-04-01 → 2026-04-01, 2026-04-11"
    assert list(events) == [("list.loaded", ""), ("list.discarded", days), ("list.loaded", days)]


def test_only_a_keeper_of_the_list_may_put_waiting_days_right(cast: Cast, tmp_path: Path) -> None:
    edition = waiting(tmp_path, cast.reviewer)
    assert list_days.may_put_right(edition, Actor.of_user(cast.second_reviewer))
    assert not list_days.may_put_right(edition, Actor.of_user(cast.submitter))

    list_days.put_right(edition, RIGHT, actor=Actor.of_user(cast.second_reviewer), now=making.NOW)
    edition.refresh_from_db()
    assert not list_days.may_put_right(edition, Actor.of_user(cast.second_reviewer))


def test_the_same_file_with_the_right_days_is_that_edition(cast: Cast, tmp_path: Path) -> None:
    edition = waiting(tmp_path, cast.reviewer)
    dated = list_days.put_right(edition, RIGHT, actor=Actor.of_user(cast.reviewer))

    path = next(tmp_path.glob("*.csv"))
    again = lists.load(making.source(), SourceFiles.at(path), actor=Actor.of_user(cast.reviewer), dates=RIGHT)

    assert (again.edition, again.is_new) == (dated, False)


def test_whoever_put_the_days_right_is_the_first_person(cast: Cast, tmp_path: Path) -> None:
    actor = Actor.of_user(cast.second_reviewer)
    dated = list_days.put_right(waiting(tmp_path, cast.reviewer), RIGHT, actor=actor)
    with pytest.raises(errors.SecondPersonReleases):
        lists.release(dated, actor=actor, reason="行の誤りは既知")


def test_days_that_are_right_change_nothing(cast: Cast, tmp_path: Path) -> None:
    edition = waiting(tmp_path, cast.reviewer)
    same = EditionDates(ISSUED, ISSUED)
    assert list_days.put_right(edition, same, actor=Actor.of_user(cast.reviewer)) == edition
    assert ListEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        (EditionDates(None, APPLIES), "issued"),
        (EditionDates(ISSUED, None), "effective"),
        (EditionDates(APPLIES, ISSUED), "effective"),
        (EditionDates(ISSUED, APPLIES, ISSUED), "repealed"),
    ],
)
def test_days_stand_in_their_order(dates: EditionDates, field: str, cast: Cast, tmp_path: Path) -> None:
    edition = waiting(tmp_path, cast.reviewer)
    with pytest.raises(errors.InvalidInput) as refused:
        list_days.put_right(edition, dates, actor=Actor.of_user(cast.reviewer))
    assert refused.value.field == field


def test_only_keepers_put_days_right(cast: Cast, tmp_path: Path) -> None:
    edition = waiting(tmp_path, cast.reviewer)
    with pytest.raises(errors.NotAllowed):
        list_days.put_right(edition, RIGHT, actor=Actor.of_user(cast.auditor))


def test_what_somebody_decided_about_keeps_its_days(cast: Cast, tmp_path: Path) -> None:
    actor, edition = Actor.of_user(cast.reviewer), waiting(tmp_path, cast.reviewer)
    lists.release(edition, actor=Actor.of_user(cast.second_reviewer), reason="行の誤りは既知")
    with pytest.raises(errors.EditionStateChanged):
        list_days.put_right(edition, RIGHT, actor=actor)
    lists.hold(edition, actor=actor, reason="日付が違う")
    with pytest.raises(errors.EditionStateChanged):
        list_days.put_right(edition, RIGHT, actor=actor)


def test_of_two_who_put_the_days_right_one_is_told(cast: Cast, tmp_path: Path) -> None:
    edition = waiting(tmp_path, cast.reviewer)
    stale = ListEdition.objects.get(pk=edition.pk)
    redate(edition, RIGHT, by="user:first")
    with pytest.raises(decide.NotPossible):
        redate(stale, RIGHT, by="user:second")
    with pytest.raises(errors.EditionStateChanged):
        list_days.put_right(stale, RIGHT, actor=Actor.of_user(cast.reviewer))
