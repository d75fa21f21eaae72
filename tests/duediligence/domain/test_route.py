"""Any route that a policy can express: parallel steps, n of m, conditions, return and resume, overdue steps."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from duediligence import errors
from duediligence.domain import decision, disposition, monitoring
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, Judgement, Role, StepStatus, Verdict
from duediligence.models import AuditEvent, Case, Institution, Step, User
from tests import factories, forcing, stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db

SOURCE = {"mark": "own"}


def step(code: str, role: Role, after: list[str], kind: str = "confirm", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": {"ja": code, "en": code},
        "kind": kind,
        "role": role.value,
        "approvers": 1,
        "after": after,
        "excludes_author": False,
        "due_working_days": 5,
        "source": SOURCE,
        **more,
    }


def shipped() -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = json.loads((stories.POLICIES / "voluntary.json").read_text())["steps"]
    for one in steps:
        one["requires"] = ["screening_complete", "hits_judged"]
    return steps


def routed(cast: Cast, tmp_path: Path, steps: list[dict[str, Any]], **content: Any) -> Case:
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[], steps=steps)
    factories.watch_list(tmp_path, stories.LISTED)
    return stories.screened(factories.case(cast.submitter, **content))


def decide(case: Case, code: str, user: User, **given: Any) -> None:
    given = {"verdict": Verdict.APPROVE, "reason": "調査のとおり", "now": factories.NOW, **given}
    live = case.steps.get(code=code, status=StepStatus.OPEN)
    decision.decide(live, actor=Actor.of_user(user), revision=case.revision, **given)
    case.refresh_from_db()


def states(case: Case) -> dict[str, str]:
    return {one.code: one.status for one in case.steps.order_by("round")}


def test_parallel_steps_open_together_and_the_next_waits_for_both(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    second = step("second_look", Role.SECURITY_OFFICER, ["review"])
    third = step("department", Role.DEPARTMENT_OFFICER, ["review"])
    approval["after"] = ["second_look", "department"]
    case = routed(cast, tmp_path, [review, second, third, approval])
    decide(case, "review", cast.reviewer)
    assert states(case)["second_look"] == states(case)["department"] == "open"
    decide(case, "department", cast.department_officer)
    assert states(case)["approval"] == "waiting"
    decide(case, "second_look", cast.second_reviewer)
    assert states(case)["approval"] == "open"


def test_two_of_many_approvers_complete_a_step(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    review["approvers"] = 2
    case = routed(cast, tmp_path, [review, approval])
    decide(case, "review", cast.reviewer)
    assert states(case)["review"] == "open"
    decide(case, "review", cast.second_reviewer)
    assert states(case) == {"review": "completed", "approval": "open"}


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        ({"fact": "list_effect", "operator": "any_of", "value": ["licence_trigger"]}, True),
        ({"fact": "list_effect", "operator": "any_of", "value": ["asset_freeze"]}, False),
        ({"fact": "hit_level", "operator": "at_least", "value": "strong"}, True),
        ({"fact": "technology_level", "operator": "at_least", "value": "possible"}, False),
        ({"fact": "designated", "operator": "is", "value": True}, False),
        ({"fact": "partner_institutions", "operator": "at_least", "value": 1}, True),
        ({"fact": "partner_risk", "operator": "is", "value": True}, True),
        ({"fact": "measures_needed", "operator": "is", "value": False}, False),
    ],
)
def test_a_step_applies_by_the_facts_of_the_case(
    cast: Cast, tmp_path: Path, condition: dict[str, Any], applies: bool
) -> None:
    review, approval = shipped()
    extra = step("extra", Role.SECURITY_OFFICER, ["review"], when=[condition])
    approval["after"] = ["extra"]
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    case = routed(cast, tmp_path, [review, extra, approval], parties=(partner,))
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    forcing.force(case.dispositions.all(), needs_second_review=False)
    stories.assessed(case, cast.reviewer)
    decide(case, "review", cast.reviewer)
    assert states(case)["extra"] == ("open" if applies else "skipped")


def test_a_returned_case_resumes_at_the_step_that_sent_it_back(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    first = step("department", Role.DEPARTMENT_OFFICER, [])
    review["after"] = ["department"]
    approval["may_return_to"] = ["department"]
    case = routed(cast, tmp_path, [first, review, approval])
    decide(case, "department", cast.department_officer)
    decide(case, "review", cast.reviewer)
    decide(case, "approval", cast.decision_maker, verdict=Verdict.RETURN, return_to="department")
    assert states(case) == {"department": "open", "review": "completed", "approval": "waiting"}
    decide(case, "department", cast.department_officer)
    assert states(case) == {"department": "completed", "review": "completed", "approval": "open"}
    decide(case, "approval", cast.decision_maker, outcome=CaseOutcome.NO_MITIGATION)
    assert case.status == CaseStatus.CLOSED


def test_a_step_that_was_left_out_opens_when_it_applies_after_a_return(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    licence = {"fact": "list_effect", "operator": "any_of", "value": ["licence_trigger"]}
    extra = step("extra", Role.SECURITY_OFFICER, ["review"], when=[licence])
    approval |= {"after": ["extra"], "may_return_to": ["review"]}
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    case = routed(cast, tmp_path, [review, extra, approval], parties=(partner,))
    somebody_else = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    forcing.force(case.dispositions.all(), needs_second_review=False)
    decide(case, "review", cast.reviewer)
    assert states(case)["extra"] == "skipped"
    decide(case, "approval", cast.decision_maker, verdict=Verdict.RETURN, return_to="review")
    disposition.withdraw(somebody_else, actor=Actor.of_user(cast.reviewer), reason="別の資料", now=factories.NOW)
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    forcing.force(case.dispositions.all(), needs_second_review=False)
    decide(case, "review", cast.reviewer)
    assert states(case) == {"review": "completed", "extra": "open", "approval": "waiting"}


def test_a_step_under_way_beside_a_return_waits_for_what_is_done_again(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    board = step("board", Role.DECISION_MAKER, ["review"], may_return_to=["review"])
    two = step("department", Role.DEPARTMENT_OFFICER, ["review"], approvers=2)
    approval["after"] = ["board", "department"]
    case = routed(cast, tmp_path, [review, board, two, approval])
    decide(case, "review", cast.reviewer)
    decide(case, "department", cast.department_officer)
    decide(case, "board", cast.decision_maker, verdict=Verdict.RETURN, return_to="review")
    assert states(case) == {"review": "open", "board": "waiting", "department": "waiting", "approval": "waiting"}
    decide(case, "review", cast.reviewer)
    assert states(case) == {"review": "completed", "board": "open", "department": "open", "approval": "waiting"}
    assert case.steps.get(code="department", round=2).decisions.count() == 0


def test_a_decision_between_is_taken_again_for_it_rests_on_what_came_before(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    paper = step("paper", Role.SECURITY_OFFICER, ["approval"], kind="submit", may_return_to=["review"])
    case = routed(cast, tmp_path, [review, approval, paper])
    decide(case, "review", cast.reviewer)
    decide(case, "approval", cast.decision_maker, outcome=CaseOutcome.NO_MITIGATION)
    decide(case, "paper", cast.second_reviewer, verdict=Verdict.RETURN, return_to="review")
    assert states(case) == {"review": "open", "approval": "waiting", "paper": "waiting"}
    assert case.outcome == CaseOutcome.UNDECIDED


def test_an_overdue_step_is_passed_on_once_and_told(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = routed(cast, tmp_path, shipped())
    Institution.objects.update(is_demo=False)
    open_step = case.steps.get(status=StepStatus.OPEN)
    assert open_step.due_date
    late = open_step.due_date + dt.timedelta(days=1)
    assert monitoring.escalate(open_step.due_date, actor=factories.SYSTEM) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert [monitoring.escalate(late, actor=factories.SYSTEM) for _twice in range(2)] == [1, 0]
    open_step.refresh_from_db()
    assert open_step.escalated_role == Role.DECISION_MAKER
    told = {address for message in mail.outbox for address in message.to}
    assert told == {cast.decision_maker.email, cast.second_decision_maker.email}
    assert AuditEvent.objects.get(verb="step.escalated").after["to"] == "decision_maker"


def test_a_step_that_the_policy_passes_on_to_nobody_stays(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    review.pop("escalates_to")
    routed(cast, tmp_path, [review, approval])
    assert monitoring.escalate(factories.TODAY + dt.timedelta(days=99), actor=factories.SYSTEM) == 0
    assert set(Step.objects.values_list("escalated_role", flat=True)) == {""}


def test_a_decision_names_revision_run_and_policy_edition(cast: Cast, tmp_path: Path) -> None:
    case = routed(cast, tmp_path, shipped())
    decide(case, "review", cast.reviewer)
    made = case.steps.get(code="review").decisions.get()
    assert (made.revision, made.run, made.policy_edition) == (case.revision, case.current_run, case.policy_edition)


def test_nobody_approves_before_an_earlier_step_is_done_again(cast: Cast, tmp_path: Path) -> None:
    review, approval = shipped()
    first = step("department", Role.DEPARTMENT_OFFICER, [])
    review["after"] = ["department"]
    approval["may_return_to"] = ["department"]
    case = routed(cast, tmp_path, [first, review, approval])
    decide(case, "department", cast.department_officer)
    decide(case, "review", cast.reviewer)
    decide(case, "approval", cast.decision_maker, verdict=Verdict.RETURN, return_to="department")
    waiting = case.steps.get(code="approval", status=StepStatus.WAITING)
    with pytest.raises(errors.StepNotOpen):
        decision.decide(
            waiting,
            actor=Actor.of_user(cast.decision_maker),
            verdict=Verdict.APPROVE,
            reason="よい",
            outcome=CaseOutcome.NO_MITIGATION,
            revision=case.revision,
        )
