"""What changed between two editions, each change by its class."""

import itertools
from pathlib import Path

import pytest

from screening.enums import LinkVerdict
from screening.importers.base import ImportOptions
from screening.importers.files import SourceFiles
from screening.lists.changes import Change, ChangeKind
from screening.lists.delta import Delta, delta
from screening.lists.load import EditionDates, load
from screening.models import ListSource, SettledLink
from tests.data import DATA, needs_data
from tests.screening.lists import making
from tests.screening.lists.making import APRIL, MARCH, MAY, loaded

pytestmark = pytest.mark.django_db


def between(folder: Path, before: list[str], after: list[str]) -> Delta:
    """The delta of two editions of a list without identifiers; rows are ``,kind,name,aliases,…``."""
    old = loaded(folder, *before, day=MARCH, accept_shrinkage=True).edition
    return delta(old, loaded(folder, *after, day=APRIL, accept_shrinkage=True).edition)


def classed(found: Delta) -> dict[str, list[Change]]:
    return {entry.name: list(entry.changes) for entry in found.entries}


def test_the_first_edition_is_all_additions(tmp_path: Path) -> None:
    edition = loaded(tmp_path, ",organization,Alpha Institute", ",organization,Beta Institute").edition
    found = delta(None, edition)
    assert (found.counts(), found.unchanged) == ({ChangeKind.ADDED: 2}, 0)


def test_equal_entries_are_counted_and_not_listed(tmp_path: Path) -> None:
    rows = [",organization,Alpha Institute", ",organization,Beta Institute"]
    found = between(tmp_path, rows, [*rows, ",organization,Gamma Works"])
    assert (found.counts(), found.unchanged) == ({ChangeKind.ADDED: 1}, 2)


def test_an_entry_that_is_gone_is_removed(tmp_path: Path) -> None:
    found = between(tmp_path, [",organization,Alpha Institute", ",person,Max Example"], [",person,Max Example"])
    assert classed(found) == {"Alpha Institute": [Change(ChangeKind.REMOVED)]}


def test_a_reworded_name_is_a_rename_and_keeps_its_identity(tmp_path: Path) -> None:
    found = between(tmp_path, [",,Kappa Lines Pvt Ltd.,,,PK"], [",,Kappa Lines (Pvt.) Limited,,,PK"])
    assert classed(found) == {
        "Kappa Lines (Pvt.) Limited": [
            Change(ChangeKind.RENAMED, "name", ("Kappa Lines Pvt Ltd.",), ("Kappa Lines (Pvt.) Limited",))
        ]
    }
    (entry,) = found.entries
    assert entry.before and entry.after and entry.before.uid == entry.after.uid


def test_a_name_under_which_an_entry_was_known_makes_a_rename(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        [",organization,Sigma Technical College,Sigma University,,KP"],
        [",organization,Sigma University,,,KP"],
    )
    assert classed(found) == {
        "Sigma University": [Change(ChangeKind.RENAMED, "name", ("Sigma Technical College",), ("Sigma University",))]
    }


def test_a_rename_is_followed_through_three_editions(tmp_path: Path) -> None:
    names = ["Omega Rocket Institute", "Omega Institute of Rocketry", "Omega Institute of Rocketry"]
    editions = [
        loaded(tmp_path, f",organization,{name},Omega Works {'' if n else 'No. 1'};Omega Bureau,,KP", day=day).edition
        for n, (name, day) in enumerate(zip(names, (MARCH, APRIL, MAY), strict=True))
    ]
    assert len({edition.entries.get().uid for edition in editions}) == 1
    assert delta(editions[0], editions[2]).counts() == {
        ChangeKind.RENAMED: 1,
        ChangeKind.ALIAS_ADDED: 1,
        ChangeKind.ALIAS_REMOVED: 1,
    }


def test_somebody_new_under_an_old_name_is_somebody_else(tmp_path: Path) -> None:
    first = loaded(tmp_path, ",,Theta Trading Company,Theta Exports;Theta Imports,,IR", day=MARCH).edition
    loaded(tmp_path, ",,Iota General Trading,Theta Exports;Theta Imports,,IR", day=APRIL)
    third = loaded(
        tmp_path,
        ",,Iota General Trading,Theta Exports;Theta Imports,,IR",
        ",,Theta Trading Company,,,IR",
        day=MAY,
    ).edition
    kept = making.uid_of(first.pk, "Theta Trading Company")
    assert making.uid_of(third.pk, "Iota General Trading") == kept
    assert making.uid_of(third.pk, "Theta Trading Company") != kept


def test_aliases_come_go_and_move(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        [",,Alpha Institute,Shared Office;Old Alias", ",,Beta Institute,Kept Name"],
        [",,Alpha Institute,New Alias", ",,Beta Institute,Kept Name;Shared Office"],
    )
    uids = {entry.name: entry.uid for entry in found.entries}
    assert {name: set(changes) for name, changes in classed(found).items()} == {
        "Alpha Institute": {
            Change(ChangeKind.ALIAS_ADDED, "names", (), ("New Alias",)),
            Change(ChangeKind.ALIAS_REMOVED, "names", ("Old Alias",), ()),
            Change(ChangeKind.ALIAS_MOVED, "names", ("Shared Office",), (), uids["Beta Institute"]),
        },
        "Beta Institute": {Change(ChangeKind.ALIAS_MOVED, "names", (), ("Shared Office",), uids["Alpha Institute"])},
    }


def test_an_alias_that_becomes_an_entry_is_a_split(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        [",,Delta Aerospace Academy,Delta Third Bureau"],
        [",,Delta Aerospace Academy", ",,Delta Third Bureau"],
    )
    uids = {entry.name: entry.uid for entry in found.entries}
    assert classed(found)["Delta Third Bureau"] == [Change(ChangeKind.SPLIT, other_uid=uids["Delta Aerospace Academy"])]
    assert ChangeKind.ADDED not in found.counts()


def test_an_entry_that_becomes_an_alias_is_merged(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        [",,Delta Aerospace Academy", ",,Delta Third Bureau"],
        [",,Delta Aerospace Academy,Delta Third Bureau"],
    )
    uids = {entry.name: entry.uid for entry in found.entries}
    assert classed(found)["Delta Third Bureau"] == [
        Change(ChangeKind.MERGED, other_uid=uids["Delta Aerospace Academy"])
    ]
    assert ChangeKind.REMOVED not in found.counts()


def test_attributes_change_by_field(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        ["1,organization,Alpha Institute,,,CN,,,nuclear"],
        ["1,unknown,Alpha Institute,,,CN;HK,,,nuclear missile"],
    )
    assert classed(found)["Alpha Institute"] == [
        Change(ChangeKind.ATTRIBUTE_CHANGED, "concern", ("nuclear",), ("nuclear missile",)),
        Change(ChangeKind.ATTRIBUTE_CHANGED, "countries", ("CN",), ("CN", "HK")),
        Change(ChangeKind.ATTRIBUTE_CHANGED, "kind", ("organization",), ("unknown",)),
    ]


def test_an_alias_that_turns_weak_is_a_changed_attribute(tmp_path: Path) -> None:
    found = between(tmp_path, ["1,,Alpha Institute,Alpha Club"], ["1,,Alpha Institute,,Alpha Club"])
    assert classed(found)["Alpha Institute"] == [
        Change(ChangeKind.ATTRIBUTE_CHANGED, "alias_quality", ("Alpha Club (strong)",), ("Alpha Club (weak)",))
    ]


@pytest.mark.parametrize(
    "after",
    [
        "1,,ALPHA INSTITUTE,Alpha Club",
        "1,,Ａｌｐｈａ　Institute,Alpha-Club",
        "1,,Alpha Institute,Alpha Club,,,,,,page 9",
    ],
    ids=["case", "width and hyphen", "bookkeeping"],
)
def test_spelling_and_bookkeeping_are_cosmetic(tmp_path: Path, after: str) -> None:
    found = between(tmp_path, ["1,,Alpha Institute,Alpha Club,,,,,,page 1"], [after])
    assert [entry.changes for entry in found.entries] == [(Change(ChangeKind.COSMETIC),)]
    assert not found.entries[0].is_material


def test_a_list_with_identifiers_goes_by_them(tmp_path: Path) -> None:
    found = between(
        tmp_path,
        ["7,person,Kim Example", "8,person,Lee Sample"],
        ["7,person,Somebody Else Entirely", "9,person,Lee Sample"],
    )
    assert found.counts() == {ChangeKind.ADDED: 1, ChangeKind.REMOVED: 1, ChangeKind.RENAMED: 1}
    assert [entry.name for entry in found.of_kind(ChangeKind.RENAMED)] == ["Somebody Else Entirely"]
    assert [(link.before.uid, link.after.uid) for link in found.doubtful] == [("8", "9")]


def test_namesakes_with_different_birth_years_are_left_to_a_person(tmp_path: Path) -> None:
    found = between(tmp_path, [",person,Kim Example,,,,1950"], [",person,Kim Example B.,Kim Example,,,1980"])
    assert found.counts() == {ChangeKind.ADDED: 1, ChangeKind.REMOVED: 1}
    assert [(link.before.primary_name, link.after.primary_name) for link in found.doubtful] == [
        ("Kim Example", "Kim Example B.")
    ]


def _settle(found: Delta, verdict: LinkVerdict) -> None:
    (link,) = found.doubtful
    SettledLink.objects.create(
        source=found.after.source,
        before_uid=link.before.uid,
        after_uid=link.after.uid,
        verdict=verdict,
        by="user:first",
        at=making.NOW,
        reason="the publisher's note says so",
    )


def test_what_a_person_settled_is_remembered_and_the_newest_answer_counts(tmp_path: Path) -> None:
    found = between(tmp_path, [",person,Kim Example,,,,1950"], [",person,Kim Example B.,Kim Example,,,1980"])
    _settle(found, LinkVerdict.DIFFERENT)
    again = delta(found.before, found.after)
    assert (again.counts(), again.doubtful) == ({ChangeKind.ADDED: 1, ChangeKind.REMOVED: 1}, ())
    _settle(found, LinkVerdict.SAME)
    again = delta(found.before, found.after)
    assert again.counts() == {ChangeKind.RENAMED: 1, ChangeKind.ATTRIBUTE_CHANGED: 1}


def _published(code: str, file: str, issued: str = "", edition: str = "") -> object:
    import datetime as dt

    dates = EditionDates(dt.date.fromisoformat(issued)) if issued else EditionDates()
    making.source(code)
    return load(
        ListSource.objects.get(code=code),
        SourceFiles.at(DATA / "lists" / code / file),
        dates=dates,
        options=ImportOptions(edition=edition),
        loaded_by="tests",
    ).edition


@needs_data
def test_meti_january_to_september_2025() -> None:
    before = _published("jp_meti_eul", "derived_meti_eul_20250131.csv", "2025-01-31")
    found = delta(before, _published("jp_meti_eul", "20250929_4.xlsx"))  # type: ignore[arg-type]
    assert found.counts() == {
        ChangeKind.ADDED: 92,
        ChangeKind.REMOVED: 5,
        ChangeKind.RENAMED: 2,
        ChangeKind.ALIAS_ADDED: 20,
        ChangeKind.ALIAS_MOVED: 2,
        ChangeKind.ALIAS_REMOVED: 6,
        ChangeKind.ATTRIBUTE_CHANGED: 172,
        ChangeKind.COSMETIC: 3,
    }
    assert {entry.before.primary_name for entry in found.of_kind(ChangeKind.REMOVED) if entry.before} == {
        "Sho'a' Aviation",
        "Special Industries Group",
        "Directorate of Purchase and Stores, DAE",
        "Academy of Military Medical Sciences, Institute of Microbiology and Epidemiology",
        "Beijing Starneto Technology Co., Ltd.",
    }
    assert found.new_fields == {"conventional_arms": 170}
    assert {entry.name for entry in found.of_kind(ChangeKind.RENAMED)} == {
        "Link Lines (Pvt.) Limited",
        'Joint Stock Company"Severniy press"',
    }
    assert {entry.name for entry in found.of_kind(ChangeKind.ALIAS_MOVED)} == {
        "Center for Innovation and Technology Cooperation",
        "Chemical Industries & Development of Materials Group",
    }


@needs_data
def test_section_1286_from_year_to_year() -> None:
    file = "section_1286_fy22-24.csv"
    editions = [_published("us_1286", file, edition=year) for year in ("2022", "2023", "2024")]
    first, second = (delta(one, other) for one, other in itertools.pairwise(editions))  # type: ignore[arg-type]
    assert (first.counts()[ChangeKind.ADDED], ChangeKind.REMOVED in first.counts()) == (57, False)
    assert (second.counts()[ChangeKind.ADDED], ChangeKind.REMOVED in second.counts()) == (29, False)
    assert {entry.name for entry in second.of_kind(ChangeKind.RENAMED)} == {
        "Academy of Military Medical Sciences, Institute of Radiation and Radiation",
        "Chinese Academy of Sciences (CAS) – Institute of Computing Technology",
    }
    assert "Chinese Academy of Sciences – Shenyang Institute of Automation" in {
        entry.name for entry in second.of_kind(ChangeKind.COSMETIC)
    }


def test_a_column_that_the_earlier_edition_does_not_print_is_named(tmp_path: Path) -> None:
    before = [",organization,Alpha Institute", ",organization,Beta Institute", ",organization,Gamma Institute"]
    after = [",organization,Alpha Institute,,,,,,nuclear", ",organization,Beta Institute", before[2]]
    assert between(tmp_path, before, after).new_fields == {"concern": 1}


def test_a_column_that_was_printed_of_another_entry_is_not_new(tmp_path: Path) -> None:
    before = [",organization,Alpha Institute", ",organization,Beta Institute,,,,,,missile"]
    after = [",organization,Alpha Institute,,,JP,,,nuclear", before[1]]
    found = between(tmp_path, before, after)
    assert (found.new_fields, found.counts()) == ({}, {ChangeKind.ATTRIBUTE_CHANGED: 1})
