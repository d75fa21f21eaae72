"""Taking editions into use and out of it."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from screening.enums import EditionAct, EditionState
from screening.lists import decide
from screening.models import ListEdition
from tests.screening.lists import making
from tests.screening.lists.making import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(tmp_path: Path) -> ListEdition:
    return loaded(tmp_path, "1,,A", as_preview=True).edition


@pytest.fixture
def applied(tmp_path: Path) -> ListEdition:
    return loaded(tmp_path, "1,,A").edition


def acts(edition: ListEdition) -> list[tuple[str, str, str]]:
    return list(edition.decisions.values_list("act", "by", "reason"))


def test_a_preview_is_applied(held: ListEdition) -> None:
    assert not decide.needs_second_person(held)
    decide.apply(held, by="user:first", now=making.NOW)
    assert held.state == EditionState.APPLIED
    assert acts(held)[1:] == [(EditionAct.APPLIED, "user:first", "")]


def test_release_notes_both_people(held: ListEdition) -> None:
    decision = decide.release(held, by="user:second", reason=" checked ", now=making.NOW)
    assert (decision.by, decision.first_person, decision.reason) == ("user:second", "user:first", "checked")
    assert held.state == EditionState.APPLIED


def test_the_database_refuses_a_release_by_the_first_person(held: ListEdition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        decide.release(held, by="user:first", reason="I say so")
    held.refresh_from_db()
    assert held.state == EditionState.HELD


@pytest.mark.parametrize("act", [decide.release, decide.discard])
def test_the_database_refuses_an_act_without_a_reason(held: ListEdition, act: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act(held, by="user:second", reason="  ")  # type: ignore[operator]


def test_who_held_an_edition_does_not_release_it(applied: ListEdition) -> None:
    decide.hold(applied, by="user:second", reason="looks wrong")
    assert (decide.first_person(applied), decide.needs_second_person(applied)) == ("user:second", True)
    decide.release(applied, by="user:first", reason="it is right")
    assert [act for act, _by, _reason in acts(applied)] == ["loaded", "applied", "held", "released"]


def test_a_discarded_edition_comes_back_through_a_second_person_only(held: ListEdition) -> None:
    decide.discard(held, by="user:first", reason="not needed")
    assert decide.needs_second_person(held)
    with pytest.raises(decide.NotPossible):
        decide.apply(held, by="user:first")
    decide.release(held, by="user:second", reason="needed after all")
    assert held.state == EditionState.APPLIED


def test_an_act_that_the_state_does_not_allow_is_refused(applied: ListEdition) -> None:
    for act in (decide.discard, decide.release):
        with pytest.raises(decide.NotPossible) as refused:
            act(applied, by="user:second", reason="late")
        assert refused.value.state == EditionState.APPLIED
    assert len(acts(applied)) == 2
