import pytest

from duediligence.policy.parse import check_policy
from tests.duediligence.policy.sample import Data, found, small_policy, step, with_steps, words


def conditions(*when: Data) -> Data:
    return with_steps(step("one", "confirm", "security_officer", ["review"], when=list(when)))


def condition(fact: str, operator: str, value: object, *alternatives: Data) -> Data:
    more = {"alternatives": list(alternatives)} if alternatives else {}
    return {"fact": fact, "operator": operator, "value": value, **more}


@pytest.mark.parametrize(
    ("fact", "operator", "value"),
    [
        ("designated", "is", False),
        ("partner_institutions", "at_least", 1),
        ("partner_institutions", "at_most", 0),
        ("hit_level", "is", "none"),
        ("technology_level", "at_least", "strong"),
        ("technology_action", "any_of", ["review", "escalate"]),
        ("list_effect", "any_of", ["asset_freeze"]),
        ("list_effect", "none_of", ["advisory", "own_watch_list"]),
    ],
)
def test_conditions_that_suit_their_fact(fact, operator, value):
    assert check_policy(conditions(condition(fact, operator, value))) == []


@pytest.mark.parametrize(
    ("fact", "operator", "value", "expected"),
    [
        ("designated", "is", "yes", "yes or no"),
        ("designated", "is", 1, "yes or no"),
        ("partner_institutions", "is", True, "a whole number from 0 to 1000"),
        ("partner_institutions", "at_least", -1, "a whole number from 0 to 1000"),
        ("partner_institutions", "at_most", "many", "a whole number from 0 to 1000"),
        ("hit_level", "at_least", "huge", "one of none, possible, strong"),
        ("hit_level", "is", ["strong"], "one of none, possible, strong"),
        ("technology_action", "any_of", "review", "a list of inform, review, escalate"),
        ("technology_action", "any_of", [], "a list of inform, review, escalate"),
    ],
)
def test_values_that_do_not_suit_their_fact(fact, operator, value, expected):
    assert words(conditions(condition(fact, operator, value))) == [
        f"steps[2].when[0].value: “{fact}” with {operator} needs {expected}"
    ]


@pytest.mark.parametrize(
    ("fact", "operator", "allowed"),
    [
        ("designated", "at_least", "is"),
        ("partner_institutions", "any_of", "at_least, at_most, is"),
        ("list_effect", "is", "any_of, none_of"),
    ],
)
def test_operators_that_do_not_suit_their_fact(fact, operator, allowed):
    assert words(conditions(condition(fact, operator, True))) == [
        f"steps[2].when[0].operator: “{fact}” cannot be asked with {operator}; allowed: {allowed}"
    ]


def test_a_step_knows_nothing_of_one_person():
    assert found(conditions(condition("undisclosed", "is", True))) == [("steps[2].when[0].fact", "fact_out_of_scope")]


def test_an_assessment_rule_knows_nothing_of_the_programme():
    data = small_policy()
    data["assessment_rules"][0]["when"] = [condition("designated", "is", True)]
    assert found(data) == [("assessment_rules[0].when[0].fact", "fact_out_of_scope")]


def test_an_assessment_rule_needs_a_condition():
    data = small_policy()
    data["assessment_rules"][0]["when"] = []
    assert found(data) == [("assessment_rules[0].when", "empty_list")]


def test_alternatives_are_checked_too():
    data = conditions(
        condition("designated", "is", True, condition("hit_level", "is", "huge"), condition("luck", "is", 1))
    )
    assert found(data) == [
        ("steps[2].when[0].alternatives[0].value", "wrong_value"),
        ("steps[2].when[0].alternatives[1].fact", "unknown_choice"),
    ]


def test_faulty_parts_of_a_condition_are_each_named():
    assert found(conditions({"fact": "designated", "operator": "like", "value": None})) == [
        ("steps[2].when[0].operator", "unknown_choice"),
        ("steps[2].when[0].value", "wrong_type"),
    ]


def test_a_condition_without_a_value_is_one_fault():
    assert found(conditions({"fact": "designated", "operator": "is"})) == [("steps[2].when[0].value", "missing_key")]


@pytest.mark.parametrize(
    "pair",
    [
        [("designated", "is", True), ("designated", "is", False)],
        [("partner_institutions", "at_least", 3), ("partner_institutions", "at_most", 2)],
        [("hit_level", "at_least", "strong"), ("hit_level", "is", "none")],
        [("technology_level", "any_of", ["possible"]), ("technology_level", "none_of", ["possible"])],
        [("list_effect", "any_of", ["advisory"]), ("list_effect", "none_of", ["advisory"])],
    ],
)
def test_conditions_that_contradict_each_other(pair):
    assert words(conditions(*(condition(*one) for one in pair))) == [
        f"steps[2].when: can never apply: the conditions on “{pair[0][0]}” contradict each other"
    ]


@pytest.mark.parametrize(
    "pair",
    [
        [("designated", "is", True), ("has_funder", "is", False)],
        [("partner_institutions", "at_least", 3), ("partner_institutions", "at_most", 3)],
        [("list_effect", "any_of", ["advisory"]), ("list_effect", "none_of", ["asset_freeze"])],
        [("list_effect", "any_of", ["advisory"]), ("list_effect", "any_of", ["asset_freeze"])],
    ],
)
def test_conditions_that_can_hold_together(pair):
    assert check_policy(conditions(*(condition(*one) for one in pair))) == []


def test_an_alternative_resolves_a_contradiction():
    either = condition("designated", "is", False, condition("has_funder", "is", True))
    assert check_policy(conditions(condition("designated", "is", True), either)) == []


def test_a_contradiction_is_found_beside_a_faulty_condition():
    data = conditions(
        condition("designated", "is", True),
        condition("designated", "is", False),
        condition("hit_level", "is", "huge"),
    )
    assert found(data) == [
        ("steps[2].when", "contradictory_conditions"),
        ("steps[2].when[2].value", "wrong_value"),
    ]
