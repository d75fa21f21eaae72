"""Delegation and substitution: who may lend what, and that four eyes count both."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import access, decision, delegation
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, Role
from duediligence.models import AuditEvent, Case, Delegation, Department, Proposal, RoleGrant, User
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(factories.NOW)


def begin(cast: Cast, tmp_path: Path) -> Case:
    """The review is done, the approval open."""
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    return case


beginning = begun(begin)


def lend(from_user: User, to_user: User, by: User | None = None, **changes: Any) -> Delegation:
    given: dict[str, Any] = {
        "role": Role.DECISION_MAKER,
        "from_date": factories.TODAY,
        "until_date": factories.TODAY + dt.timedelta(days=7),
        "reason": "出張",
        **changes,
    }
    actor = Actor.of_user(by or from_user)
    return delegation.delegate(from_user=from_user, to_user=to_user, actor=actor, now=factories.NOW, **given)


def decide(case: Case, user: User) -> None:
    stories.approve(case, user, CaseOutcome.NO_MITIGATION)


def test_a_substitute_decides_on_behalf_of_the_holder(cast: Cast, case: Case) -> None:
    lend(cast.decision_maker, cast.second_reviewer)
    decide(case, cast.second_reviewer)
    made = case.steps.get(code="approval").decisions.get()
    assert (made.decided_by, made.on_behalf_of) == (cast.second_reviewer, cast.decision_maker)
    event = AuditEvent.objects.filter(verb="decision.approve").latest("seq")
    assert event.after["on_behalf_of"] == cast.decision_maker.username


def test_the_office_administrator_arranges_it_for_an_absent_holder(cast: Cast, case: Case) -> None:
    made = lend(cast.decision_maker, cast.second_reviewer, by=cast.admin)
    assert (made.made_by, AuditEvent.objects.latest("id").verb) == (cast.admin, "delegation.made")


@pytest.mark.parametrize(("first", "last"), [(1, 7), (-7, -1)])
def test_outside_its_dates_a_delegation_does_not_count(cast: Cast, case: Case, first: int, last: int) -> None:
    made = lend(cast.decision_maker, cast.second_reviewer)
    day = factories.TODAY
    Delegation.objects.filter(pk=made.pk).update(
        from_date=day + dt.timedelta(days=first), until_date=day + dt.timedelta(days=last)
    )
    with pytest.raises(errors.RoleMissing):
        decide(case, cast.second_reviewer)


def test_a_revoked_delegation_does_not_count(cast: Cast, case: Case) -> None:
    made = lend(cast.decision_maker, cast.second_reviewer)
    for _twice in range(2):
        delegation.revoke(made, actor=Actor.of_user(cast.decision_maker), now=factories.NOW)
    with pytest.raises(errors.RoleMissing):
        decide(case, cast.second_reviewer)
    assert AuditEvent.objects.filter(verb="delegation.revoked").count() == 1


def test_revoke_refuses_others(cast: Cast) -> None:
    made = lend(cast.decision_maker, cast.second_reviewer)
    for user in (cast.second_reviewer, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            delegation.revoke(made, actor=Actor.of_user(user))


def test_a_delegation_ends_with_the_role_of_the_holder(cast: Cast, case: Case) -> None:
    lend(cast.decision_maker, cast.second_reviewer)
    RoleGrant.objects.filter(user=cast.decision_maker).delete()
    with pytest.raises(errors.RoleMissing):
        decide(case, cast.second_reviewer)


def test_whoever_reviewed_may_not_approve_as_a_substitute(cast: Cast, case: Case) -> None:
    lend(cast.decision_maker, cast.reviewer)
    with pytest.raises(errors.SeparationOfDuties):
        decide(case, cast.reviewer)


def test_a_substitute_may_not_do_what_the_holder_may_not(cast: Cast, case: Case) -> None:
    case.revision.memberships.get().person.__class__.objects.update(user=cast.decision_maker)
    lend(cast.decision_maker, cast.second_reviewer)
    with pytest.raises(errors.PrincipalMayNotDecide):
        decide(case, cast.second_reviewer)


def test_holder_and_substitute_are_one_approver(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path, approvers=2)
    stories.approve(case, cast.reviewer)
    lend(cast.decision_maker, cast.second_reviewer)
    decide(case, cast.second_reviewer)
    with pytest.raises(errors.AlreadyDecided):
        decide(case, cast.decision_maker)
    decide(case, cast.second_decision_maker)
    assert case.outcome == CaseOutcome.NO_MITIGATION


def test_the_holder_whose_substitute_reviewed_may_not_approve(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    both = cast.reviewer
    RoleGrant.objects.create(user=both, role=Role.DECISION_MAKER, from_date=factories.TODAY)
    lend(both, cast.auditor, role=Role.SECURITY_OFFICER)
    stories.approve(case, cast.auditor)
    with pytest.raises(errors.SeparationOfDuties):
        decide(case, both)


def test_a_lent_role_cannot_be_lent_on(cast: Cast) -> None:
    lend(cast.decision_maker, cast.second_reviewer)
    with pytest.raises(errors.NotDelegable):
        lend(cast.second_reviewer, cast.auditor)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OFFICE_ADMIN])
def test_delegate_refuses_a_role_that_stands_at_no_step(cast: Cast, role: Role) -> None:
    with pytest.raises(errors.NotDelegable):
        lend(cast.auditor, cast.submitter, role=role)


def test_delegate_refuses_strangers_colleagues_and_holders_as_substitutes(cast: Cast) -> None:
    for user in (cast.stranger, cast.second_decision_maker, cast.decision_maker):
        with pytest.raises(errors.SubstituteUnsuited):
            lend(cast.decision_maker, user)


def test_delegate_refuses_others_to_arrange_it(cast: Cast) -> None:
    for user in (cast.second_reviewer, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            lend(cast.decision_maker, cast.second_reviewer, by=user)
    with pytest.raises(errors.NotAllowed):
        delegation.delegate(
            from_user=cast.decision_maker,
            to_user=cast.reviewer,
            role=Role.DECISION_MAKER,
            from_date=factories.TODAY,
            until_date=factories.TODAY,
            reason="x",
            actor=factories.SYSTEM,
        )


@pytest.mark.parametrize(
    "dates",
    [
        {"until_date": factories.TODAY - dt.timedelta(days=1)},
        {
            "from_date": factories.TODAY - dt.timedelta(days=9),
            "until_date": factories.TODAY - dt.timedelta(days=1),
        },
    ],
)
def test_delegate_refuses_dates_that_cannot_be(cast: Cast, dates: dict[str, dt.date]) -> None:
    with pytest.raises(errors.InvalidInput):
        lend(cast.decision_maker, cast.second_reviewer, **dates)


def test_delegate_asks_for_a_reason(cast: Cast) -> None:
    with pytest.raises(errors.ReasonMissing):
        lend(cast.decision_maker, cast.second_reviewer, reason=" ")


def test_the_page_learns_for_whom_somebody_would_decide(cast: Cast, case: Case) -> None:
    lend(cast.decision_maker, cast.second_reviewer)
    step = case.steps.get(code="approval")
    assert decision.principal_of(step, cast.second_reviewer) == cast.decision_maker
    assert decision.principal_of(step, cast.decision_maker) is None


def test_the_database_refuses_a_delegation_to_oneself(cast: Cast) -> None:
    made = lend(cast.decision_maker, cast.second_reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(pk=made.pk).update(to_user=cast.decision_maker)


def test_a_substitute_sees_the_department_stood_in_for_and_no_other_by_it(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    arts = Department.objects.create(institution=cast.institution, code="lit", name_ja="文学部", name_en="Letters")
    substitute = factories.user(cast.institution, Role.RESEARCHER, department=arts)
    lend(cast.department_officer, substitute, role=Role.DEPARTMENT_OFFICER)
    seen = []
    for department in (cast.department_officer.department, arts):
        Proposal.objects.filter(pk=case.proposal_id).update(department=department)
        seen.append(Case.objects.visible_to(substitute).exists())
    assert seen == [True, False]
    Proposal.objects.filter(pk=case.proposal_id).update(department=cast.department_officer.department)
    assert access.addressees(Role.DEPARTMENT_OFFICER, case) == [cast.department_officer, substitute]
    Delegation.objects.update(revoked_at=factories.NOW)
    assert not Case.objects.visible_to(substitute).exists()
