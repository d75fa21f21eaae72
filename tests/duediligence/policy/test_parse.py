"""One pass names every fault by its place."""

from datetime import date

import pytest

from duediligence.enums import CaseBasis, Role, StepKind
from duediligence.policy.faults import Fault, PolicyRefused
from duediligence.policy.parse import check_policy, parse_policy
from duediligence.policy.steps import Gate, StepRule
from duediligence.policy.text import Mark, SourceMark, Text
from tests.duediligence.policy.sample import found, small, small_policy, step, text, words


def test_a_whole_policy_has_no_faults():
    assert check_policy(small_policy()) == []


def test_values_are_read_with_their_types():
    policy = small()
    assert (policy.issued_on, policy.applies_to) == (date(2026, 4, 1), (CaseBasis.VOLUNTARY,))
    assert policy.steps[1] == StepRule(
        code="approval",
        name=Text("approval（日本語）", "approval"),
        kind=StepKind.DECIDE,
        role=Role.DECISION_MAKER,
        approvers=1,
        after=("review",),
        excludes_author=True,
        due_working_days=5,
        source=SourceMark(Mark.OWN),
        separate_from=("review",),
        may_return_to=("review",),
        requires=(Gate.SCREENING_COMPLETE, Gate.HITS_JUDGED),
    )


def test_a_policy_can_be_a_key():
    assert {small(): 1}[small()] == 1


def test_refusal_carries_every_fault():
    data = small_policy()
    del data["code"]
    data["issued_on"] = "soon"
    with pytest.raises(PolicyRefused) as refused:
        parse_policy(data)
    assert refused.value.code == "policy_refused"
    assert refused.value.faults == (
        Fault("code", "missing_key"),
        Fault("issued_on", "not_a_date", {"value": "soon"}),
    )
    assert str(refused.value) == "code: is missing\nissued_on: must be a date such as 2025-12-31, not “soon”"


@pytest.mark.parametrize("data", [None, [], "policy", 3])
def test_what_is_not_an_object_is_one_fault(data):
    assert found(data) == [("", "wrong_type")]


def test_an_empty_object_misses_every_required_key():
    faults = found({})
    assert {code for _, code in faults} == {"missing_key"}
    assert ("steps", "missing_key") in faults
    assert len(faults) == 20


def test_every_fault_of_one_step_is_named_at_once():
    data = small_policy()
    data["steps"][0] = {
        "code": "Review Step",
        "name": {"ja": "確認", "en": " "},
        "kind": "meditate",
        "role": "wizard",
        "approvers": 0,
        "after": ["nobody"],
        "excludes_author": "yes",
        "due_working_days": True,
        "colour": "red",
    }
    assert found(data) == [
        ("steps[0].after[0]", "unknown_reference"),
        ("steps[0].approvers", "out_of_range"),
        ("steps[0].code", "malformed"),
        ("steps[0].colour", "unknown_key"),
        ("steps[0].due_working_days", "wrong_type"),
        ("steps[0].excludes_author", "wrong_type"),
        ("steps[0].kind", "unknown_choice"),
        ("steps[0].name.en", "empty_text"),
        ("steps[0].role", "unknown_choice"),
        ("steps[0].source", "missing_key"),
        ("steps[1].after[0]", "unknown_reference"),
        ("steps[1].may_return_to[0]", "unknown_reference"),
        ("steps[1].separate_from[0]", "unknown_reference"),
    ]


def test_faults_are_told_in_words():
    data = small_policy()
    data["steps"][0]["role"] = "wizard"
    data["steps"][0]["due_working_days"] = 2.5
    data["list_bindings"][0]["max_age_days"] = 0
    assert words(data) == [
        "list_bindings[0].max_age_days: must be from 1 to 3660, not 0",
        "steps[0].due_working_days: must be a whole number, not a number",
        "steps[0].role: must be one of researcher, department_officer, security_officer, decision_maker, "
        "partner_officer, funder, government, auditor, office_admin, not “wizard”",
    ]


def test_the_whole_is_named_when_it_has_no_place():
    assert words([]) == ["the policy: must be an object, not a list"]


def test_places_are_sorted_by_number():
    data = small_policy()
    data["steps"] += [step(f"more_{number}", "confirm", "auditor", ["approval"]) for number in range(9)]
    places = [place for place, _ in found(data)]
    assert places == [f"steps[{number}].role" for number in range(2, 11)]


def test_items_that_are_no_objects_are_named():
    data = small_policy()
    data["measures"] = ["training", None]
    assert found(data) == [("measures[0]", "wrong_type"), ("measures[1]", "wrong_type")]


def test_a_list_that_is_none_is_named():
    data = small_policy()
    data["measures"] = {"training": True}
    data["steps"][0]["name"] = "review"
    assert words(data) == [
        "measures: must be a list, not an object",
        "steps[0].name: must be an object, not a text",
    ]


def test_empty_lists_are_refused_where_one_item_is_needed():
    data = small_policy()
    data["measures"] = []
    data["declaration_form"]["items"][0]["columns"] = []
    data["technology_bindings"] = []
    assert found(data) == [("declaration_form.items[0].columns", "empty_list"), ("measures", "empty_list")]


def test_lists_without_end_are_refused():
    data = small_policy()
    data["windows"] = data["windows"] * 201
    assert words(data)[-1] == "windows: has 201 items; at most 200 are allowed"


def test_duplicates_are_named_at_the_second():
    data = small_policy()
    data["list_bindings"] *= 2
    data["measures"] *= 2
    data["steps"][1]["after"] = ["review", "review"]
    data["applies_to"] = ["voluntary", "voluntary"]
    assert found(data) == [
        ("applies_to[1]", "duplicate"),
        ("list_bindings[1].list_code", "duplicate"),
        ("measures[1].kind", "duplicate"),
        ("steps[1].after[1]", "duplicate"),
    ]


def test_two_steps_of_one_code_are_no_riddle():
    data = small_policy()
    data["steps"].append(step("review", "confirm", "security_officer", ["approval"]))
    assert words(data) == ["steps[2].code: appears twice: “review”"]


def test_unknown_references_name_the_catalogue():
    data = small_policy()
    data["declaration_form"]["items"][0]["window"] = "ages"
    data["declaration_form"]["light_forms"][0]["items"] = ["fame"]
    data["source"] = {"mark": "own", "ref": "rumour"}
    assert words(data) == [
        "declaration_form.items[0].window: names “ages”, which is not among the windows of this policy",
        "declaration_form.light_forms[0].items[0]: names “fame”, which is not among the items of this policy",
        "source.ref: names “rumour”, which is not among the sources of this policy",
    ]


def test_optional_values_may_be_absent_or_nothing():
    data = small_policy()
    data["steps"][0]["help"] = None
    data["steps"][1]["help"] = text("Decide")
    data["steps"][1]["escalates_to"] = "office_admin"
    policy = parse_policy(data)
    assert policy.steps[0].help is None
    assert policy.steps[1].help == Text("Decide（日本語）", "Decide")
    assert policy.steps[1].escalates_to is Role.OFFICE_ADMIN


def test_lists_that_are_not_installed_are_named():
    data = small_policy()
    assert found(data, installed_lists={"un_sc", "JP20"}) == []
    assert found(data, installed_lists=set()) == [
        ("list_bindings[0].list_code", "unknown_list"),
        ("technology_bindings[0].list_code", "unknown_list"),
    ]
    data["list_bindings"][0]["list_code"] = "no such list"
    assert found(data, installed_lists={"JP20"}) == [("list_bindings[0].list_code", "malformed")]


def test_keys_that_are_no_texts_are_unknown():
    assert ("7", "unknown_key") in found({**small_policy(), 7: "seven"})
