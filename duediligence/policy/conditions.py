"""Conditions on facts, answered with yes, no or *not known yet*."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from duediligence.policy.facts import RANKS, Fact, FactKind, Facts, FactValue, kind_of

ConditionValue = bool | int | str | tuple[str, ...]


class Operator(StrEnum):
    IS = "is"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANY_OF = "any_of"
    NONE_OF = "none_of"


OPERATORS: Final[Mapping[FactKind, frozenset[Operator]]] = {
    FactKind.YES_NO: frozenset({Operator.IS}),
    FactKind.COUNT: frozenset({Operator.IS, Operator.AT_LEAST, Operator.AT_MOST}),
    FactKind.RANKED: frozenset(Operator),
    FactKind.SET: frozenset({Operator.ANY_OF, Operator.NONE_OF}),
}
LISTING: Final = frozenset({Operator.ANY_OF, Operator.NONE_OF})
"""The operators that take a list of words."""


@dataclass(frozen=True, slots=True)
class FactTest:
    """One question about one fact."""

    fact: Fact
    operator: Operator
    value: ConditionValue


@dataclass(frozen=True, slots=True)
class Condition(FactTest):
    """Holds when its own test holds or one of the ``alternatives`` does."""

    alternatives: tuple[FactTest, ...] = ()


_COMPARE: Final[Mapping[Operator, Callable[[int, int], bool]]] = {
    Operator.IS: lambda actual, wanted: actual == wanted,
    Operator.AT_LEAST: lambda actual, wanted: actual >= wanted,
    Operator.AT_MOST: lambda actual, wanted: actual <= wanted,
}


def answer(test: FactTest, facts: Facts) -> bool | None:
    """Return whether the test holds; ``None`` when its fact is not known."""
    actual = facts.get(test.fact)
    if actual is None:
        return None
    if test.operator in LISTING:
        listed = isinstance(test.value, tuple) and not _words(actual).isdisjoint(test.value)
        return listed == (test.operator is Operator.ANY_OF)
    return _COMPARE[test.operator](_number(test.fact, actual), _number(test.fact, test.value))


def holds(condition: Condition, facts: Facts) -> bool | None:
    answers = [answer(test, facts) for test in (condition, *condition.alternatives)]
    return True if True in answers else None if None in answers else False


def all_hold(conditions: Iterable[Condition], facts: Facts) -> bool | None:
    """Return ``False`` as soon as one condition fails, whatever is not known of the others."""
    answers = [holds(condition, facts) for condition in conditions]
    return False if False in answers else None if None in answers else True


def unknown_facts(conditions: Iterable[Condition], facts: Facts) -> frozenset[Fact]:
    """Return the facts that stand between the conditions and an answer."""
    return frozenset(
        test.fact
        for condition in conditions
        if holds(condition, facts) is None
        for test in (condition, *condition.alternatives)
        if test.fact not in facts
    )


def _words(value: FactValue) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset({str(value)})


def _number(fact: Fact, value: FactValue | tuple[str, ...]) -> int:
    if kind_of(fact) is FactKind.RANKED:
        return RANKS[fact](str(value)).rank
    if not isinstance(value, int):
        raise TypeError(f"{fact} is a number or yes/no, not {value!r}")
    return value
