"""The shipped route, step by step; and routes that it does not use."""

from datetime import date

import pytest

from duediligence.policy.edition import Policy
from duediligence.policy.facts import Fact
from duediligence.policy.parse import parse_policy
from duediligence.policy.route import StepState, due_dates, order_of, standing, steps_after
from tests.duediligence.policy.sample import shipped, step, with_steps

FUNDED = {Fact.HAS_FUNDER: True}
TO_DECISION = ("department_review", "investigation", "decision")
TO_FUNDER = (*TO_DECISION, "submission", "funder_confirmation")


@pytest.fixture(scope="module")
def manual() -> Policy:
    return parse_policy(shipped("jp-manual-2025"))


@pytest.fixture(scope="module")
def parallel() -> Policy:
    """review → (export ∥ legal) → final, all after the approval."""
    return parse_policy(
        with_steps(
            step("export", "confirm", "security_officer", ["approval"]),
            step("legal", "confirm", "security_officer", ["approval"], due_working_days=10),
            step("final", "confirm", "decision_maker", ["export", "legal"]),
        )
    )


def states(policy, facts, completed=(), returned=()):
    route = standing(policy, facts, completed=completed, returned=returned)
    return {found.step.code: found.state.value for found in route.steps}


def codes(rules):
    return [rule.code for rule in rules]


def test_a_new_case_opens_its_first_step(manual):
    route = standing(manual, FUNDED, completed=())
    assert codes(route.open) == ["department_review"]
    assert codes(route.coming) == [
        "investigation",
        "decision",
        "submission",
        "funder_confirmation",
        "government_confirmation",
        "monitoring",
    ]
    assert not route.is_finished


def test_a_step_opens_when_all_before_it_is_done(manual):
    route = standing(manual, FUNDED, completed=("department_review",))
    assert codes(route.open) == ["investigation"]
    assert route.of("decision").waits_for == ("investigation",)
    assert route.of("submission").waits_for == ("investigation", "decision")


def test_a_step_whose_condition_fails_is_left_out(manual):
    facts = {Fact.HAS_FUNDER: False, Fact.MEASURES_NEEDED: False}
    assert states(manual, facts, TO_DECISION) == {
        "department_review": "done",
        "investigation": "done",
        "decision": "done",
        "submission": "left_out",
        "funder_confirmation": "left_out",
        "government_confirmation": "left_out",
        "monitoring": "open",
    }


def test_a_fact_not_known_holds_the_case_and_is_named(manual):
    route = standing(manual, FUNDED, completed=TO_FUNDER)
    government = route.of("government_confirmation")
    assert (government.state, government.unknown) == (StepState.UNDETERMINED, (Fact.MEASURES_NEEDED,))
    assert route.of("monitoring").waits_for == ("government_confirmation",)
    assert route.open == ()
    assert codes(route.coming) == ["government_confirmation", "monitoring"]


def test_measures_bring_the_government_in(manual):
    facts = {**FUNDED, Fact.MEASURES_NEEDED: True}
    assert codes(standing(manual, facts, completed=TO_FUNDER).open) == ["government_confirmation"]


def test_a_return_opens_the_step_again_and_the_case_resumes_where_it_was_sent_back(manual):
    route = standing(
        manual,
        FUNDED,
        completed=("department_review", "investigation"),
        returned=("department_review",),
    )
    assert route.of("department_review").state is StepState.RETURNED
    assert codes(route.open) == ["department_review"]
    assert route.of("investigation").state is StepState.DONE
    assert route.of("decision").waits_for == ("department_review",)
    resumed = standing(manual, FUNDED, completed=("department_review", "investigation"))
    assert codes(resumed.open) == ["decision"]


def test_a_step_done_stays_done_when_its_condition_no_longer_holds(manual):
    facts = {Fact.HAS_FUNDER: False, Fact.MEASURES_NEEDED: False}
    assert states(manual, facts, TO_FUNDER)["submission"] == "done"


def test_a_finished_route(manual):
    facts = {**FUNDED, Fact.MEASURES_NEEDED: False}
    route = standing(manual, facts, completed=(*TO_FUNDER, "monitoring"))
    assert route.is_finished
    assert (route.open, route.coming) == ((), ())


def test_parallel_steps_open_together(parallel):
    completed = ["review", "approval"]
    assert codes(standing(parallel, {}, completed=completed).open) == ["export", "legal"]
    one_done = standing(parallel, {}, completed=[*completed, "export"])
    assert codes(one_done.open) == ["legal"]
    assert one_done.of("final").waits_for == ("legal",)
    assert codes(standing(parallel, {}, completed=[*completed, "export", "legal"]).open) == ["final"]


def test_results_of_steps_that_the_policy_does_not_have_are_ignored(parallel):
    assert codes(standing(parallel, {}, completed=["gone", "review"]).open) == ["approval"]


def test_order_and_what_rests_on_a_step(manual, parallel):
    assert tuple(order_of(manual))[:3] == TO_DECISION
    assert steps_after(manual, "submission") == (
        "funder_confirmation",
        "government_confirmation",
        "monitoring",
    )
    assert steps_after(parallel, "legal") == ("final",)


def test_due_dates_follow_from_the_day_of_opening(parallel):
    assert due_dates(parallel, {}, opened_on=date(2026, 4, 6), completed_on={}) == {
        "review": date(2026, 4, 13),
        "approval": date(2026, 4, 20),
        "export": date(2026, 4, 27),
        "legal": date(2026, 5, 8),
        "final": date(2026, 5, 15),
    }


def test_due_dates_move_with_what_is_completed(parallel):
    completed = {"review": date(2026, 4, 7), "approval": date(2026, 4, 8)}
    closed = {date(2026, 4, 9)}
    assert due_dates(parallel, {}, opened_on=date(2026, 4, 6), completed_on=completed, closed=closed) == {
        "export": date(2026, 4, 16),
        "legal": date(2026, 4, 23),
        "final": date(2026, 5, 1),
    }


def test_a_step_that_is_open_keeps_the_day_it_was_given(parallel):
    due = due_dates(parallel, {}, opened_on=date(2026, 4, 6), completed_on={}, set_on={"review": date(2026, 4, 20)})
    assert (due["review"], due["approval"]) == (date(2026, 4, 20), date(2026, 4, 27))


def test_steps_left_out_cost_no_days(manual):
    facts = {Fact.HAS_FUNDER: False, Fact.MEASURES_NEEDED: False}
    completed = dict.fromkeys(TO_DECISION, date(2026, 6, 1))
    assert due_dates(manual, facts, opened_on=date(2026, 5, 1), completed_on=completed) == {
        "monitoring": date(2026, 6, 29)
    }
