"""Who is told of what is due: officers, deciders and their substitutes, each once a day."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from duediligence.domain import access, monitoring, recusal, renewal
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.domain.delegation import delegate
from duediligence.domain.policy import read
from duediligence.enums import MemberRole, Role, StepStatus
from duediligence.models import Case, Institution, PolicyEdition, RoleGrant, User
from duediligence.policy.edition import Policy
from tests import declaring, factories, forcing, stories
from tests.beginnings import begun
from tests.factories import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def begin(cast: Cast, tmp_path: Path) -> Case:
    case = stories.monitored(cast, tmp_path)
    Institution.objects.update(is_demo=False)
    return case


beginning = begun(begin)


def told(capture: Any, act: Any, *args: Any, **given: Any) -> set[str]:
    mail.outbox.clear()
    with capture(execute=True):
        act(*args, **given)
    return {address for message in mail.outbox for address in message.to}


def open_step(case: Case, code: str, due: dt.date = TODAY) -> None:
    case.steps.update(status=StepStatus.COMPLETED)
    case.steps.filter(code=code).update(status=StepStatus.OPEN, due_date=due)


def emails(*users: User) -> set[str]:
    return {user.email for user in users}


def test_a_case_without_an_officer_is_told_to_all_who_take_part(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    open_step(case, "investigation")
    first = told(django_capture_on_commit_callbacks, monitoring.remind, TODAY)
    assert emails(cast.reviewer, cast.second_reviewer) <= first
    recusal.recuse(case, reason_code="joint_work", text="", actor=Actor.of_user(cast.reviewer), now=NOW)
    later = told(django_capture_on_commit_callbacks, monitoring.remind, TODAY + DAY)
    assert later == first - emails(cast.reviewer)


def test_the_officer_who_has_the_case_is_told_alone(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    open_step(case, "investigation")
    assert told(django_capture_on_commit_callbacks, monitoring.remind, TODAY) == emails(cast.reviewer)


def test_a_step_that_is_far_from_due_reminds_nobody(case: Case, django_capture_on_commit_callbacks: Any) -> None:
    open_step(case, "decision", TODAY + 60 * DAY)
    assert told(django_capture_on_commit_callbacks, monitoring.remind, TODAY) == set()


def test_two_workers_remind_once(
    case: Case, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_step(case, "decision")

    def meanwhile(edition: PolicyEdition) -> Policy:
        Case.objects.update(reminded_date=TODAY)
        return read(edition)

    monkeypatch.setattr(monitoring, "read", meanwhile)
    assert told(django_capture_on_commit_callbacks, monitoring.remind, TODAY) == set()


def test_an_officer_who_is_none_any_more_has_followers(cast: Cast, case: Case) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    RoleGrant.objects.filter(user=cast.reviewer).update(from_date=TODAY - DAY, until_date=TODAY - DAY)
    case = Case.objects.get(pk=case.pk)
    told_of = access.officers_told(case)
    assert (cast.second_reviewer in told_of, cast.reviewer in told_of) == (True, False)


def test_whoever_decides_and_their_substitutes_are_told_by_the_name_of_the_step(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    delegate(
        from_user=cast.decision_maker,
        to_user=cast.department_officer,
        role=Role.DECISION_MAKER,
        from_date=TODAY,
        until_date=TODAY,
        reason="出張",
        actor=Actor.of_user(cast.decision_maker),
        now=NOW,
    )
    open_step(case, "decision", TODAY - DAY)
    makers = (cast.decision_maker, cast.second_decision_maker, cast.department_officer)
    assert told(django_capture_on_commit_callbacks, monitoring.remind, TODAY) == emails(cast.reviewer, *makers)
    assert "責任者の決定" in mail.outbox[0].subject
    escalated = told(django_capture_on_commit_callbacks, monitoring.escalate, TODAY, actor=factories.SYSTEM)
    assert escalated == emails(cast.admin)


def test_a_step_that_is_passed_on_is_told_once_to_whom_it_is_passed_on_and_then_each_day(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    open_step(case, "decision", TODAY - DAY)
    makers = (cast.decision_maker, cast.second_decision_maker)
    RoleGrant.objects.create(user=cast.decision_maker, role=Role.OFFICE_ADMIN, from_date=TODAY)
    passed_on = told(django_capture_on_commit_callbacks, monitoring.escalate, TODAY, actor=factories.SYSTEM)
    assert passed_on == emails(cast.admin, cast.decision_maker)
    on_that_day = told(django_capture_on_commit_callbacks, monitoring.remind, TODAY)
    assert on_that_day == emails(cast.reviewer, cast.second_decision_maker)
    later = told(django_capture_on_commit_callbacks, monitoring.remind, TODAY + DAY)
    assert later == emails(cast.reviewer, cast.admin, *makers)
    assert len(mail.outbox) == 4


def test_of_steps_that_are_open_beside_each_other_each_is_told(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    open_step(case, "decision")
    case.steps.filter(code="investigation").update(status=StepStatus.OPEN, due_date=TODAY)
    makers = (cast.decision_maker, cast.second_decision_maker)
    assert told(django_capture_on_commit_callbacks, monitoring.remind, TODAY) == emails(cast.reviewer, *makers)
    assert len(mail.outbox) == 4


def test_the_department_of_another_case_is_not_told(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    open_step(case, "department_review")
    assert told(django_capture_on_commit_callbacks, monitoring.remind, TODAY) == emails(cast.reviewer)
    case.proposal.department = cast.department_officer.department
    case.proposal.save()
    later = told(django_capture_on_commit_callbacks, monitoring.remind, TODAY + DAY)
    assert later == emails(cast.reviewer, cast.department_officer)


def test_a_watched_case_is_not_overdue(case: Case) -> None:
    case.steps.filter(code="monitoring").update(due_date=TODAY - DAY)
    assert monitoring.remind(TODAY) == 0


def test_declarations_are_renewed_after_the_interval_of_the_policy(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    members = (factories.member(), factories.member("例田 花子", role=MemberRole.STUDENT))
    case = stories.designated_case(cast, tmp_path, factories.programme(), members=members)
    Institution.objects.update(is_demo=False)
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    for one in case.revision.memberships.all():
        declaring.declared(case, one.person)
    due = TODAY + 365 * DAY
    assert told(django_capture_on_commit_callbacks, renewal.remind, due - 4 * DAY) == set()
    assert told(django_capture_on_commit_callbacks, renewal.remind, due - 3 * DAY) == emails(cast.reviewer)
    assert due.isoformat() in mail.outbox[0].subject
    assert told(django_capture_on_commit_callbacks, renewal.remind, due - 3 * DAY) == set()
    forcing.force(case.revision.memberships.all(), end_date=TODAY)
    assert told(django_capture_on_commit_callbacks, renewal.remind, due) == set()
