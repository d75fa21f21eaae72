import pytest

from duediligence.enums import Level, ListEffect, TechnologyAction
from duediligence.policy.conditions import (
    Condition,
    FactTest,
    Operator,
    all_hold,
    answer,
    holds,
    unknown_facts,
)
from duediligence.policy.facts import Fact

FUNDED = Condition(Fact.HAS_FUNDER, Operator.IS, True)
DESIGNATED = Condition(Fact.DESIGNATED, Operator.IS, True)
EITHER = Condition(Fact.DESIGNATED, Operator.IS, True, (FactTest(Fact.TECHNOLOGY_LEVEL, Operator.AT_LEAST, "strong"),))


@pytest.mark.parametrize(
    ("fact", "operator", "value", "actual", "expected"),
    [
        (Fact.DESIGNATED, Operator.IS, True, True, True),
        (Fact.DESIGNATED, Operator.IS, False, True, False),
        (Fact.PARTNER_INSTITUTIONS, Operator.AT_LEAST, 2, 2, True),
        (Fact.PARTNER_INSTITUTIONS, Operator.AT_LEAST, 2, 1, False),
        (Fact.PARTNER_INSTITUTIONS, Operator.AT_MOST, 2, 2, True),
        (Fact.PARTNER_INSTITUTIONS, Operator.AT_MOST, 2, 3, False),
        (Fact.PARTNER_INSTITUTIONS, Operator.IS, 0, 0, True),
        (Fact.HIT_LEVEL, Operator.AT_LEAST, "possible", Level.STRONG, True),
        (Fact.HIT_LEVEL, Operator.AT_LEAST, "strong", Level.POSSIBLE, False),
        (Fact.HIT_LEVEL, Operator.AT_MOST, "possible", "none", True),
        (Fact.TECHNOLOGY_ACTION, Operator.AT_LEAST, "review", TechnologyAction.INFORM, False),
        (Fact.TECHNOLOGY_ACTION, Operator.AT_LEAST, "review", TechnologyAction.ESCALATE, True),
        (Fact.TECHNOLOGY_LEVEL, Operator.ANY_OF, ("none", "strong"), Level.STRONG, True),
        (Fact.TECHNOLOGY_LEVEL, Operator.NONE_OF, ("none", "strong"), Level.STRONG, False),
        (Fact.LIST_EFFECT, Operator.ANY_OF, ("advisory",), frozenset({ListEffect.ADVISORY}), True),
        (Fact.LIST_EFFECT, Operator.ANY_OF, ("advisory",), frozenset(), False),
        (Fact.LIST_EFFECT, Operator.NONE_OF, ("advisory",), frozenset(), True),
        (Fact.LIST_EFFECT, Operator.NONE_OF, ("advisory",), frozenset({ListEffect.ADVISORY}), False),
    ],
)
def test_answers(fact, operator, value, actual, expected):
    assert answer(FactTest(fact, operator, value), {fact: actual}) is expected


def test_a_fact_that_is_not_known_is_not_a_no():
    assert answer(FUNDED, {}) is None
    assert answer(FactTest(Fact.LIST_EFFECT, Operator.NONE_OF, ("advisory",)), {}) is None


def test_a_number_is_never_guessed_from_a_word():
    with pytest.raises(TypeError, match="partner_institutions is a number or yes/no, not 'two'"):
        answer(FactTest(Fact.PARTNER_INSTITUTIONS, Operator.IS, 2), {Fact.PARTNER_INSTITUTIONS: "two"})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({Fact.DESIGNATED: True}, True),
        ({Fact.TECHNOLOGY_LEVEL: "strong"}, True),
        ({Fact.DESIGNATED: False}, None),
        ({Fact.DESIGNATED: False, Fact.TECHNOLOGY_LEVEL: "possible"}, False),
        ({}, None),
    ],
)
def test_one_alternative_is_enough(facts, expected):
    assert holds(EITHER, facts) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({Fact.DESIGNATED: True, Fact.HAS_FUNDER: True}, True),
        ({Fact.DESIGNATED: False}, False),
        ({Fact.DESIGNATED: True}, None),
    ],
)
def test_all_conditions_must_hold(facts, expected):
    assert all_hold((DESIGNATED, FUNDED), facts) is expected


def test_no_condition_always_holds():
    assert all_hold((), {}) is True


def test_the_facts_still_needed_are_named():
    facts = {Fact.DESIGNATED: False}
    assert unknown_facts((EITHER, FUNDED), facts) == {Fact.TECHNOLOGY_LEVEL, Fact.HAS_FUNDER}
    assert unknown_facts((EITHER,), {Fact.DESIGNATED: True}) == frozenset()
