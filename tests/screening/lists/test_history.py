"""One entry through the editions of its list."""

from pathlib import Path

import pytest

from screening.enums import LinkVerdict
from screening.lists.changes import ChangeKind
from screening.lists.history import history
from screening.models import Entry, SettledLink
from tests.screening.lists import making
from tests.screening.lists.making import APRIL, JUNE, MARCH, MAY, loaded

pytestmark = pytest.mark.django_db


def lines(entry: Entry) -> list[tuple[str, str, list[str]]]:
    return [
        (line.edition.label, line.entry.primary_name if line.entry else "", [str(c.kind) for c in line.changes])
        for line in history(entry)
    ]


def test_an_entry_is_followed_through_renames_absence_and_return(tmp_path: Path) -> None:
    loaded(tmp_path, "9,,Other", day=MARCH)
    loaded(tmp_path, "9,,Other", "1,,Alpha", day=APRIL)
    loaded(tmp_path, "9,,Other", "1,,Alpha Works", day=MAY)
    loaded(tmp_path, "9,,Another", day=JUNE, accept_shrinkage=True)
    last = loaded(tmp_path, "9,,Another", "1,,Alpha Works", day=JUNE.replace(month=7)).edition
    assert lines(last.entries.get(uid="1")) == [
        ("2026-04-01", "Alpha", []),
        ("2026-05-01", "Alpha Works", [ChangeKind.RENAMED]),
        ("2026-06-01", "", [ChangeKind.REMOVED]),
        ("2026-07-01", "Alpha Works", [ChangeKind.ADDED]),
    ]


def test_two_absences_are_said_once(tmp_path: Path) -> None:
    first = loaded(tmp_path, "1,,Alpha", "9,,Other", day=MARCH).edition
    for day in (APRIL, MAY):
        loaded(tmp_path, f"9,,Other {day}", day=day, accept_shrinkage=True)
    assert [changes for _label, _name, changes in lines(first.entries.get(uid="1"))] == [[], ["removed"], []]


def test_what_a_person_said_to_be_the_same_is_followed_both_ways(tmp_path: Path) -> None:
    first = loaded(tmp_path, "1,person,Kim Example", day=MARCH).edition
    second = loaded(tmp_path, "2,person,Kim B. Sample", day=APRIL).edition
    settled = SettledLink(source=first.source, before_uid="1", after_uid="2", by="user:a", at=making.NOW, reason="x")
    settled.verdict = LinkVerdict.SAME
    settled.save()
    expected = [("2026-03-01", "Kim Example", []), ("2026-04-01", "Kim B. Sample", [ChangeKind.RENAMED])]
    assert lines(first.entries.get()) == lines(second.entries.get()) == expected


def test_an_edition_that_waits_is_shown_to_its_own_entries_only(tmp_path: Path) -> None:
    first = loaded(tmp_path, "1,,Alpha", day=MARCH).edition
    held = loaded(tmp_path, "1,,Alpha Works", day=APRIL, as_preview=True).edition
    assert len(history(first.entries.get())) == 1
    assert len(history(held.entries.get())) == 2


def test_what_an_extract_leaves_out_was_not_removed(tmp_path: Path) -> None:
    first = loaded(tmp_path, "1,,Alpha", "2,,Beta", day=MARCH).edition
    extract = loaded(tmp_path, "2,,Beta", day=APRIL, is_extract=True).edition
    assert [line.edition for line in history(first.entries.get(uid="1"))] == [first]
    assert [line.edition for line in history(extract.entries.get())] == [extract]
