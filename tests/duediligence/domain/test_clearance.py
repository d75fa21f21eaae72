"""Clearances: they answer later cases, end with time, a change or a person's word, and stay within one office."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import clearance, disposition, monitoring, recusal, screening
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, Judgement, StepStatus
from duediligence.models import AuditEvent, Case, Clearance, StepDecision
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.hit_case(cast, tmp_path)


beginning = begun(begin)


def cleared(case: Case, cast: Cast, *, now: dt.datetime = factories.NOW) -> Clearance:
    """Judge the hit as somebody else, with the second reviewer."""
    made = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer), now=now)
    return made.clearance


def again(cast: Cast) -> Case:
    """Open another case with the same partner."""
    return stories.screened(
        factories.case(cast.submitter, parties=(factories.partner("Exemplar Hypersonics", country="KP"),))
    )


def revoke(held: Clearance, cast: Cast, text: str = "新しい資料", code: str = "new_information") -> list[Case]:
    actor = Actor.of_user(cast.reviewer)
    return clearance.revoke(held, actor=actor, reason_code=code, text=text, now=factories.NOW)


def open_hits(case: Case) -> int:
    case.refresh_from_db()
    assert case.current_run
    return len(monitoring.unanswered(case.current_run))


def test_a_revoked_clearance_answers_nothing_any_more_in_every_open_case(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    later = again(cast)
    used = later.current_run
    assert open_hits(later) == 0
    assert set(revoke(held, cast)) == {case, later}
    for one in (case, later):
        one.refresh_from_db()
        stories.screened(one)
        assert one.current_run and one.current_run.purpose == "clearance_revoked"
        assert open_hits(one) == 1
    assert used and used.hits.get().clearance_ref == str(held.ref), "the run that used it stays as it was"
    held.refresh_from_db()
    assert (held.revoked_by, held.revoke_reason) == (cast.reviewer, "new_information: 新しい資料")
    event = AuditEvent.objects.get(verb="clearance.revoked")
    assert (event.case_reference, event.after["list"]) == (case.reference, "jp_meti_eul")


def test_a_case_past_due_diligence_goes_back_and_its_decisions_are_void(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    later = stories.assessed(again(cast), cast.reviewer)
    stories.approve(later, cast.reviewer)
    revoke(held, cast)
    later.refresh_from_db()
    assert later.steps.get(code="review", round=2).status == StepStatus.OPEN
    voided = StepDecision.objects.get(step__case=later)
    assert voided.void_reason == "clearance_revoked"


def test_a_closed_case_is_left_alone(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    stories.approve(stories.assessed(case, cast.reviewer), cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    assert case.status == CaseStatus.CLOSED
    assert revoke(held, cast) == []


def test_revoke_refuses_others_no_reason_and_a_second_time(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    for user in (cast.decision_maker, cast.auditor, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            clearance.revoke(held, actor=Actor.of_user(user), reason_code="new_information", text="x")
    with pytest.raises(errors.InvalidInput):
        revoke(held, cast, code="seat_differs")
    with pytest.raises(errors.ReasonMissing):
        revoke(held, cast, text=" ")
    revoke(held, cast)
    with pytest.raises(errors.ClearanceNotLive):
        revoke(held, cast)


def test_revoke_refuses_whoever_takes_no_part_in_the_case(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    recusal.recuse(case, actor=Actor.of_user(cast.reviewer), reason_code="joint_work", text="")
    with pytest.raises(errors.Recused):
        revoke(held, cast)


def test_a_withdrawn_judgement_opens_the_hits_of_other_cases(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    run = case.current_run
    later = again(cast)
    actor = Actor.of_user(cast.reviewer)
    disposition.withdraw(held.disposition, actor=actor, reason="取り違え", now=factories.NOW)
    later.refresh_from_db()
    assert open_hits(stories.screened(later)) == 1
    case.refresh_from_db()
    assert (case.current_run, open_hits(case)) == (run, 1), "its own case needs no other run"


def test_a_graver_judgement_elsewhere_ends_the_clearance(case: Case, cast: Cast) -> None:
    """What was cleared in one case and is held to be the same one in another is looked at again."""
    held = cleared(case, cast)
    later = again(cast)
    assert later.current_run
    later.current_run.hits.update(clearance_ref="")
    made = stories.judge(later, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    held.refresh_from_db()
    assert (held.revoke_reason, Clearance.objects.count()) == ("judged again", 1)
    case.refresh_from_db()
    assert open_hits(stories.screened(case)) == 1


def test_a_judgement_holds_in_its_own_case_no_longer_than_its_clearance(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)

    def later(day: dt.date) -> int:
        now = dt.datetime.combine(day, dt.time(12), tzinfo=factories.NOW.tzinfo)
        screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=now)
        case.refresh_from_db()
        return open_hits(stories.screened(case))

    assert later(held.expires_date) == 0
    assert later(held.expires_date + dt.timedelta(days=1)) == 1


def test_only_the_office_sees_its_clearances(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    assert list(Clearance.objects.visible_to(cast.auditor)) == [held]
    for user in (cast.submitter, cast.department_officer, cast.stranger):
        assert not Clearance.objects.visible_to(user).exists()


def test_a_case_that_was_withdrawn_keeps_its_clearances_for_others(case: Case, cast: Cast) -> None:
    cleared(case, cast)
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    assert open_hits(again(cast)) == 0


def at_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=factories.NOW.tzinfo)


def test_an_expired_clearance_opens_its_hits_on_the_day_after_its_last(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    later = stories.assessed(again(cast), cast.reviewer)
    stories.approve(later, cast.reviewer)
    assert clearance.lapsed_cases(held.expires_date) == []
    over = held.expires_date + dt.timedelta(days=1)
    assert clearance.lapsed_cases(over) == [case.pk, later.pk], "its own case, and the one that it answered"
    for one in (case, later):
        clearance.open_lapsed(one.pk, actor=factories.SYSTEM, now=at_noon(over))
        one.refresh_from_db()
        assert one.current_run and one.current_run.purpose == "clearance_expired"
        assert clearance.lapsed_cases(over) == [other.pk for other in (later,) if one == case], "asked once"
        assert open_hits(stories.screened(one)) == 1
    assert later.steps.get(code="review", round=2).status == StepStatus.OPEN
    assert clearance.lapsed_cases(over) == []
    run = later.current_run
    clearance.open_lapsed(later.pk, actor=factories.SYSTEM, now=at_noon(over))
    later.refresh_from_db()
    assert later.current_run == run


def test_a_monitored_case_is_reopened_by_what_the_run_finds(case: Case, cast: Cast) -> None:
    held = cleared(case, cast)
    later = again(cast)
    Case.objects.filter(pk=later.pk).update(status=CaseStatus.MONITORING)
    later.steps.update(status=StepStatus.COMPLETED, completed_at=factories.NOW)
    Clearance.objects.filter(pk=held.pk).update(expires_date=factories.TODAY - dt.timedelta(days=1))
    clearance.open_lapsed(later.pk, actor=factories.SYSTEM, now=factories.NOW)
    later.refresh_from_db()
    assert later.status == CaseStatus.MONITORING
    assert open_hits(stories.screened(later)) == 1
    assert later.status == CaseStatus.IN_PROGRESS
    assert AuditEvent.objects.get(verb="case.reopened").reason == "clearance_expired", "no list changed"
