"""Measures from the finding to the breach: agreed by another, feasible, consented to, sent, watched, passed on."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import mail

from duediligence import errors
from duediligence.documents import measure_plan
from duediligence.domain import audit, completeness, confirmation, consent, cross_check, due, measure, monitoring
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import (
    CaseOutcome,
    CaseStatus,
    ConfirmationKind,
    ConfirmationVerdict,
    DueDiligenceResult,
    DueKind,
    MeasureAct,
    MeasureStatus,
    StepStatus,
)
from duediligence.models import Case
from tests import declaring, factories, stories
from tests.journeys.telling import Capture, for_real, mails_to

pytestmark = pytest.mark.django_db


def missing(case: Case) -> set[str]:
    """Return what the submission still lacks, by its codes."""
    return {one.what.code for one in completeness.missing(case, factories.TODAY)}


def answered(case: Case, kind: ConfirmationKind, actor: Actor) -> Case:
    confirmation.receive(
        case, actor=actor, kind=kind, verdict=ConfirmationVerdict.CONFIRMED, comments="確認", now=factories.NOW
    )
    case.refresh_from_db()
    return case


def test_a_measure_is_agreed_consented_to_confirmed_watched_and_broken(
    tmp_path: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    cast, programme = factories.cast(), factories.programme()
    officer, funder = Actor.of_user(cast.reviewer), Actor.of_client(factories.client(programme))
    case = stories.designated_case(cast, tmp_path, programme)
    cases.assign(case, cast.reviewer, actor=officer)
    declaring.all_declared(case)
    stories.assessed(stories.screened(case), cast.second_reviewer)
    stories.approve(case, cast.department_officer)
    stories.needed(case, cast.reviewer)
    cross_check.conclude(case, result=DueDiligenceResult.DONE, actor=officer, now=factories.NOW)
    stories.approve(case, cast.reviewer)

    # The assessment says yes: neither may the decision say no, nor mitigation without a measure.
    with pytest.raises(errors.MeasuresMissing):
        stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    review = factories.TODAY + dt.timedelta(days=90)
    made = stories.proposed_measure(case, cast, review_date=review)
    with pytest.raises(errors.MeasuresNotAgreed):
        stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    with pytest.raises(errors.SecondPersonAgrees):
        stories.perform(made, MeasureAct.AGREE, cast.reviewer)
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)
    with pytest.raises(errors.MeasuresNotFeasible):
        stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    with pytest.raises(errors.FeasibilityMissing):
        stories.perform(made, MeasureAct.BEGIN, cast.department_officer)
    stories.perform(made, MeasureAct.CONFIRM_FEASIBLE, cast.department_officer)
    with pytest.raises(errors.OutcomeContradicts):
        stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)

    # Nobody is bound by a measure that they did not agree to: without consent nothing is sent.
    person = case.revision.memberships.get().person
    assert missing(case) == {"consents_missing"}
    consent.answer(case, person, is_given=False, text="研究が止まる", actor=officer, now=factories.NOW)
    with pytest.raises(errors.ConsentRefused):
        stories.approve(case, cast.second_reviewer)
    consent.answer(case, person, is_given=True, text="範囲を確かめて同意", actor=officer, now=factories.NOW)
    assert missing(case) == set()
    assert measure_plan.take(case, actor=officer, language="ja", now=factories.NOW).startswith(b"%PDF-")
    stories.approve(case, cast.second_reviewer)
    told = case.submissions.get().content
    assert "閲覧の権限を定める" in repr(told)

    # Where measures are needed the government confirms as well; then the case is watched.
    answered(case, ConfirmationKind.FUNDER, funder)
    assert case.steps.get(status=StepStatus.OPEN).code == "government_confirmation"
    answered(case, ConfirmationKind.GOVERNMENT, officer)
    assert (case.status, case.outcome) == (CaseStatus.MONITORING, CaseOutcome.MITIGATION)
    stories.perform(made, MeasureAct.BEGIN, cast.department_officer)
    stories.perform(made, MeasureAct.GIVE_EVIDENCE, cast.reviewer, text="権限の一覧")
    with pytest.raises(errors.SecondPersonConfirms):
        stories.perform(made, MeasureAct.CONFIRM_EVIDENCE, cast.reviewer)
    stories.perform(made, MeasureAct.CONFIRM_EVIDENCE, cast.second_reviewer)

    # Its review comes near: whoever is responsible and the officer are told, and it stands in what is due.
    for_real()
    asked = {(one.kind, one.by) for one in due.dues(case, factories.NOW)}
    assert (DueKind.MEASURE_REVIEW, review) in asked
    with django_capture_on_commit_callbacks(execute=True):
        assert [monitoring.remind_of_measures(day) for day in (review, review)] == [1, 0]
    assert len(mails_to(cast.department_officer, mail.outbox)) == len(mails_to(cast.reviewer, mail.outbox)) == 1
    later = review + dt.timedelta(days=180)
    stories.perform(made, MeasureAct.REVIEW, cast.department_officer, review_date=later, now=factories.NOW)
    assert made.review_date == later

    # A breach is told to whoever the policy passes it on to, and stays on record after it is mended.
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        stories.perform(made, MeasureAct.REPORT_BREACH, cast.department_officer, text="権限のない者が閲覧した")
    assert made.status == MeasureStatus.BREACHED
    for one in (cast.decision_maker, cast.second_decision_maker, cast.reviewer, cast.department_officer):
        assert len(mails_to(one, mail.outbox)) == 1
    stories.perform(made, MeasureAct.RESTORE, cast.reviewer, text="権限を取り消した")
    assert made.status == MeasureStatus.IN_FORCE
    assert list(made.records.values_list("act", flat=True))[-3:] == ["review", "report_breach", "restore"]
    assert measure.live_measures(Case.objects.get()) == [made]
    assert audit.verify_all() == []
