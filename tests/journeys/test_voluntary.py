"""A partnership outside designated programmes: one reviewer, one approver, and nobody twice."""

from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import audit, decision, disposition
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, Judgement, Verdict
from duediligence.models import AuditEvent
from screening.enums import RunStatus
from tests import factories, stories

pytestmark = pytest.mark.django_db


def test_a_listed_partner_is_found_judged_and_decided(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.hit_case(cast, tmp_path)
    assert case.current_run and case.current_run.status == RunStatus.COMPLETE
    hit = case.current_run.hits.get()
    assert (hit.matched_name, hit.source_code, hit.level) == ("Exemplar Hypersonics", "jp_meti_eul", "strong")

    review, approval = case.steps.order_by("position")
    reviewer = Actor.of_user(cast.reviewer)
    with pytest.raises(errors.HitsUnjudged):
        decision.decide(
            review,
            actor=reviewer,
            verdict=Verdict.APPROVE,
            reason="調査済み",
            revision=case.revision,
            now=factories.NOW,
        )
    judged = disposition.judge(
        case,
        hit,
        actor=reviewer,
        judgement=Judgement.TRUE_MATCH_RELEVANT,
        reason_code="partner_is_listed",
        text="別名が一致する",
        evidence=stories.evidence(case, cast.reviewer, "partner_is_listed"),
        now=factories.NOW,
    )
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    stories.assessed(case, cast.reviewer)
    decision.decide(
        review, actor=reviewer, verdict=Verdict.APPROVE, reason="調査済み", revision=case.revision, now=factories.NOW
    )
    approval.refresh_from_db()
    decision.decide(
        approval,
        actor=Actor.of_user(cast.decision_maker),
        verdict=Verdict.APPROVE,
        reason="共同研究は行わない",
        outcome=CaseOutcome.NOT_PURSUED,
        revision=case.revision,
        now=factories.NOW,
    )
    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.NOT_PURSUED)
    assert audit.verify_all() == []
    verbs = list(
        AuditEvent.objects.filter(case_reference=case.reference).order_by("seq").values_list("verb", flat=True)
    )
    assert verbs == [
        "case.opened",
        "screening.asked",
        "step.open",
        "screening.complete",
        "assessment.decided",
        "source.consulted",
        "hit.judged",
        "hit.second_reviewed",
        "assessment.decided",
        "decision.approve",
        "step.completed",
        "step.open",
        "decision.approve",
        "step.completed",
        "case.closed",
    ]
