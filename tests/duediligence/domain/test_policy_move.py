"""An open case moves to another edition by hand: what is the same stands, what differs is gone through again."""

import json
from pathlib import Path
from typing import Any

import pytest

from duediligence import errors
from duediligence.domain import decision, policy, policy_move
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, StepStatus
from duediligence.models import AuditEvent, Case, PolicyEdition
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db

REASON = "年度の切替え"


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A case whose investigation is done and whose decision is open."""
    stories.policy_and_list(tmp_path, rows="1,organization,Nobody Like This,,KP")
    case = stories.screened(factories.case(cast.submitter))
    stories.assessed(case, cast.reviewer)
    stories.approve(case, cast.reviewer)
    case.refresh_from_db()
    return case


beginning = begun(begin)


def steps_of(case: Case) -> list[dict[str, Any]]:
    return json.loads(json.dumps(case.policy_edition.content["steps"]))


def edition(case: Case, **parts: Any) -> PolicyEdition:
    """Publish the case's edition under another name, with some parts replaced."""
    content = {**case.policy_edition.content, "edition": "2027-1", **parts}
    made = policy.draft(content, institution=None, actor=factories.SYSTEM, now=factories.NOW)
    policy.publish(made, actor=factories.SYSTEM, now=factories.NOW)
    made.refresh_from_db()
    return made


def moved(case: Case, to: PolicyEdition, cast: Cast) -> policy_move.Move:
    done = policy_move.move(case, to, actor=Actor.of_user(cast.reviewer), reason=REASON, now=factories.NOW)
    case.refresh_from_db()
    return done


def standing(case: Case) -> list[tuple[str, str, int]]:
    return [(step.code, step.status, step.round) for step in case.steps.order_by("position", "round")]


def test_other_words_and_days_leave_every_decision_standing(case: Case, cast: Cast) -> None:
    before, run = standing(case), case.current_run
    steps = steps_of(case)
    steps[1].update(due_working_days=30, name={"ja": "決める", "en": "Decide"})
    steps[0]["requires"] = steps[0]["requires"][::-1]
    assert len(steps[0]["requires"]) > 1

    done = moved(case, edition(case, steps=steps), cast)

    assert (done.again, done.added, done.dropped, done.rescreens, done.reassesses) == ((), (), (), False, False)
    assert {change.path for change in done.changes} == {
        "edition",
        "steps[approval].name",
        "steps[approval].due_working_days",
        "steps[review].requires",
    }
    assert (standing(case), case.current_run, case.policy_edition.edition) == (before, run, "2027-1")
    event = AuditEvent.objects.get(verb="case.policy_moved")
    assert (event.reason, event.before["policy"], event.after["policy"]) == (
        REASON,
        "voluntary 2026-1",
        "voluntary 2027-1",
    )


def test_a_step_with_another_rule_is_gone_through_again_with_all_after_it(case: Case, cast: Cast) -> None:
    steps = steps_of(case)
    first = steps[0]["code"]
    steps[0]["due_working_days"], steps[0]["approvers"] = 3, 2

    done = moved(case, edition(case, steps=steps), cast)

    assert done.again == tuple(step["code"] for step in steps)
    decided = case.steps.get(code=first, round=1)
    assert (decided.status, decided.decisions.get().void_reason) == (StepStatus.COMPLETED, REASON)
    opened = case.steps.get(code=first, round=2)
    assert (opened.status, opened.approvers_required) == (StepStatus.OPEN, 2)
    assert case.steps.get(code=steps[1]["code"], round=1).status == StepStatus.VOID


def extra(case: Case, code: str, *after: str, **more: Any) -> dict[str, Any]:
    """Return a confirmation besides the steps that the case has."""
    plain = {"code": code, "kind": "confirm", "after": [*after], "requires": [], "separate_from": []}
    return {**steps_of(case)[0], **plain, "may_return_to": [], "when": [], **more}


def test_steps_are_added_and_dropped_and_come_back(case: Case, cast: Cast) -> None:
    steps = steps_of(case)
    last = steps[-1]["code"]
    for code, step in (("1", "notice"), ("2", "second_look"), ("3", "notice")):
        moves = moved(case, edition(case, edition=code, steps=[*steps, extra(case, step, last)]), cast)

    assert (moves.added, moves.dropped) == (("notice",), ("second_look",))
    assert {one for one in standing(case) if one[0] in {"notice", "second_look"}} == {
        ("notice", StepStatus.VOID, 1),
        ("notice", StepStatus.WAITING, 2),
        ("second_look", StepStatus.VOID, 1),
    }
    assert case.status == CaseStatus.IN_PROGRESS


def test_another_order_moves_the_steps(case: Case, cast: Cast) -> None:
    moved(case, edition(case, steps=[extra(case, "early"), *steps_of(case)]), cast)
    early = case.steps.get(code="early")
    assert (early.position, early.status) == (0, StepStatus.OPEN)
    assert list(case.steps.order_by("position").values_list("position", flat=True)) == [0, 1, 2]


def test_who_decided_before_keeps_out_of_the_steps_that_are_now_kept_apart(case: Case, cast: Cast) -> None:
    first = steps_of(case)[0]["code"]
    step = extra(case, "extra", first, separate_from=[first])
    moved(case, edition(case, steps=[*steps_of(case), step]), cast)
    with pytest.raises(errors.SeparationOfDuties):
        decision.decide(
            case.steps.get(code="extra", status=StepStatus.OPEN),
            actor=Actor.of_user(cast.reviewer),
            verdict=decision.Verdict.APPROVE,
            reason=REASON,
            revision=case.revision,
            now=factories.NOW,
        )


def test_other_thresholds_screen_anew_and_other_checklists_assess_anew(case: Case, cast: Cast) -> None:
    run = case.current_run
    binding = json.loads(json.dumps(case.policy_edition.content["list_bindings"][0]))
    binding["thresholds"]["person"]["strong"] = 0.99
    made = case.assessments.get()

    done = moved(case, edition(case, list_bindings=[binding], assessment_rules=[]), cast)

    assert (done.rescreens, done.reassesses) == (True, True)
    assert case.current_run != run
    made.refresh_from_db()
    assert made.void_reason == REASON


def test_moving_is_refused(case: Case, cast: Cast) -> None:
    other = edition(case)
    for actor, to, reason, refusal in (
        (cast.stranger, other, REASON, errors.NotAllowed),
        (cast.submitter, other, REASON, errors.NotAllowed),
        (cast.reviewer, other, " ", errors.ReasonMissing),
        (cast.reviewer, case.policy_edition, REASON, errors.PolicyUnchanged),
    ):
        with pytest.raises(refusal):
            policy_move.move(case, to, actor=Actor.of_user(actor), reason=reason)


def test_only_an_edition_in_force_that_covers_the_case_takes_it(case: Case, cast: Cast) -> None:
    retired = case.policy_edition
    moved(case, edition(case), cast)
    draft = policy.draft(
        {**case.policy_edition.content, "edition": "3"}, institution=cast.institution, actor=factories.SYSTEM
    )
    elsewhere = policy.draft(
        {**case.policy_edition.content, "edition": "4"}, institution=cast.stranger.institution, actor=factories.SYSTEM
    )
    policy.publish(elsewhere, actor=factories.SYSTEM)
    uncovered = factories.policy(code="jp-manual-2025")
    for other in (retired, draft, elsewhere, uncovered):
        other.refresh_from_db()
        with pytest.raises(errors.PolicyNotInForce):
            policy_move.plan(case, other)


def test_a_closed_case_stays(case: Case, cast: Cast) -> None:
    other = edition(case)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=factories.NOW, close_reason="x")
    with pytest.raises(errors.CaseNotOpen):
        policy_move.move(case, other, actor=Actor.of_user(cast.reviewer), reason=REASON)


def test_a_form_that_was_answered_is_not_exchanged(case: Case, cast: Cast) -> None:
    form = json.loads(json.dumps(case.policy_edition.content["declaration_form"]))
    form["items"][0]["name"]["ja"] = "学歴（新）"
    other = edition(case, declaration_form=form)
    assert not policy_move.plan(case, other).again
    case.declarations.create(person=case.revision.memberships.get().person, draft_number=1, created_at=factories.NOW)
    with pytest.raises(errors.FormAnswered):
        policy_move.plan(case, other)


def test_the_case_goes_on_under_the_new_edition(case: Case, cast: Cast) -> None:
    moved(case, edition(case), cast)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.NO_MITIGATION)
