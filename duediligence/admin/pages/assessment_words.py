"""What the rules propose and what was decided, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text
from duediligence.domain.reasons import catalogue
from duediligence.enums import MemberRole, PartyRole
from duediligence.labels import label
from duediligence.models import Assessment
from duediligence.policy.assessing import Proposal, points_for
from duediligence.policy.edition import Policy
from duediligence.policy.facts import Fact
from duediligence.policy.judging import Subject
from duediligence.policy.reasons import ReasonedAct

FACTS: dict[Fact, Text] = {
    Fact.LIST_EFFECT: _("the hits"),
    Fact.HIT_LEVEL: _("the strength of the hits"),
    Fact.TECHNOLOGY_LEVEL: _("the technology areas"),
    Fact.TALENT_PROGRAMME: _("a foreign talent programme"),
    Fact.RELATION_CURRENT: _("whether a relation goes on now"),
    Fact.UNDISCLOSED: _("whether everything was declared"),
    Fact.CONFLICTING_DUTIES: _("conflicting duties"),
    Fact.TOPIC_CLOSE: _("how close the topic is"),
    Fact.SENSITIVE_ACCESS: _("access to important results or equipment"),
    Fact.INFORMATION_MISSING: _("whether information is missing"),
}


def part_in_words(subject: Subject, part: str) -> Text:
    return label(MemberRole(part)) if subject is Subject.PERSON else label(PartyRole(part))


def proposed(one: Proposal, language: str) -> dict[str, Any]:
    """Return a proposal with the rules that hold and those that wait, and what they wait for."""
    waiting = {fact for _rule, facts in one.waiting for fact in facts}
    return {
        "finding": label(one.finding),
        "answer": one.answer,
        "rules": [rule.text.within(language) for rule in one.holding],
        "waiting": [{"text": rule.text.within(language), "facts": _joined(facts)} for rule, facts in one.waiting],
        "missing": _joined(sorted(waiting)),
    }


def _joined(facts: Iterable[Fact]) -> str:
    return ", ".join(str(FACTS[fact]) for fact in facts)


def decided(made: Assessment, policy: Policy, language: str) -> dict[str, Any]:
    """Return an assessment with its answers and reasons in words."""
    subject = Subject.PERSON if made.person_id else Subject.PARTNER
    known = points_for(policy, subject)
    reasons = {r.code: r.text.within(language) for r in catalogue().reasons_for(ReasonedAct.DECIDE_AGAINST_RULE)}
    return {
        "made": made,
        "answers": [(label(finding), answer) for finding, answer in made.answers.items()],
        "points": [known[key].text.within(language) for key in made.points if key in known] + made.own_points,
        "against": reasons.get(made.against_code, ""),
    }
