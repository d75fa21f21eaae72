"""What a revision says otherwise than the one before it, and what of a case that touches."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from duediligence.models import Revision
from duediligence.policy.edition import Policy
from duediligence.policy.facts import Fact
from duediligence.policy.steps import Gate, StepRule

Content = Mapping[str, Any]
TEXTS: Final = ("title_ja", "title_en", "abstract_ja", "abstract_en", "keywords_ja", "keywords_en")


class Touch(StrEnum):
    """What a change bears on: who takes part, with whom, and on what they work."""

    PEOPLE = "people"
    PARTNERS = "partners"
    TOPIC = "topic"


GATES: Final[Mapping[Touch, frozenset[Gate]]] = {
    Touch.PEOPLE: frozenset(Gate) - {Gate.TECHNOLOGY_SCREENED},
    Touch.PARTNERS: frozenset(Gate) - {Gate.TECHNOLOGY_SCREENED, Gate.DECLARATIONS_IN, Gate.CONSENTS_GIVEN},
    Touch.TOPIC: frozenset(
        {
            Gate.SCREENING_COMPLETE,
            Gate.TECHNOLOGY_SCREENED,
            Gate.CROSS_CHECKS_ANSWERED,
            Gate.ASSESSMENT_DONE,
            Gate.PARTNERS_CONFIRMED,
        }
    ),
}
_ASSESSED: Final = frozenset({Fact.MEASURES_NEEDED, Fact.PARTNER_RISK, Fact.INFORMATION_MISSING})
_FOUND: Final = frozenset({Fact.LIST_EFFECT, Fact.HIT_LEVEL})
FACTS: Final[Mapping[Touch, frozenset[Fact]]] = {
    Touch.PEOPLE: _ASSESSED | _FOUND,
    Touch.PARTNERS: _ASSESSED | _FOUND | {Fact.PARTNER_INSTITUTIONS},
    Touch.TOPIC: _ASSESSED | {Fact.TECHNOLOGY_LEVEL, Fact.TECHNOLOGY_ACTION},
}


def summary(revision: Revision) -> dict[str, Any]:
    """Return the content of a revision as plain values, for comparing and for the audit log."""
    members = revision.memberships.order_by("person_id")
    parties = revision.parties.order_by("organisation_id", "role")
    return {
        "title_ja": revision.title_ja,
        "title_en": revision.title_en,
        "abstract_ja": revision.abstract_ja,
        "abstract_en": revision.abstract_en,
        "keywords_ja": list(revision.keywords_ja),
        "keywords_en": list(revision.keywords_en),
        "members": [
            {
                "person": member.name,
                "person_id": member.person_id,
                "role": member.role,
                "organisation": member.organisation_name,
                "start_date": member.start_date.isoformat() if member.start_date else None,
                "end_date": member.end_date.isoformat() if member.end_date else None,
            }
            for member in members
        ],
        "parties": [
            {"organisation": p.name, "organisation_id": p.organisation_id, "role": p.role, "note": p.note}
            for p in parties
        ],
    }


def touches(before: Content, after: Content) -> frozenset[Touch]:
    """Return what of the earlier work a change calls into question.

    Spacing, case and punctuation call nothing into question, nor does that somebody leaves, ends earlier, or that a
    party is dropped: what was found of the others stands.
    """
    found = set()
    if any(_plain(before[name]) != _plain(after[name]) for name in TEXTS):
        found.add(Touch.TOPIC)
    if any(not _stays(one, before["members"]) for one in after["members"]):
        found.add(Touch.PEOPLE)
    if any(one not in before["parties"] for one in after["parties"]):
        found.add(Touch.PARTNERS)
    return frozenset(found)


def somebody_leaves(before: Content, after: Content) -> bool:
    """Return whether a member or party is there no more or not as long."""
    members = any(one not in after["members"] for one in before["members"])
    return members or any(one not in after["parties"] for one in before["parties"])


def touched_steps(policy: Policy, touched: Collection[Touch]) -> set[str]:
    """Return the steps to be gone through again; those after them follow.

    A step is touched by what it needs and by the facts on which it depends; one that names neither looks at the whole.
    """
    gates = frozenset[Gate]().union(*(GATES[one] for one in touched))
    facts = frozenset[Fact]().union(*(FACTS[one] for one in touched))
    return {rule.code for rule in policy.steps if touched and _is_touched(rule, gates, facts)}


def _is_touched(rule: StepRule, gates: frozenset[Gate], facts: frozenset[Fact]) -> bool:
    asked = {test.fact for condition in rule.when for test in (condition, *condition.alternatives)}
    return not (rule.requires or asked) or bool(gates.intersection(rule.requires)) or bool(facts & asked)


def _stays(member: Content, before: Iterable[Content]) -> bool:
    """Return whether a member was there under the same name and part for at least as long."""
    return any({**one, "end_date": member["end_date"]} == member and not _is_longer(member, one) for one in before)


def _is_longer(member: Content, before: Content) -> bool:
    ended = before["end_date"]
    return bool(ended) and (member["end_date"] is None or member["end_date"] > ended)


def _plain(value: Any) -> str:
    text = "\n".join(value) if isinstance(value, list) else str(value)
    return "".join(c for c in text.casefold() if c.isalnum())
