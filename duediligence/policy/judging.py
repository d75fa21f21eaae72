"""What people choose from when they judge a hit, assess a person or partner, and agree on measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from duediligence.enums import Finding, Identity, Judgement, MeasureKind, MeasureTarget, Relevance
from duediligence.policy.conditions import Condition
from duediligence.policy.facts import Fact
from duediligence.policy.limits import CODE, Between, Catalogued, NotEmpty, Refers
from duediligence.policy.text import SourceMark, Text


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """A reason for a judgement on a hit."""

    code: Annotated[str, CODE]
    judgement: Judgement
    text: Text
    source: SourceMark
    needs_evidence: bool = False


JUDGEMENTS: Final[Mapping[Identity, Mapping[Relevance | None, Judgement]]] = {
    Identity.NO: {None: Judgement.FALSE_POSITIVE},
    Identity.YES: {
        Relevance.RELEVANT: Judgement.TRUE_MATCH_RELEVANT,
        Relevance.NOT_RELEVANT: Judgement.TRUE_MATCH_NOT_RELEVANT,
    },
    Identity.CANNOT_TELL: {None: Judgement.CANNOT_TELL},
}
"""Two questions, one judgement: whether it matters is asked only of the very same one."""


def judgements_of(identity: Identity | None, relevance: Relevance | None) -> tuple[Judgement, ...]:
    """Return the judgements that the answers leave open: one once everything that is asked is answered."""
    if identity is None:
        return tuple(one for answers in JUDGEMENTS.values() for one in answers.values())
    answers = JUDGEMENTS[identity]
    if relevance in answers:
        return (answers[relevance],)
    return tuple(answers.values())


class Subject(StrEnum):
    """Whom an assessment is about."""

    PERSON = "person"
    PARTNER = "partner"


FINDINGS: Final[Mapping[Subject, tuple[Finding, ...]]] = {
    Subject.PERSON: (Finding.MITIGATION_NEEDED,),
    Subject.PARTNER: (Finding.INSTITUTION_RISK, Finding.RESEARCHERS_RISK),
}
"""What is asked about whom."""


@dataclass(frozen=True, slots=True)
class StatedFact:
    """What picking a point says of the person or partner: yes or no to one fact."""

    fact: Fact
    value: bool


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """One reason to pick. ``items`` names the items of the declaration where the facts are found.

    ``states`` are the facts that the assessment rules may go by once the point is picked.
    """

    code: Annotated[str, CODE]
    text: Text
    items: tuple[Annotated[str, Refers("items")], ...] = ()
    states: tuple[StatedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """A heading under which reasons are picked: the kind of relation, its time, whether it was disclosed."""

    code: Annotated[str, CODE]
    name: Text
    subject: Subject
    points: Annotated[tuple[ChecklistPoint, ...], Catalogued("points"), NotEmpty()]
    source: SourceMark


@dataclass(frozen=True, slots=True)
class AssessmentRule:
    """What the facts of one person or partner point to. It proposes and is shown; a person decides."""

    code: Annotated[str, CODE]
    subject: Subject
    when: Annotated[tuple[Condition, ...], NotEmpty()]
    points_to: Finding
    text: Text
    source: SourceMark


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """A kind of mitigation measure from the catalogue, with the wording that an office starts from."""

    kind: MeasureKind
    name: Text
    description: Text
    targets: Annotated[tuple[MeasureTarget, ...], NotEmpty()]
    evidence: Text
    review_days: Annotated[int, Between(1, 1830)]
    source: SourceMark
