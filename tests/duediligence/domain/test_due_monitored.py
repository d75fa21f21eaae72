"""A monitored case is late for nothing but what was asked for meanwhile, and for its rescreening."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence.domain import case as cases
from duediligence.domain import declaration, joining, monitoring
from duediligence.domain.actor import Actor
from duediligence.domain.content import MemberInput
from duediligence.domain.due import dues
from duediligence.domain.party import PersonInput
from duediligence.domain.standing import Basis
from duediligence.enums import CaseStatus, DueBasis, DueKind, MemberRole, StepKind
from duediligence.models import Case, Person
from tests import factories, stories
from tests.beginnings import begun
from tests.duediligence.domain.awaited import only
from tests.factories import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
LATE = TODAY + dt.timedelta(days=29)  # one day before the next rescreening
ASKED = dt.datetime.combine(LATE, dt.time(12), NOW.tzinfo)
TWENTY_WORKING_DAYS = dt.date(2026, 7, 29)  # from Tuesday, 30 June; Marine Day is none


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.monitored(cast, tmp_path)


beginning = begun(begin)


def newcomer(case: Case, cast: Cast) -> Person:
    member = MemberInput(PersonInput("見本 花子"), MemberRole.STUDENT)
    return joining.request(case, member, actor=Actor.of_user(cast.reviewer), reason="x", now=ASKED).person


def test_the_step_of_monitoring_has_no_day(case: Case, cast: Cast) -> None:
    step = case.steps.get(kind=StepKind.MONITOR)
    assert case.status == CaseStatus.MONITORING
    assert step.due_date is None
    assert not [one for one in dues(case, ASKED) if one.is_overdue]
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    assert monitoring.remind(LATE) == monitoring.escalate(LATE, actor=factories.SYSTEM) == 0


def test_a_newcomers_declaration_is_due_so_many_working_days_after_it_was_asked_for(case: Case, cast: Cast) -> None:
    lead = Actor.of_user(cast.reviewer)
    made, _token = declaration.ask(case, newcomer(case, cast), actor=lead, email="a@example.ac.jp", now=ASKED)
    declaration.revoke_link(made, actor=lead, now=ASKED)
    awaited = only(case, DueKind.DECLARATION, on=LATE)
    assert (awaited.by, awaited.basis) == (TWENTY_WORKING_DAYS, Basis(DueBasis.WORKING_DAYS, LATE, 20))
    assert not awaited.is_overdue


def test_a_second_review_counts_from_the_run(case: Case) -> None:
    run = case.current_run
    assert run and run.finished_at
    awaited = only(case, DueKind.SECOND_REVIEW, on=LATE, unreviewed=2)
    assert (awaited.count, awaited.basis.days) == (2, 20)
    assert awaited.basis.since == run.finished_at.astimezone(NOW.tzinfo).date()
