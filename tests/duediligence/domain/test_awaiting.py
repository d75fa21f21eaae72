"""What was submitted is not undone behind the back of whoever answers it."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import awaiting, consent, cross_check, measure, monitoring, screening
from duediligence.domain.actor import Actor
from duediligence.enums import (
    CaseOutcome,
    CaseStatus,
    CrossCheckAnswer,
    DueDiligenceResult,
    MeasureAct,
    MeasureStatus,
    StepStatus,
)
from duediligence.models import AuditEvent, Case, Submission
from duediligence.policy.answers import ItemAnswer
from duediligence.policy.steps import Gate
from screening import runs
from tests import declaring, factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
LATER = factories.NOW + dt.timedelta(days=1)
OVERLAPPING = ItemAnswer(
    rows=(
        {"period": "2020-04/", "organization": "東都大学", "content": "教授"},
        {"period": "2021-04/", "organization": "見本研究所", "content": "部長"},
    )
)


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A case with a question answered and a measure agreed, whose submission awaits the funder's answer."""
    case, officer = stories.designated_case(cast, tmp_path, factories.programme()), Actor.of_user(cast.reviewer)
    declaring.declared(case, case.revision.memberships.get().person, career=OVERLAPPING)
    case.refresh_from_db()
    stories.assessed(stories.screened(case), cast.second_reviewer)
    for question in cross_check.unanswered(case):
        given = CrossCheckAnswer.EXPLAINED
        cross_check.answer(case, question.key, given=given, reason="兼業届あり", actor=officer, now=factories.NOW)
    stories.needed(case, cast.second_reviewer)
    stories.agreed_measure(case, cast)
    stories.approve(case, cast.department_officer)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    stories.approve(case, cast.second_reviewer)
    case.refresh_from_db()
    return case


beginning = begun(begin)


def open_step(case: Case) -> tuple[str, int]:
    case.refresh_from_db()
    step = case.steps.get(status=StepStatus.OPEN)
    return step.code, step.round


def screen(case: Case) -> None:
    case.refresh_from_db()
    assert case.current_run
    monitoring.act_on(runs.work(case.current_run.pk), actor=factories.SYSTEM, now=LATER)


def correct(case: Case, **answers: ItemAnswer) -> None:
    """Let the member submit another version."""
    given, actor = declaring.begun(case, case.revision.memberships.get().person)
    declaring.file(declaring.fill(given, actor, **answers), actor, reason="記載漏れ", now=LATER)


def sent(case: Case) -> tuple[int, str, list[str]]:
    one = Submission.objects.get(case=case)
    return one.number, one.sha256, list(one.files.values_list("stored_id", flat=True))


def test_a_case_awaits_an_answer_from_its_submission_on(case: Case, cast: Cast) -> None:
    assert awaiting.is_awaiting(case)
    stories.revise(case, cast, title_ja="別の題目")
    case.refresh_from_db()
    assert not awaiting.is_awaiting(case)
    Case.objects.update(status=CaseStatus.MONITORING)
    assert not awaiting.is_awaiting(Case.objects.get())


def test_an_answered_question_is_not_answered_otherwise_meanwhile(case: Case, cast: Cast) -> None:
    (standing,) = cross_check.answers_of(case)
    with pytest.raises(errors.AnswerAwaited):
        cross_check.answer(
            case, standing, given=CrossCheckAnswer.STANDS, reason="改めて", actor=Actor.of_user(cast.reviewer)
        )
    assert cross_check.answers_of(case)[standing].answer == CrossCheckAnswer.EXPLAINED


def test_the_result_of_due_diligence_stands_meanwhile(case: Case, cast: Cast) -> None:
    with pytest.raises(errors.AnswerAwaited):
        cross_check.conclude(case, result=DueDiligenceResult.NOT_DONE, actor=Actor.of_user(cast.reviewer))


def test_a_measure_that_was_submitted_does_not_end_meanwhile(case: Case, cast: Cast) -> None:
    made = case.measures.get()
    with pytest.raises(errors.AnswerAwaited):
        measure.perform(made, MeasureAct.END, text="やめる", actor=Actor.of_user(cast.reviewer))
    stories.perform(made, MeasureAct.BEGIN, cast.department_officer)
    assert made.status == MeasureStatus.IN_FORCE


def test_after_a_return_they_can_be_changed(case: Case, cast: Cast) -> None:
    stories.revise(case, cast, title_ja="別の題目")
    cross_check.conclude(case, result=DueDiligenceResult.NOT_DONE, actor=Actor.of_user(cast.reviewer))
    stories.perform(case.measures.get(), MeasureAct.END, cast.reviewer)


def test_a_corrected_declaration_takes_the_case_back_and_leaves_what_was_sent(case: Case, cast: Cast) -> None:
    before = sent(case)
    correct(case, education=ItemAnswer(rows=({"month": "2010-03", "content": "別の高校"},)))
    screen(case)
    assert open_step(case) == ("investigation", 2)
    event = AuditEvent.objects.get(verb="case.taken_back")
    assert (event.reason, sent(case)) == ("declaration_corrected", before)


def test_a_new_hit_takes_the_case_back(case: Case, cast: Cast) -> None:
    correct(case, education=ItemAnswer(rows=({"month": "2010-03", "content": "別の高校"},)), career=listed())
    screen(case)
    assert open_step(case) == ("investigation", 2)
    assert AuditEvent.objects.get(verb="case.taken_back").reason == "new_hits"


def listed() -> ItemAnswer:
    return ItemAnswer(rows=({"period": "2020-04/", "organization": "Exemplar Hypersonics", "content": "客員"},))


def test_another_screening_that_finds_nothing_new_leaves_it(case: Case, cast: Cast) -> None:
    screening.begin(case, actor=Actor.of_user(cast.reviewer), purpose="asked_again", now=LATER)
    screen(case)
    assert open_step(case) == ("funder_confirmation", 1)


def test_a_refused_consent_takes_the_case_back_to_its_submission(case: Case, cast: Cast) -> None:
    before, person = sent(case), case.revision.memberships.get().person
    consent.answer(case, person, is_given=False, text="撤回", actor=Actor.of_user(cast.reviewer), now=LATER)
    assert (open_step(case), sent(case)) == (("submission", 2), before)


def test_nothing_is_taken_back_by_what_no_step_asks_for(case: Case) -> None:
    awaiting.take_back_where(case, Gate.TECHNOLOGY_SCREENED, why="x", actor=factories.SYSTEM, now=LATER)
    assert open_step(case) == ("funder_confirmation", 1)
