"""Pairs of editions that are easily taken for something else: each change is classed for what it is."""

import random
from pathlib import Path

import pytest

from screening.enums import LinkVerdict
from screening.importers.files import SourceFiles
from screening.lists.changes import ChangeKind
from screening.lists.delta import Delta, delta
from screening.lists.load import load
from screening.lists.namesakes import renumbered
from screening.lists.numbers import are_of_two, numbers
from screening.models import SettledLink
from tests.data import DATA, needs_data
from tests.screening.lists import making
from tests.screening.lists.test_delta import between

pytestmark = pytest.mark.django_db
ADDED, REMOVED, RENAMED = ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RENAMED
MERGED, SPLIT = ChangeKind.MERGED, ChangeKind.SPLIT
CHANGED, COSMETIC = ChangeKind.ATTRIBUTE_CHANGED, ChangeKind.COSMETIC
GONE_AND_NEW = {ADDED: 1, REMOVED: 1}
BODY = ",organization,"
TWICE = [f"{BODY}Foo Works,Aaa Bbb,,CN", f"{BODY}Foo Works,Ccc Ddd,,CN"]


def found_between(folder: Path, before: list[str], after: list[str]) -> tuple[dict[ChangeKind, int], int]:
    """The classes, and how many links are doubtful."""
    found = between(folder, before, after)
    return found.counts(), len(found.doubtful)


@pytest.mark.parametrize(
    ("before", "after", "doubtful"),
    [
        ("Beijing Plant No. 11", "Beijing Plant No. 12", 0),
        ("Beijing Plant No. 11,North Group;Great Works", "Beijing Plant No. 12,North Group;Great Works", 1),
        ("第十一研究所", "第十二研究所", 0),
        ("China Aerospace 11th Institute", "China Aerospace 12th Institute", 0),
        ("Kirov Works II,Kirov Group;Kirov Kombinat", "Kirov Works III,Kirov Group;Kirov Kombinat", 1),
        ("Beijing Institute of Technology", "Beijing University of Technology", 1),
    ],
)
def test_what_is_similar_and_another_is_not_linked_by_itself(
    tmp_path: Path, before: str, after: str, doubtful: int
) -> None:
    assert found_between(tmp_path, [f"{BODY}{before}"], [f"{BODY}{after}"]) == (GONE_AND_NEW, doubtful)


@pytest.mark.parametrize("uids", [("", ""), ("1", "2")])
def test_one_name_and_two_birth_years_are_left_to_a_person(tmp_path: Path, uids: tuple[str, str]) -> None:
    before, after = (f"{uid},person,Kim Chol,,,,{born}" for uid, born in zip(uids, ("1950", "1972"), strict=True))
    assert found_between(tmp_path, [before], [after]) == (GONE_AND_NEW, 1)


@pytest.mark.parametrize(
    "after",
    ["1,person,Ivan Petrov,,,,1972", "1,organization,Harbin Works,,,CN"],
    ids=["another person", "another kind"],
)
def test_an_identifier_that_is_used_again_is_left_to_a_person_and_remembered(tmp_path: Path, after: str) -> None:
    found = between(tmp_path, ["1,person,Kim Chol,,,,1950"], [after])
    assert (found.counts(), [link.reason for link in found.doubtful]) == (GONE_AND_NEW, ["uid"])
    assert _settled(found, LinkVerdict.DIFFERENT) == (GONE_AND_NEW, ())
    assert _settled(found, LinkVerdict.SAME) == ({RENAMED: 1, CHANGED: 1}, ())


def _settled(found: Delta, verdict: LinkVerdict) -> tuple[dict[ChangeKind, int], tuple[object, ...]]:
    """The changes once a person has answered that both stand, or do not stand, for one."""
    source = found.after.source
    SettledLink.objects.create(
        source=source, before_uid="1", after_uid="1", verdict=verdict, by="user:1", at=making.NOW, reason="asked"
    )
    again = delta(found.before, found.after)
    return again.counts(), again.doubtful


def test_an_identifier_whose_entry_moved_and_kept_a_name_is_the_same(tmp_path: Path) -> None:
    before, after = "1,organization,Foo Works,Bar Plant,,UA", "1,organization,Baz Group,Bar Plant,,CN"
    assert found_between(tmp_path, [before], [after])[0][RENAMED] == 1


@pytest.mark.parametrize(
    ("before", "after", "counts", "doubtful"),
    [
        ("Foo Optics Trading,,,CN", "Foo Optics Trading,,,HK", GONE_AND_NEW, 1),
        ("Foo Optics Trading,FOT Limited;Optics,,CN", "Foo Optics Trading,FOT Limited;Optics,,HK", {CHANGED: 1}, 0),
        ("Foo Works,Bar Plant;Baz Group,,CN", "Bar Plant,Foo Works;Baz Group,,CN", {RENAMED: 1}, 0),
        ("Foo Works,Kept Alias,,CN", "Other Body,Kept Alias,,CN", {RENAMED: 1}, 0),
        ("Foo Works Co. Ltd.,,,CN,,,,", '"FOO  Works Co.,Ltd",,,CN,,,,', {COSMETIC: 1}, 0),
        ("Sho'a' Aviation Industries,,,IR", "Shoaa Aviation Industries,,,IR", {RENAMED: 1}, 0),
    ],
    ids=["seat alone", "seat of several names", "alias promoted", "alias kept", "punctuation", "transliteration"],
)
def test_one_body_printed_otherwise(
    tmp_path: Path, before: str, after: str, counts: dict[ChangeKind, int], doubtful: int
) -> None:
    assert found_between(tmp_path, [f"{BODY}{before}"], [f"{BODY}{after}"]) == (counts, doubtful)


def test_a_surname_printed_first_is_cosmetic(tmp_path: Path) -> None:
    rest = ",,,,1960,,,"
    found = found_between(tmp_path, [f",person,Kim Example{rest}"], [f',person,"EXAMPLE, Kim"{rest}'])
    assert found == ({COSMETIC: 1}, 0)


def test_bodies_merge_under_a_new_name_and_come_apart_again(tmp_path: Path) -> None:
    two = [f"{BODY}Foo Machinery,,,CN", f"{BODY}Bar Works,,,CN"]
    one = [f"{BODY}United Heavy Industry,Foo Machinery;Bar Works,,CN"]
    merged, apart = found_between(tmp_path, two, one)[0], found_between(tmp_path, one, two)[0]
    assert (merged[RENAMED], merged[MERGED], REMOVED in merged) == (1, 1, False)
    assert (apart[RENAMED], apart[SPLIT], ADDED in apart) == (1, 1, False)


def test_who_went_into_an_entry_that_had_the_name_already_was_not_removed(tmp_path: Path) -> None:
    home = "1,organization,Foo Machinery,Bar Works,,CN"
    assert found_between(tmp_path, [home, "2,organization,Bar Works,,,CN"], [home]) == ({MERGED: 1}, 0)


@pytest.mark.parametrize(
    ("after", "counts", "unchanged"),
    [
        (TWICE[::-1], {}, 2),
        (TWICE[1:], {REMOVED: 1}, 1),
        ([f"{BODY}Foo Works,Eee Fff,,CN", *TWICE], {ADDED: 1}, 2),
    ],
    ids=["reordered", "one gone", "a third before them"],
)
def test_entries_of_one_name_keep_who_they_are(
    tmp_path: Path, after: list[str], counts: dict[ChangeKind, int], unchanged: int
) -> None:
    found = between(tmp_path, TWICE, after)
    assert (found.counts(), found.unchanged) == (counts, unchanged)


def test_of_namesakes_who_changed_keeps_a_number_that_is_free() -> None:
    base = "0123456789abcdef"
    second, third = f"{base}-2", f"{base}-3"
    before = {base: "a", second: "b", third: "c"}
    assert renumbered(before, {base: "c", second: "x"}) == {base: third}
    assert renumbered(before, {base: "b", second: "x"}) == {base: second, second: base}
    four = {base: "b", second: "x", third: "a", f"{base}-4": "y"}
    assert renumbered({base: "a", second: "b"}, four) == {base: second, third: base, second: f"{base}-5"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Plant No. 11", {11}),
        ("11th Academy", {11}),
        ("第十一研究所", {11}),
        ("Eleventh Academy", {11}),
        ("Works XI", {11}),
        ("Plant V. Ivanov", set()),
        ("Institute 701 (２０２)", {701, 202}),
    ],
)
def test_numbers_of_a_name(name: str, found: set[int]) -> None:
    assert numbers(name) == found


def test_a_number_left_out_is_no_other_number() -> None:
    assert are_of_two("Plant 11", "Plant 12")
    assert not are_of_two("Plant 11", "Plant")
    assert not are_of_two("Plant 11", "Plant 11, Shop 3")


@needs_data
def test_a_published_list_in_another_order_changes_nothing(tmp_path: Path) -> None:
    lines = (DATA / "lists" / "us_bis_dpl" / "dpl.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    rows = lines[1:]
    random.Random(1).shuffle(rows)
    editions = []
    for number, content in enumerate((lines, [lines[0], *rows])):
        path = tmp_path / f"dpl{number}.txt"
        path.write_text("".join(content), encoding="utf-8")
        editions.append(load(making.source("us_bis_dpl"), SourceFiles.at(path), loaded_by="tests").edition)
    found = delta(*editions)
    assert (found.counts(), found.unchanged) == ({}, editions[0].entry_count)
