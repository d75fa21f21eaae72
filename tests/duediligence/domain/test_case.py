"""Opening, assigning, closing and withdrawing."""

from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, StepStatus
from duediligence.models import AuditEvent, Case, Department, Proposal, StepDecision
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.screened_case(cast, tmp_path)


beginning = begun(begin)


def test_open_case_pins_revision_policy_and_editions(cast: Cast, case: Case) -> None:
    assert case.reference == f"{cast.institution.code.upper()}-2026-0001"
    assert (case.status, case.outcome) == (CaseStatus.IN_PROGRESS, CaseOutcome.UNDECIDED)
    assert case.revision == case.proposal.current_revision
    assert [str(pinned) for pinned in case.editions.all()] == ["jp_meti_eul 2026-05-01"]
    assert list(case.steps.values_list("code", "status", "due_date")) == [
        ("review", StepStatus.OPEN, factories.TODAY.replace(day=15)),
        ("approval", StepStatus.WAITING, None),
    ]


def test_open_case_refuses_a_second_open_case(case: Case) -> None:
    with pytest.raises(errors.CaseAlreadyOpen, match=case.reference):
        cases.open_case(case.proposal, actor=factories.SYSTEM, now=factories.NOW)


def test_open_case_refuses_a_proposal_without_content(cast: Cast) -> None:
    empty = Proposal.objects.create(institution=cast.institution, created_by=cast.submitter, created_at=factories.NOW)
    with pytest.raises(errors.InvalidInput):
        cases.open_case(empty, actor=factories.SYSTEM, now=factories.NOW)


def test_the_institutions_own_policy_comes_before_the_shipped_one(cast: Cast, case: Case) -> None:
    from duediligence.domain import policy

    own = policy.draft(case.policy_edition.content, institution=cast.institution, actor=factories.SYSTEM)
    policy.publish(own, actor=factories.SYSTEM, now=factories.NOW)
    assert policy.edition_for(case.proposal) == own


def test_a_case_is_put_with_a_department_and_with_another(cast: Cast, case: Case) -> None:
    officer, department = Actor.of_user(cast.reviewer), cast.department_officer.department
    assert not Case.objects.visible_to(cast.department_officer).exists()
    for _twice in range(2):
        cases.hand_to(case, department, actor=officer)
    assert Case.objects.visible_to(cast.department_officer).get() == case
    cases.hand_to(case, None, actor=Actor.of_user(cast.admin))
    assert not Case.objects.visible_to(cast.department_officer).exists()
    told = AuditEvent.objects.filter(verb="case.handed_to_department").order_by("pk")
    assert [(one.before["department"], one.after["department"]) for one in told] == [(None, "eng"), ("eng", None)]


def test_a_case_is_not_put_with_a_department_of_another_institution(cast: Cast, case: Case) -> None:
    elsewhere = Department.objects.create(institution=cast.stranger.institution, code="x", name_ja="x", name_en="x")
    officer = Actor.of_user(cast.reviewer)
    with pytest.raises(errors.InvalidInput):
        cases.hand_to(case, elsewhere, actor=officer)
    cases.withdraw(case, actor=officer, reason="取下げ")
    with pytest.raises(errors.CaseNotOpen):
        cases.hand_to(case, None, actor=officer)


def test_assign_gives_the_case_to_an_officer_and_takes_it_back(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    cases.assign(case, cast.second_reviewer, actor=officer)
    case.refresh_from_db()
    assert case.owner == cast.second_reviewer
    cases.assign(case, None, actor=officer)
    case.refresh_from_db()
    assert case.owner is None


def test_assign_refuses_strangers_other_roles_and_programs(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    for owner in (cast.stranger, cast.submitter):
        with pytest.raises(errors.NotAllowed):
            cases.assign(case, owner, actor=officer)
    for actor in (factories.SYSTEM, Actor.of_user(cast.submitter)):
        with pytest.raises(errors.NotAllowed):
            cases.assign(case, cast.reviewer, actor=actor)


def test_a_case_that_somebody_took_a_moment_ago_stays_theirs(cast: Cast, case: Case) -> None:
    cases.assign(Case.objects.get(pk=case.pk), cast.reviewer, actor=Actor.of_user(cast.reviewer), only_if_free=True)
    with pytest.raises(errors.CaseTaken):
        cases.assign(case, cast.second_reviewer, actor=Actor.of_user(cast.second_reviewer), only_if_free=True)
    case.refresh_from_db()
    assert case.owner == cast.reviewer


def test_withdraw_ends_the_case_with_its_reason(cast: Cast, case: Case) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="申請の取下げ", now=factories.NOW)
    case.refresh_from_db()
    assert (case.status, case.close_reason, case.closed_at) == (CaseStatus.WITHDRAWN, "申請の取下げ", factories.NOW)
    assert set(case.steps.values_list("status", flat=True)) == {StepStatus.SKIPPED}


def test_withdraw_refuses_without_reason_role_or_open_case(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    with pytest.raises(errors.ReasonMissing):
        cases.withdraw(case, actor=officer, reason=" ")
    with pytest.raises(errors.NotAllowed):
        cases.withdraw(case, actor=Actor.of_user(cast.submitter), reason="取下げ")
    with pytest.raises(errors.NotAllowed):
        cases.withdraw(case, actor=factories.SYSTEM, reason="取下げ")
    cases.withdraw(case, actor=officer, reason="取下げ")
    with pytest.raises(errors.CaseNotOpen):
        cases.withdraw(case, actor=officer, reason="取下げ")


def test_close_needs_a_monitored_case(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.CaseNotOpen):
        cases.close(case, actor=Actor.of_user(cast.reviewer), reason="終了")


def test_close_ends_monitoring(cast: Cast, tmp_path: Path) -> None:
    monitored = stories.monitored(cast, tmp_path)
    cases.close(monitored, actor=Actor.of_user(cast.reviewer), reason="共同研究の終了", now=factories.NOW)
    monitored.refresh_from_db()
    assert (monitored.status, monitored.outcome) == (CaseStatus.CLOSED, CaseOutcome.NO_MITIGATION)


def test_a_new_case_can_follow_a_closed_one(cast: Cast, case: Case) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    again = cases.open_case(case.proposal, actor=factories.SYSTEM, now=factories.NOW)
    assert again.reference.endswith("-0002")


def test_a_revision_without_open_case_changes_no_case(cast: Cast, case: Case) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    stories.revise(case, cast, title_ja="別の題目")
    case.refresh_from_db()
    assert case.revision.number == 1


def test_nothing_is_left_open_when_a_case_ends_after_some_steps(cast: Cast, case: Case) -> None:
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NOT_PURSUED)
    assert list(case.steps.values_list("status", flat=True)) == [StepStatus.COMPLETED, StepStatus.COMPLETED]
    assert (case.status, case.close_reason) == (CaseStatus.CLOSED, "not_pursued")


def test_reopen_takes_a_closed_case_up_again_at_due_diligence(cast: Cast, case: Case) -> None:
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    cases.reopen(case, actor=Actor.of_user(cast.reviewer), reason="新しい情報", now=factories.NOW)
    case.refresh_from_db()
    assert (case.status, case.outcome, case.closed_at) == (CaseStatus.IN_PROGRESS, CaseOutcome.UNDECIDED, None)
    assert case.current_run and case.current_run.purpose == "reopened"
    assert case.steps.get(status=StepStatus.OPEN).code == "review"
    assert not StepDecision.objects.filter(voided_at__isnull=True).exists()


def test_reopen_follows_the_present_revision_of_a_withdrawn_case(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    cases.withdraw(case, actor=officer, reason="取下げ")
    stories.revise(case, cast, title_ja="別の題目")
    cases.reopen(case, actor=officer, reason="再開", now=factories.NOW)
    case.refresh_from_db()
    assert case.revision.number == 2
    assert not case.assessments.filter(voided_at__isnull=True).exists()
    assert case.steps.get(status=StepStatus.OPEN).code == "review"


def test_reopen_refuses_without_role_reason_or_closed_case(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    with pytest.raises(errors.CaseStillOpen):
        cases.reopen(case, actor=officer, reason="再開")
    cases.withdraw(case, actor=officer, reason="取下げ")
    with pytest.raises(errors.NotAllowed):
        cases.reopen(case, actor=Actor.of_user(cast.submitter), reason="再開")
    with pytest.raises(errors.ReasonMissing):
        cases.reopen(case, actor=officer, reason=" ")


def test_reopen_refuses_beside_another_open_case_and_after_removal(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    cases.withdraw(case, actor=officer, reason="取下げ")
    Case.objects.filter(pk=case.pk).update(purged_at=factories.NOW)
    with pytest.raises(errors.CasePurged):
        cases.reopen(case, actor=officer, reason="再開")
    Case.objects.filter(pk=case.pk).update(purged_at=None)
    cases.open_case(case.proposal, actor=factories.SYSTEM, now=factories.NOW)
    with pytest.raises(errors.CaseAlreadyOpen):
        cases.reopen(case, actor=officer, reason="再開")
