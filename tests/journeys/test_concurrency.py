"""Two people at one case at the same instant, and a double click: nothing counted twice, nothing lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from duediligence.domain import (
    audit,
    confirmation,
    decision,
    disposition,
)
from duediligence.domain.actor import Actor
from duediligence.enums import (
    CaseOutcome,
    CaseStatus,
    ConfirmationKind,
    ConfirmationVerdict,
    Judgement,
    Role,
    StepStatus,
    Verdict,
)
from duediligence.models import (
    AuditEvent,
    Case,
    Clearance,
    Confirmation,
    Disposition,
    StepDecision,
    User,
)
from tests import factories, stories
from tests.journeys.at_once import ON_A_SERVER, answers, at_once

pytestmark = ON_A_SERVER


def approving(case: Case, user: User, **sent: Any) -> Callable[[], object]:
    step, revision = case.steps.get(status=StepStatus.OPEN), case.revision
    return lambda: decision.decide(
        step,
        actor=Actor.of_user(user),
        verdict=Verdict.APPROVE,
        reason="調査のとおり",
        revision=revision,
        now=factories.NOW,
        **sent,
    )


def deciding(case: Case, user: User, outcome: CaseOutcome = CaseOutcome.NO_MITIGATION) -> Callable[[], object]:
    return approving(case, user, outcome=outcome)


def test_two_approvers_at_the_same_instant_complete_the_step_once(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path, approvers=2)
    stories.approve(case, cast.reviewer)
    at_once(deciding(case, cast.decision_maker), deciding(case, cast.second_decision_maker))
    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.NO_MITIGATION)
    assert AuditEvent.objects.filter(verb="case.closed", case_reference=case.reference).count() == 1
    assert audit.verify_all() == []


def test_the_approver_too_many_is_told_that_the_step_is_decided(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path, approvers=2)
    stories.approve(case, cast.reviewer)
    third = factories.user(cast.institution, Role.DECISION_MAKER)
    approvers = (cast.decision_maker, cast.second_decision_maker, third)
    given = answers(*(deciding(case, one) for one in approvers))
    assert given == {"StepDecision": 2, "CaseNotOpen": 1}
    assert StepDecision.objects.filter(step__code="approval").count() == 2


def test_two_approvers_of_two_outcomes_do_not_settle_the_case(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path, approvers=2)
    stories.approve(case, cast.reviewer)
    given = answers(
        deciding(case, cast.decision_maker),
        deciding(case, cast.second_decision_maker, CaseOutcome.NOT_PURSUED),
    )
    case.refresh_from_db()
    assert (given, case.status) == ({"StepDecision": 1, "OutcomeDiffers": 1}, CaseStatus.IN_PROGRESS)


def test_a_double_click_is_one_decision(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path, approvers=2)
    stories.approve(case, cast.reviewer)
    assert answers(*[deciding(case, cast.decision_maker)] * 3) == {"AlreadyDecided": 2, "StepDecision": 1}
    assert StepDecision.objects.filter(step__code="approval").count() == 1


def test_a_decision_and_a_revision_at_the_same_instant(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    members = (factories.member("見本 二郎"),)
    given = at_once(
        deciding(case, cast.decision_maker),
        lambda: stories.revise(case, cast, members=members),
    )
    case.refresh_from_db()
    assert given[1] is None
    # Either the case was closed before the revision came, or the revision was there first and voids what stood.
    if isinstance(given[0], StepDecision):
        assert (case.status, case.revision.number) == (CaseStatus.CLOSED, 1)
    else:
        assert type(given[0]).__name__ in {"StaleRevision", "StepNotOpen"}
        assert (case.status, case.revision.number) == (CaseStatus.IN_PROGRESS, 2)
    assert audit.verify_all() == []


def test_two_submissions_at_the_same_instant_are_one(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.ready_to_submit(stories.designated_case(cast, tmp_path, factories.programme()), cast)
    officers = (cast.second_reviewer, factories.user(cast.institution, Role.SECURITY_OFFICER))
    sending = [approving(case, one, questionnaire=stories.to_send(case, one)) for one in officers]
    assert answers(*sending) == {"StepDecision": 1, "StepNotOpen": 1}
    assert case.submissions.count() == 1
    assert AuditEvent.objects.filter(verb="submission.frozen").count() == 1


def answering(case: Case, actor: Actor, verdict: ConfirmationVerdict) -> Callable[[], object]:
    return lambda: confirmation.receive(
        case,
        actor=actor,
        kind=ConfirmationKind.FUNDER,
        verdict=verdict,
        comments="照会",
        now=factories.NOW,
    )


def test_a_confirmation_sent_twice_is_one(tmp_path: Path) -> None:
    cast = factories.cast()
    programme = factories.programme()
    case = stories.submitted(stories.designated_case(cast, tmp_path, programme), cast)
    confirm = answering(case, Actor.of_client(factories.client(programme)), ConfirmationVerdict.CONFIRMED)
    assert answers(confirm, confirm) == {"Confirmation": 1, "NotAwaited": 1}
    assert Confirmation.objects.count() == 1


def test_the_funder_and_its_letter_at_the_same_instant_are_one_answer(tmp_path: Path) -> None:
    cast = factories.cast()
    programme = factories.programme()
    case = stories.submitted(stories.designated_case(cast, tmp_path, programme), cast)
    funder, officer = Actor.of_client(factories.client(programme)), Actor.of_user(cast.reviewer)
    given = answers(
        answering(case, funder, ConfirmationVerdict.CONFIRMED),
        answering(case, officer, ConfirmationVerdict.RETURNED),
    )
    assert given == {"Confirmation": 1, "NotAwaited": 1}
    case.refresh_from_db()
    kept = Confirmation.objects.get().verdict
    assert (kept == ConfirmationVerdict.CONFIRMED) == (case.status == CaseStatus.MONITORING)


def test_two_judgements_of_one_hit_are_one(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.hit_case(cast, tmp_path)
    assert case.current_run
    hit = case.current_run.hits.get()

    def judging(by: User, judgement: Judgement, code: str) -> Callable[[], object]:
        evidence = stories.evidence(case, by, code)
        return lambda: disposition.judge(
            case,
            hit,
            actor=Actor.of_user(by),
            judgement=judgement,
            reason_code=code,
            text="公表資料で確かめた",
            evidence=evidence,
            now=factories.NOW,
        )

    given = answers(
        judging(cast.reviewer, Judgement.FALSE_POSITIVE, "seat_differs"),
        judging(cast.second_reviewer, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed"),
    )
    assert given == {"Disposition": 1, "AlreadyJudged": 1}
    assert Disposition.objects.filter(hit=hit).count() == 1


def test_two_second_reviewers_of_one_judgement_clear_it_once(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.hit_case(cast, tmp_path)
    judged = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    third = factories.user(cast.institution, Role.SECURITY_OFFICER)
    reviewing = [
        lambda by=by: disposition.review(judged, actor=Actor.of_user(by), now=factories.NOW)
        for by in (cast.second_reviewer, third)
    ]
    assert answers(*reviewing) == {"NoneType": 1, "JudgementChanged": 1}
    assert Clearance.objects.count() == 1


def test_a_judgement_taken_back_while_the_second_reviewer_stands_by_it(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.hit_case(cast, tmp_path)
    judged = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    officer, second = Actor.of_user(cast.reviewer), Actor.of_user(cast.second_reviewer)
    at_once(
        lambda: disposition.withdraw(judged, actor=officer, reason="見直す", now=factories.NOW),
        lambda: disposition.review(judged, actor=second, now=factories.NOW),
    )
    judged.refresh_from_db()
    assert judged.withdrawn_at
    assert not Clearance.objects.filter(revoked_at__isnull=True).exists()
