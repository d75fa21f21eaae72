"""A submission comes back with comments, is mended where it was wrong, and goes out again until it is confirmed."""

from pathlib import Path

import pytest

from duediligence.documents import sending
from duediligence.domain import confirmation, cross_check, decision, measure, submission
from duediligence.domain.actor import Actor
from duediligence.domain.submission import PreparedFile
from duediligence.enums import (
    CaseOutcome,
    CaseStatus,
    ConfirmationKind,
    ConfirmationVerdict,
    DueDiligenceResult,
    StepStatus,
    Verdict,
)
from duediligence.models import AuditEvent, Case, User
from tests import declaring, factories, stories

pytestmark = pytest.mark.django_db

LETTER = PreparedFile("内閣府回答.pdf", b"%PDF-1.7 confirmed")


def step_of(case: Case) -> tuple[str, int]:
    opened = case.steps.get(status=StepStatus.OPEN)
    return opened.code, opened.round


def send(case: Case, by: User) -> None:
    """Submit with the real documents."""
    actor = Actor.of_user(by)
    decision.decide(
        case.steps.get(status=StepStatus.OPEN),
        actor=actor,
        verdict=Verdict.APPROVE,
        reason="質問票を提出する",
        revision=case.revision,
        questionnaire=sending.prepare(case, actor=actor, undertakes=True, now=factories.NOW),
        now=factories.NOW,
    )
    case.refresh_from_db()


def test_a_return_is_mended_sent_again_and_confirmed(tmp_path: Path) -> None:
    cast, programme = factories.cast(), factories.programme()
    funder, officer = Actor.of_client(factories.client(programme)), Actor.of_user(cast.reviewer)
    case = stories.designated_case(cast, tmp_path, programme)
    declaring.all_declared(case)
    stories.screened(case)
    stories.assessed(case, cast.second_reviewer)
    stories.needed(case, cast.second_reviewer)
    stories.agreed_measure(case, cast)
    cross_check.conclude(case, result=DueDiligenceResult.DONE, actor=officer, now=factories.NOW)
    stories.approve(case, cast.department_officer)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)

    # One officer finds a slip at the submission and sends it back: the decision is made anew, and it resumes there.
    decision.decide(
        case.steps.get(status=StepStatus.OPEN),
        actor=Actor.of_user(cast.second_reviewer),
        verdict=Verdict.RETURN,
        reason="決定の理由を補ってください",
        return_to="decision",
        revision=case.revision,
        now=factories.NOW,
    )
    assert step_of(case) == ("decision", 2)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    assert step_of(case) == ("submission", 2)

    send(case, cast.second_reviewer)
    first = case.submissions.get()
    kept = [submission.take(file, actor=officer) for file in first.files.all()]
    assert step_of(case) == ("funder_confirmation", 1)

    confirmation.receive(
        case,
        actor=funder,
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.RETURNED,
        comments="得られなかった情報を記載してください",
        submission_number=1,
        now=factories.NOW,
    )
    assert step_of(case) == ("investigation", 2)
    cross_check.conclude(
        case,
        result=DueDiligenceResult.DONE_INCOMPLETE,
        not_obtained="過去の共著者の所属",
        actor=officer,
        now=factories.NOW,
    )
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    assert step_of(case) == ("submission", 3)

    send(case, cast.second_reviewer)
    second = case.submissions.get(number=2)
    changed = {one.heading: one for one in sending.changes(sending.sent(first, "ja"), sending.sent(second, "ja"))}
    assert "得られなかった情報: 過去の共著者の所属" in changed["4. デュー・ディリジェンスの実施結果"].new
    assert [submission.take(file, actor=officer) for file in first.files.all()] == kept

    confirmation.receive(
        case,
        actor=funder,
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.CONFIRMED,
        submission_number=2,
        now=factories.NOW,
    )
    assert step_of(case) == ("government_confirmation", 1)
    answer = confirmation.receive(
        case,
        actor=officer,
        kind=ConfirmationKind.GOVERNMENT,
        verdict=ConfirmationVerdict.CONFIRMED,
        letter=LETTER,
        now=factories.NOW,
    )
    assert confirmation.take_letter(answer, actor=officer) == LETTER.content
    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.MONITORING, CaseOutcome.MITIGATION)
    assert [one.submission.number for one in case.confirmations.all() if one.submission] == [1, 2, 2]
    assert AuditEvent.objects.filter(verb="submission.frozen", case_reference=case.reference).count() == 2
    assert measure.live_measures(case)
