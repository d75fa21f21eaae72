"""Names that are one wording, and names that are not."""

from pathlib import Path

import pytest

from screening.lists.changes import ChangeKind
from screening.lists.delta import Delta, delta
from screening.lists.wording import wording
from tests.screening.lists.making import APRIL, MARCH, loaded

SAME = [
    ("Example Command College", "Example Command Academy"),
    ("Example Signals NCO School", "Example Signals Non-Commissioned Officer School"),
    ("Example Institute of NBC Defence", "Example Institute of NBC Defense"),
    ("Example National Defense University", "PLA Example National Defence University"),
    ("Flight University of the Example Force", "Example Force Flight University"),
    ("University of Science and Technology of Example", "University of S&T of Example"),
    ("Example Naval Academy", "People’s Liberation Army Example Naval Academy"),
]
OTHER = [
    ("Example Institute of Technology", "Example University of Technology"),
    ("Example University", "Example University of Technology"),
    ("First Example Academy", "Second Example Academy"),
    ("Example 31 Institute", "Example 32 Institute"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_wording(one: str, other: str) -> None:
    assert wording(one) == wording(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_wordings(one: str, other: str) -> None:
    assert wording(one) != wording(other)


def between(folder: Path, before: list[str], after: list[str]) -> Delta:
    old = loaded(folder, *before, day=MARCH, accept_shrinkage=True).edition
    return delta(old, loaded(folder, *after, day=APRIL, accept_shrinkage=True).edition)


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_wording_is_a_rename(one: str, other: str, tmp_path: Path) -> None:
    found = between(tmp_path, [f",organization,{one}"], [f",organization,{other}"])
    assert (found.counts(), found.doubtful) == ({ChangeKind.RENAMED: 1}, ())


@pytest.mark.django_db
def test_a_wording_that_two_entries_share_is_left_to_a_person(tmp_path: Path) -> None:
    after = [",organization,Example Signals Academy", ",organization,PLA Example Signals Academy"]
    found = between(tmp_path, [",organization,Example Signals College"], after)
    assert found.counts() == {ChangeKind.ADDED: 2, ChangeKind.REMOVED: 1}
    assert {link.before.primary_name for link in found.doubtful} == {"Example Signals College"}


@pytest.mark.django_db
def test_another_country_speaks_against_it(tmp_path: Path) -> None:
    found = between(tmp_path, [",,Example Command College,,,RU"], [",,Example Command Academy,,,CN"])
    assert (found.counts(), len(found.doubtful)) == ({ChangeKind.ADDED: 1, ChangeKind.REMOVED: 1}, 1)


@pytest.mark.django_db
def test_people_are_not_reworded(tmp_path: Path) -> None:
    found = between(tmp_path, [",person,Kim Center Example"], [",person,Example Centre Kim"])
    assert ChangeKind.RENAMED not in found.counts()
