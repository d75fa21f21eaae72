"""The facts that a rule of a policy may ask about. The list is closed: nothing else can steer a rule.

What a person is by birth, belief or passport is not among them and never will be.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from duediligence.enums import Level, ListEffect, Ranked, TechnologyAction

FactValue = bool | int | str | frozenset[str]
Facts = Mapping["Fact", FactValue]
"""What is known so far. A fact that is absent is *not known*, which is not the same as *no*."""


class Fact(StrEnum):
    DESIGNATED = "designated"
    HAS_FUNDER = "has_funder"
    PARTNER_INSTITUTIONS = "partner_institutions"
    MEASURES_NEEDED = "measures_needed"
    PARTNER_RISK = "partner_risk"
    INFORMATION_MISSING = "information_missing"
    LIST_EFFECT = "list_effect"
    HIT_LEVEL = "hit_level"
    TECHNOLOGY_LEVEL = "technology_level"
    TECHNOLOGY_ACTION = "technology_action"
    TALENT_PROGRAMME = "talent_programme"
    RELATION_CURRENT = "relation_current"
    UNDISCLOSED = "undisclosed"
    CONFLICTING_DUTIES = "conflicting_duties"
    TOPIC_CLOSE = "topic_close"
    SENSITIVE_ACCESS = "sensitive_access"


class FactKind(StrEnum):
    YES_NO = "yes_no"
    COUNT = "count"
    RANKED = "ranked"
    SET = "set"


COUNTS: Final = frozenset({Fact.PARTNER_INSTITUTIONS})
RANKS: Final[Mapping[Fact, type[Ranked]]] = {
    Fact.HIT_LEVEL: Level,
    Fact.TECHNOLOGY_LEVEL: Level,
    Fact.TECHNOLOGY_ACTION: TechnologyAction,
}
SETS: Final[Mapping[Fact, type[StrEnum]]] = {Fact.LIST_EFFECT: ListEffect}

CASE_FACTS: Final = frozenset(
    {
        Fact.DESIGNATED,
        Fact.HAS_FUNDER,
        Fact.PARTNER_INSTITUTIONS,
        Fact.MEASURES_NEEDED,
        Fact.PARTNER_RISK,
        Fact.INFORMATION_MISSING,
        Fact.LIST_EFFECT,
        Fact.HIT_LEVEL,
        Fact.TECHNOLOGY_LEVEL,
        Fact.TECHNOLOGY_ACTION,
    }
)
"""Known of a whole case: a step may depend on them."""

PARTY_FACTS: Final = frozenset(
    {
        Fact.INFORMATION_MISSING,
        Fact.LIST_EFFECT,
        Fact.HIT_LEVEL,
        Fact.TECHNOLOGY_LEVEL,
        Fact.TALENT_PROGRAMME,
        Fact.RELATION_CURRENT,
        Fact.UNDISCLOSED,
        Fact.CONFLICTING_DUTIES,
        Fact.TOPIC_CLOSE,
        Fact.SENSITIVE_ACCESS,
    }
)
"""Known of one person or partner institution: an assessment rule may depend on them."""

STATED_FACTS: Final = frozenset(
    {
        Fact.TALENT_PROGRAMME,
        Fact.RELATION_CURRENT,
        Fact.UNDISCLOSED,
        Fact.CONFLICTING_DUTIES,
        Fact.TOPIC_CLOSE,
        Fact.SENSITIVE_ACCESS,
    }
)
"""Known of a person or partner because an assessor picked a point that says so."""


def kind_of(fact: Fact) -> FactKind:
    if fact in COUNTS:
        return FactKind.COUNT
    if fact in RANKS:
        return FactKind.RANKED
    return FactKind.SET if fact in SETS else FactKind.YES_NO
