"""What a caller asks of a run: plain values, stored with the run so that it can be repeated."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.enums import ListEffect
from screening.matching.levels import Thresholds
from screening.matching.subject import Subject, SubjectName
from screening.names.kinds import NameKind


@dataclass(frozen=True, slots=True)
class ListUse:
    """One list to check against; ``max_age_days`` is the age at which its edition counts as stale."""

    source_code: str
    effect: ListEffect
    person: Thresholds
    organization: Thresholds
    max_age_days: int
    is_required: bool

    def thresholds(self, kind: NameKind) -> Thresholds:
        """Of an unknown kind both readings count, so the lower thresholds hold."""
        if kind is NameKind.PERSON:
            return self.person
        if kind is NameKind.ORGANIZATION:
            return self.organization
        return Thresholds(
            min(self.person.possible, self.organization.possible), min(self.person.strong, self.organization.strong)
        )


@dataclass(frozen=True, slots=True)
class TechnologyUse:
    """One technology list, what a match of each level asks for, and whether the learned second opinion is added."""

    list_code: str
    possible_action: str
    strong_action: str
    second_opinion: bool = False


@dataclass(frozen=True, slots=True)
class KnownClearance:
    """A judgement of an earlier hit that holds as long as ``fingerprint`` is the pair's."""

    ref: str
    subject_ref: str
    source_code: str
    entry_uid: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """``owner_ref`` is the caller's opaque key; ``texts`` are the fields of a proposal, empty when none is classified.

    ``lists_of`` is the key of the office whose own lists count besides the public ones.

    With ``accepts_extracts`` a starter extract stands for its list, as in a demonstration office.
    """

    owner_ref: str
    purpose: str
    as_at_date: dt.date
    subjects: tuple[Subject, ...]
    lists: tuple[ListUse, ...]
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    technologies: tuple[TechnologyUse, ...] = ()
    clearances: tuple[KnownClearance, ...] = ()
    accepts_extracts: bool = False
    lists_of: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON can hold; ``from_dict`` reads it back."""
        content = dataclasses.asdict(self)
        content["as_at_date"] = self.as_at_date.isoformat()
        return content

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "ScreeningRequest":
        return cls(
            owner_ref=content["owner_ref"],
            purpose=content["purpose"],
            as_at_date=dt.date.fromisoformat(content["as_at_date"]),
            subjects=tuple(_subject(subject) for subject in content["subjects"]),
            lists=tuple(_list_use(use) for use in content["lists"]),
            texts=dict(content["texts"]),
            technologies=tuple(TechnologyUse(**use) for use in content["technologies"]),
            clearances=tuple(KnownClearance(**known) for known in content["clearances"]),
            accepts_extracts=content["accepts_extracts"],
            lists_of=content.get("lists_of", ""),
        )


def _subject(content: Mapping[str, Any]) -> Subject:
    return Subject(
        ref=content["ref"],
        kind=NameKind(content["kind"]),
        names=tuple(SubjectName(**name) for name in content["names"]),
        countries=tuple(content["countries"]),
        birth_date=content["birth_date"],
        identifiers=tuple((scheme, value) for scheme, value in content["identifiers"]),
    )


def _list_use(content: Mapping[str, Any]) -> ListUse:
    return ListUse(
        source_code=content["source_code"],
        effect=ListEffect(content["effect"]),
        person=Thresholds(**content["person"]),
        organization=Thresholds(**content["organization"]),
        max_age_days=content["max_age_days"],
        is_required=content["is_required"],
    )
