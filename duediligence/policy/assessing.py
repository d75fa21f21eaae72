"""What the facts of one person or partner institution point to, by the rules of a policy edition.

A rule proposes and is shown; a person decides.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from duediligence.enums import Finding
from duediligence.policy.conditions import all_hold, unknown_facts
from duediligence.policy.edition import Policy
from duediligence.policy.facts import Fact, Facts
from duediligence.policy.judging import FINDINGS, AssessmentRule, Checklist, ChecklistPoint, Subject

SEPARATOR: Final = "."


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one finding.

    ``answer`` is ``None`` while no rule holds and one still waits for a fact; ``holding`` are the rules that point
    to the finding, ``waiting`` those with the facts that they still need.
    """

    finding: Finding
    answer: bool | None
    holding: tuple[AssessmentRule, ...]
    waiting: tuple[tuple[AssessmentRule, tuple[Fact, ...]], ...]


def proposals(policy: Policy, subject: Subject, facts: Facts) -> tuple[Proposal, ...]:
    """Return a proposal for each finding about the subject."""
    return tuple(_proposal(policy, finding, facts) for finding in FINDINGS[subject])


def _proposal(policy: Policy, finding: Finding, facts: Facts) -> Proposal:
    rules = [(rule, all_hold(rule.when, facts)) for rule in policy.assessment_rules if rule.points_to is finding]
    holding = tuple(rule for rule, holds in rules if holds)
    waiting = tuple((rule, tuple(sorted(unknown_facts(rule.when, facts)))) for rule, holds in rules if holds is None)
    return Proposal(finding, True if holding else None if waiting else False, holding, waiting)


def checklists_for(policy: Policy, subject: Subject) -> tuple[Checklist, ...]:
    return tuple(checklist for checklist in policy.checklists if checklist.subject is subject)


def points_for(policy: Policy, subject: Subject) -> Mapping[str, ChecklistPoint]:
    """Return every point by its key: the codes of checklist and point, ``relation.talent_programme``."""
    return dict(_points(policy, subject))


def _points(policy: Policy, subject: Subject) -> Iterator[tuple[str, ChecklistPoint]]:
    for checklist in checklists_for(policy, subject):
        for point in checklist.points:
            yield f"{checklist.code}{SEPARATOR}{point.code}", point


def stated_facts(policy: Policy, subject: Subject, picked: Collection[str]) -> dict[Fact, bool]:
    """Return what the picked points say. Where two points contradict each other, the graver one counts."""
    facts: dict[Fact, bool] = {}
    for key, point in points_for(policy, subject).items():
        if key in picked:
            for stated in point.states:
                facts[stated.fact] = facts.get(stated.fact, False) or stated.value
    return facts
