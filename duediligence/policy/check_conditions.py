"""Rules about conditions: the fact is known there, the operator suits it, and they can hold together."""

from collections.abc import Iterable, Mapping
from typing import Final

from duediligence.policy.conditions import LISTING, OPERATORS, Condition, FactTest, answer
from duediligence.policy.edition import Policy
from duediligence.policy.facts import (
    CASE_FACTS,
    PARTY_FACTS,
    RANKS,
    SETS,
    STATED_FACTS,
    Fact,
    FactKind,
    FactValue,
    kind_of,
)
from duediligence.policy.faults import Faults
from duediligence.policy.judging import FINDINGS, AssessmentRule, ChecklistPoint

_MOST_COUNTED: Final = 1_000


def check_conditions(policy: Policy, faults: Faults) -> None:
    for index, step in enumerate(policy.steps):
        _check_all(step.when, f"steps[{index}].when", CASE_FACTS, faults)
    for index, rule in enumerate(policy.assessment_rules):
        _check_all(rule.when, f"assessment_rules[{index}].when", PARTY_FACTS, faults)
        _check_finding(rule, f"assessment_rules[{index}].points_to", faults)
    for index, checklist in enumerate(policy.checklists):
        for number, point in enumerate(checklist.points):
            _check_stated(point, f"checklists[{index}].points[{number}].states", faults)


def _check_finding(rule: AssessmentRule, place: str, faults: Faults) -> None:
    known = FINDINGS[rule.subject]
    if rule.points_to not in known and faults.sound(place):
        faults.add(place, "finding_of_another", finding=rule.points_to, known=", ".join(known))


def _check_stated(point: ChecklistPoint, path: str, faults: Faults) -> None:
    for index, stated in enumerate(point.states):
        place = f"{path}[{index}].fact"
        if stated.fact not in STATED_FACTS and faults.sound(place):
            faults.add(place, "fact_out_of_scope", fact=stated.fact, known=", ".join(sorted(STATED_FACTS)))


def _check_all(conditions: tuple[Condition, ...], path: str, known: frozenset[Fact], faults: Faults) -> None:
    for index, condition in enumerate(conditions):
        place = f"{path}[{index}]"
        _check_test(condition, place, known, faults)
        for number, test in enumerate(condition.alternatives):
            _check_test(test, f"{place}.alternatives[{number}]", known, faults)
    plain = [
        condition
        for index, condition in enumerate(conditions)
        if not condition.alternatives and faults.sound(f"{path}[{index}]")
    ]
    _check_together(plain, path, faults)


def _check_test(test: FactTest, place: str, known: frozenset[Fact], faults: Faults) -> None:
    if not faults.sound(f"{place}.fact"):
        return
    if test.fact not in known:
        words = ", ".join(sorted(known))
        faults.add(f"{place}.fact", "fact_out_of_scope", fact=test.fact, known=words)
    if not faults.sound(f"{place}.operator"):
        return
    allowed = OPERATORS[kind_of(test.fact)]
    if test.operator not in allowed:
        words = ", ".join(sorted(allowed))
        faults.add(f"{place}.operator", "wrong_operator", fact=test.fact, operator=test.operator, allowed=words)
    elif faults.sound(f"{place}.value") and not _suits(test):
        expected = _expected(test)
        faults.add(f"{place}.value", "wrong_value", fact=test.fact, operator=test.operator, expected=expected)


def _suits(test: FactTest) -> bool:
    match kind_of(test.fact):
        case FactKind.YES_NO:
            return isinstance(test.value, bool)
        case FactKind.COUNT:
            if not isinstance(test.value, int) or isinstance(test.value, bool):
                return False
            return 0 <= test.value <= _MOST_COUNTED
    words = _words(test.fact)
    if test.operator in LISTING:
        return isinstance(test.value, tuple) and bool(test.value) and set(test.value) <= set(words)
    return isinstance(test.value, str) and test.value in words


def _expected(test: FactTest) -> str:
    match kind_of(test.fact):
        case FactKind.YES_NO:
            return "yes or no"
        case FactKind.COUNT:
            return f"a whole number from 0 to {_MOST_COUNTED}"
    words = ", ".join(_words(test.fact))
    return f"a list of {words}" if test.operator in LISTING else f"one of {words}"


def _words(fact: Fact) -> tuple[str, ...]:
    members: Mapping[Fact, Iterable[str]] = {**RANKS, **SETS}
    return tuple(str(word) for word in members[fact])


def _check_together(plain: list[Condition], path: str, faults: Faults) -> None:
    """Conditions without alternatives concern one fact each, so each fact can be looked at alone."""
    for fact in dict.fromkeys(condition.fact for condition in plain):
        tests = [condition for condition in plain if condition.fact is fact]
        if not any(all(answer(test, {fact: value}) for test in tests) for value in _samples(fact, tests)):
            faults.add(path, "contradictory_conditions", fact=fact)


def _samples(fact: Fact, tests: Iterable[FactTest]) -> Iterable[FactValue]:
    """Return values of the fact that are enough to find one on which all tests agree, if there is any."""
    match kind_of(fact):
        case FactKind.YES_NO:
            return (True, False)
        case FactKind.COUNT:
            return range(_MOST_COUNTED + 1)
        case FactKind.RANKED:
            return _words(fact)
    barred = {word for test in tests if test.operator == "none_of" for word in _listed(test)}
    return (frozenset(_words(fact)) - barred,)


def _listed(test: FactTest) -> tuple[str, ...]:
    return test.value if isinstance(test.value, tuple) else ()
