"""Which edition was in force on a day, however late it was loaded."""

import datetime as dt
from pathlib import Path

import pytest

from screening.enums import CheckResult, HoldCode
from screening.lists import decide
from screening.lists.as_at import age_in_days, edition_as_at, editions_as_at
from screening.lists.load import EditionDates
from screening.lists.sources import own_watch_list
from screening.models import ListCheck, ListEdition
from tests import factories
from tests.screening.lists import making
from tests.screening.lists.making import APRIL, JUNE, MARCH, MAY, loaded

pytestmark = pytest.mark.django_db
CODE = "jp_meti_eul"


def periods() -> list[tuple[dt.date, dt.date | None]]:
    return list(ListEdition.objects.applied().in_time().values_list("effective_date", "repealed_date"))


def test_an_edition_applies_from_its_day_until_the_next(tmp_path: Path) -> None:
    first, second = loaded(tmp_path, "1,,A", day=MARCH).edition, loaded(tmp_path, "2,,B", day=MAY).edition
    days = [dt.date(2026, 2, 28), MARCH, dt.date(2026, 4, 30), MAY, dt.date(2030, 1, 1)]
    assert [edition_as_at(CODE, day) for day in days] == [None, first, first, second, second]


def test_an_edition_that_is_issued_does_not_apply_before_its_day(tmp_path: Path) -> None:
    old = loaded(tmp_path, "1,,A", day=MARCH).edition
    new = loaded(tmp_path, "2,,B", dates=EditionDates(dt.date(2026, 9, 29), dt.date(2026, 10, 9))).edition
    assert edition_as_at(CODE, dt.date(2026, 10, 1)) == old
    assert edition_as_at(CODE, dt.date(2026, 10, 9)) == new


def test_an_older_edition_loaded_later_finds_its_place(tmp_path: Path) -> None:
    for day in (MARCH, JUNE):
        loaded(tmp_path, "1,,A", f"2,,B {day}", day=day)
    loaded(tmp_path, "1,,A", day=MAY, accept=[HoldCode.OLDER])
    assert periods() == [(MARCH, MAY), (MAY, JUNE), (JUNE, None)]


def test_of_two_editions_of_one_day_the_one_issued_later_applies(tmp_path: Path) -> None:
    later = loaded(tmp_path, "1,,A", dates=EditionDates(MAY, JUNE)).edition
    loaded(tmp_path, "2,,B", dates=EditionDates(APRIL, JUNE))
    assert edition_as_at(CODE, JUNE) == later


def test_an_edition_taken_out_of_use_gives_its_time_back(tmp_path: Path) -> None:
    first = loaded(tmp_path, "1,,A", day=MARCH).edition
    second = loaded(tmp_path, "2,,B", day=MAY).edition
    decide.hold(second, by="user:second", reason="wrong file")
    assert edition_as_at(CODE, JUNE) == first
    decide.release(second, by="user:third", reason="it was right")
    assert edition_as_at(CODE, JUNE) == second


def test_a_publishers_gap_is_a_gap(tmp_path: Path) -> None:
    loaded(tmp_path, "1,,A", dates=EditionDates(MARCH, MARCH, APRIL))
    new = loaded(tmp_path, "2,,B", day=MAY).edition
    assert [edition_as_at(CODE, day) for day in (APRIL, MAY)] == [None, new]


def test_a_whole_list_stands_before_an_extract(tmp_path: Path) -> None:
    whole = loaded(tmp_path, "1,,A", day=MARCH).edition
    loaded(tmp_path, "2,,B", day=MAY, is_extract=True)
    assert edition_as_at(CODE, JUNE) == whole
    assert periods() == [(MARCH, None), (MAY, None)]


def test_any_combination_of_lists_is_answered(tmp_path: Path) -> None:
    meti = loaded(tmp_path, "1,,A", day=MARCH).edition
    un = loaded(tmp_path, "2,,B", day=MAY, code="un_sc").edition
    assert editions_as_at([CODE, "un_sc", "ca_nro"], APRIL) == {CODE: meti}
    assert editions_as_at([CODE, "un_sc", "ca_nro"], MAY) == {CODE: meti, "un_sc": un}


def test_an_own_list_is_its_owners_alone(tmp_path: Path) -> None:
    own = factories.watch_list(tmp_path, "1,,A,,", owner_ref="office:1")
    assert [edition_as_at("own_watch_list", JUNE, owner_ref=key) for key in ("office:1", "office:2", "")] == [
        own,
        None,
        None,
    ]


def test_a_list_without_an_owner_is_refused() -> None:
    with pytest.raises(ValueError, match="everybody's"):
        own_watch_list("")


@pytest.mark.parametrize(
    ("result", "age"),
    [(CheckResult.UNCHANGED, 2), (CheckResult.CONFIRMED, 2), (CheckResult.FAILED, 61), (CheckResult.REMINDED, 61)],
)
def test_age_counts_from_the_last_time_the_edition_was_found_current(
    tmp_path: Path, result: CheckResult, age: int
) -> None:
    edition = loaded(tmp_path, "1,,A", day=APRIL).edition
    checked = making.NOW - dt.timedelta(days=2)
    ListCheck.objects.create(source=edition.source, edition=edition, checked_at=checked, result=result)
    assert age_in_days(edition, JUNE) == age


def test_a_check_of_another_edition_says_nothing(tmp_path: Path) -> None:
    old = loaded(tmp_path, "1,,A", day=MARCH).edition
    new = loaded(tmp_path, "2,,B", day=MAY).edition
    ListCheck.objects.create(source=new.source, edition=new, checked_at=making.NOW, result=CheckResult.UNCHANGED)
    assert age_in_days(old, JUNE) == (JUNE - MARCH).days
