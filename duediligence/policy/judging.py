"""What people choose from when they judge a hit, assess a person or partner, and agree on measures."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from duediligence.enums import Finding, Judgement, MeasureKind
from duediligence.policy.conditions import Condition
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


class Subject(StrEnum):
    """Whom an assessment is about."""

    PERSON = "person"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """One reason to pick. ``items`` names the items of the declaration where the facts are found."""

    code: Annotated[str, CODE]
    text: Text
    items: tuple[Annotated[str, Refers("items")], ...] = ()


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


class MeasureTarget(StrEnum):
    PERSON = "person"
    PARTNER = "partner"
    ROOM = "room"
    DATA_SET = "data_set"


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
