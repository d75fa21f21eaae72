"""The route has an order, every step can open, and nobody decides alone."""

import pytest

from duediligence.policy.parse import check_policy
from tests.duediligence.policy.sample import found, small_policy, step, with_steps, words


def test_a_cycle_is_named_whole():
    data = with_steps(
        step("one", "confirm", "security_officer", ["review", "three"]),
        step("two", "confirm", "security_officer", ["one"]),
        step("three", "confirm", "security_officer", ["two"]),
    )
    assert words(data) == ["steps[2].after[1]: the steps wait for each other: one → three → two → one"]


def test_a_step_that_waits_for_itself_is_a_cycle():
    data = with_steps(step("one", "confirm", "security_officer", ["one"]))
    assert words(data) == ["steps[2].after[0]: the steps wait for each other: one → one"]


def test_two_cycles_are_both_named():
    data = with_steps(
        step("one", "confirm", "security_officer", ["two"]),
        step("two", "confirm", "security_officer", ["one"]),
        step("three", "confirm", "security_officer", ["three"]),
    )
    assert found(data) == [("steps[2].after[0]", "cycle"), ("steps[4].after[0]", "cycle")]


def test_a_step_behind_a_cycle_is_unreachable():
    data = with_steps(
        step("one", "confirm", "security_officer", ["two"]),
        step("two", "confirm", "security_officer", ["one"]),
        step("after", "confirm", "security_officer", ["review", "two"]),
    )
    assert words(data) == [
        "steps[2].after[0]: the steps wait for each other: one → two → one",
        "steps[4]: can never open: it comes after the steps one → two → one, which wait for each other",
    ]


def test_a_cycle_is_found_beside_other_faults_of_the_same_steps():
    data = with_steps(
        step("one", "confirm", "wizard", ["two"], due_working_days=0),
        step("two", "confirm", "security_officer", ["one"], colour="red"),
    )
    assert found(data) == [
        ("steps[2].after[0]", "cycle"),
        ("steps[2].due_working_days", "out_of_range"),
        ("steps[2].role", "unknown_choice"),
        ("steps[3].colour", "unknown_key"),
    ]


def test_a_step_cannot_be_kept_apart_from_itself():
    data = with_steps(step("one", "confirm", "security_officer", ["review"], separate_from=["one"]))
    assert found(data) == [("steps[2].separate_from[0]", "separate_from_itself")]


@pytest.mark.parametrize("target", ["one", "approval"])
def test_a_return_goes_back_only(target):
    data = with_steps(step("one", "confirm", "security_officer", ["review"], may_return_to=[target]))
    assert words(data) == [
        f"steps[2].may_return_to[0]: can only return to a step that comes before it; “{target}” does not"
    ]


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("confirm", "auditor"),
        ("investigate", "researcher"),
        ("submit", "funder"),
        ("external", "security_officer"),
        ("monitor", "government"),
    ],
)
def test_a_role_stands_only_where_it_can_act(kind, role):
    assert found(with_steps(step("one", kind, role, ["approval"]))) == [("steps[2].role", "role_cannot_act")]


def test_the_refused_role_is_told_which_could_act():
    assert words(with_steps(step("one", "submit", "funder", ["approval"]))) == [
        "steps[2].role: the role funder cannot stand at a step of the kind submit; "
        "allowed: department_officer, security_officer"
    ]


def test_a_route_without_a_decision_is_refused():
    data = small_policy()
    data["steps"] = data["steps"][:1]
    assert words(data) == ["steps: has no step of the kind decide"]


def test_a_missing_decision_is_not_guessed_when_a_kind_cannot_be_read():
    data = small_policy()
    data["steps"][1]["kind"] = "ponder"
    assert found(data) == [("steps[1].kind", "unknown_choice")]


def test_the_author_never_decides():
    data = small_policy()
    data["steps"][1]["excludes_author"] = False
    assert words(data) == ["steps[1].excludes_author: a step of the kind decide must exclude the author"]


def test_one_person_alone_never_decides():
    data = small_policy()
    data["steps"][1]["separate_from"] = []
    assert found(data) == [("steps[1].separate_from", "no_four_eyes")]


def test_two_approvers_are_four_eyes():
    data = small_policy()
    data["steps"][1].update(separate_from=[], approvers=2)
    assert check_policy(data) == []


def test_separation_may_be_said_from_the_other_side():
    data = small_policy()
    data["steps"][1]["separate_from"] = []
    data["steps"][0]["separate_from"] = ["approval"]
    assert check_policy(data) == []


def test_separation_from_a_later_step_is_not_four_eyes():
    data = with_steps(step("later", "monitor", "security_officer", ["approval"]))
    data["steps"][1]["separate_from"] = ["later"]
    assert found(data) == [("steps[1].separate_from", "no_four_eyes")]


@pytest.mark.parametrize("gate", ["screening_complete", "hits_judged"])
def test_nobody_decides_before_the_check_is_made(gate):
    data = small_policy()
    data["steps"][1]["requires"].remove(gate)
    assert words(data) == [f"steps[1].requires: a step of the kind decide must require {gate}"]


def test_gates_are_a_closed_vocabulary():
    data = small_policy()
    data["steps"][1]["requires"][0] = "moon_is_full"
    assert found(data) == [("steps[1].requires[0]", "unknown_choice")]


def test_a_decision_without_a_readable_code_is_still_checked():
    data = small_policy()
    data["steps"][1].update(code="", excludes_author=False)
    assert found(data) == [
        ("steps[1].code", "empty_text"),
        ("steps[1].excludes_author", "author_may_decide"),
    ]
