"""A proposed measure is changed: by whom, until when, and what no longer holds then."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import consent, measure
from duediligence.domain.actor import Actor
from duediligence.domain.measure_input import MeasureInput
from duediligence.enums import MeasureAct, MeasureKind, MeasureTarget
from duediligence.enums import MeasureStatus as Status
from duediligence.models import AuditEvent, Case, Measure, User
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def begin(cast: Cast, tmp_path: Path) -> Case:
    case = stories.screened_case(cast, tmp_path)
    stories.needed(case, cast.reviewer)
    return case


beginning = begun(begin)


@pytest.fixture
def made(cast: Cast, case: Case) -> Measure:
    return stories.proposed_measure(case, cast)


def as_proposed(made: Measure, **changes: object) -> MeasureInput:
    given = MeasureInput(
        kind=MeasureKind(made.kind),
        target=MeasureTarget(made.target),
        description=made.description,
        owner=made.owner,
        start_date=made.start_date,
        person=made.person,
        review_date=made.review_date,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def change(made: Measure, by: User, *, reason: str = "部局の求めによる", seen: int = 1, **changes: object) -> None:
    given = as_proposed(made, **changes)
    measure.change(made, given, reason=reason, seen=seen, actor=Actor.of_user(by), now=LATER)
    made.refresh_from_db()


def test_the_difference_is_kept(cast: Cast, case: Case, made: Measure) -> None:
    until = TODAY + dt.timedelta(days=90)
    change(made, cast.second_reviewer, description=" 週ごとに確かめる ", end_date=until)
    assert (made.description, made.end_date, made.status) == ("週ごとに確かめる", until, Status.PROPOSED)
    assert list(made.records.values_list("act", "text", "made_by")) == [
        ("propose", "閲覧の権限を定める", cast.reviewer.pk),
        ("change", "部局の求めによる", cast.second_reviewer.pk),
    ]
    event = AuditEvent.objects.get(verb="measure.change")
    assert (event.before, event.after, event.reason) == (
        {"description": "閲覧の権限を定める", "end_date": ""},
        {"description": "週ごとに確かめる", "end_date": until.isoformat()},
        "部局の求めによる",
    )


def test_the_next_review_is_counted_anew_when_none_is_named(cast: Cast, case: Case, made: Measure) -> None:
    begins = TODAY + dt.timedelta(days=10)
    change(made, cast.reviewer, start_date=begins, review_date=None)
    assert made.review_date == begins + dt.timedelta(days=180)


def test_what_was_said_of_the_earlier_wording_holds_no_longer(cast: Cast, case: Case, made: Measure) -> None:
    stories.perform(made, MeasureAct.CONFIRM_FEASIBLE, cast.department_officer)
    person, officer = consent.concerned(case)[0].person, Actor.of_user(cast.reviewer)
    consent.answer(case, person, is_given=True, text="面談で同意", actor=officer, now=NOW)
    change(made, cast.reviewer, seen=2, description="週ごとに確かめる")
    assert made.feasible_at is None
    [asked] = consent.concerned(case)
    assert (asked.answers, asked.open) == ((), (made,))
    answer = consent.answer(
        case, person, is_given=True, text="改めて同意", actor=officer, now=LATER + dt.timedelta(hours=1)
    )
    [asked] = consent.concerned(case)
    assert (asked.answers, asked.open) == ((answer,), ())


def test_who_wrote_any_of_it_may_not_agree(cast: Cast, case: Case, made: Measure) -> None:
    Measure.objects.filter(pk=made.pk).update(owner=cast.second_reviewer)
    made.refresh_from_db()
    change(made, cast.second_reviewer, description="週ごとに確かめる")
    for author in (cast.reviewer, cast.second_reviewer):
        with pytest.raises(errors.SecondPersonAgrees):
            stories.perform(made, MeasureAct.AGREE, author)
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)


def test_change_refuses_whoever_may_not_propose(cast: Cast, case: Case, made: Measure) -> None:
    for user in (cast.submitter, cast.department_officer, cast.decision_maker, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            change(made, user, description="別の文")
    with pytest.raises(errors.NotAllowed):
        measure.change(made, as_proposed(made), reason="x", seen=1, actor=factories.SYSTEM)


def test_change_refuses_what_is_agreed(cast: Cast, case: Case, made: Measure) -> None:
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)
    with pytest.raises(errors.MeasureNotThere):
        change(made, cast.reviewer, seen=2, description="別の文")


def test_change_refuses_a_page_that_is_out_of_date(cast: Cast, case: Case, made: Measure) -> None:
    change(made, cast.second_reviewer, description="週ごとに確かめる")
    with pytest.raises(errors.MeasureNotThere):
        change(made, cast.reviewer, description="月ごとに確かめる")
    assert made.description == "週ごとに確かめる"


def test_change_asks_for_a_reason_and_for_a_difference(cast: Cast, case: Case, made: Measure) -> None:
    with pytest.raises(errors.ReasonMissing):
        change(made, cast.reviewer, reason=" ", description="別の文")
    with pytest.raises(errors.InvalidInput) as refused:
        change(made, cast.reviewer)
    assert refused.value.code == "unchanged"
    assert made.records.count() == 1


def test_change_refuses_what_could_not_be_proposed(cast: Cast, case: Case, made: Measure) -> None:
    with pytest.raises(errors.TargetUnsuited):
        change(made, cast.reviewer, target=MeasureTarget.ROOM, place="第3実験室")
    with pytest.raises(errors.InvalidInput):
        change(made, cast.reviewer, owner=cast.stranger)


def test_a_measure_is_not_put_into_force_before_its_first_day(cast: Cast, case: Case) -> None:
    first = factories.TODAY + dt.timedelta(days=30)
    made = stories.agreed_measure(case, cast, start_date=first)
    with pytest.raises(errors.MeasureNotYet):
        stories.perform(made, MeasureAct.BEGIN, cast.department_officer, now=factories.NOW + dt.timedelta(days=29))
    stories.perform(made, MeasureAct.BEGIN, cast.department_officer, now=factories.NOW + dt.timedelta(days=30))
    assert made.status == Status.IN_FORCE
