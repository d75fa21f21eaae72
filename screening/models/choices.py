"""Database choices made from plain enumerations, labelled in the reader's language."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.enums import (
    CheckResult,
    DraftStatus,
    EditionAct,
    EditionState,
    LinkVerdict,
    ListEffect,
    ListState,
    PublicationStatus,
    RunStatus,
)
from screening.matching.levels import Level
from screening.names.kinds import NameKind

_LABELS: list[tuple[StrEnum, Promise]] = [
    (NameKind.PERSON, _("Person")),
    (NameKind.ORGANIZATION, _("Organisation")),
    (NameKind.UNKNOWN, _("Person or organisation")),
    (ListEffect.ASSET_FREEZE, _("Asset freeze")),
    (ListEffect.LICENCE_TRIGGER, _("Licence trigger")),
    (ListEffect.FUNDING_BAR, _("Funding consequences")),
    (ListEffect.OWN_WATCH_LIST, _("Own watch list")),
    (ListEffect.ADVISORY, _("Advisory")),
    (ListEffect.REGISTRY, _("Registry")),
    (EditionState.LOADING, _("Being read")),
    (EditionState.APPLIED, _("In use")),
    (EditionState.HELD, _("Held")),
    (EditionState.DISCARDED, _("Discarded")),
    (EditionAct.LOADED, _("Loaded")),
    (EditionAct.APPLIED, _("Taken into use")),
    (EditionAct.HELD, _("Held")),
    (EditionAct.RELEASED, _("Released by a second person")),
    (EditionAct.DISCARDED, _("Discarded")),
    (CheckResult.UNCHANGED, _("Unchanged at the publisher")),
    (CheckResult.CONFIRMED, _("Confirmed as current by a person")),
    (CheckResult.LOADED, _("New edition taken into use")),
    (CheckResult.HELD, _("New edition held")),
    (CheckResult.FAILED, _("Failed")),
    (CheckResult.REMINDED, _("Reminded to look at the official page")),
    (LinkVerdict.SAME, _("The same entry")),
    (LinkVerdict.DIFFERENT, _("Different entries")),
    (DraftStatus.OPEN, _("Draft")),
    (DraftStatus.PUBLISHED, _("Published")),
    (DraftStatus.DISCARDED, _("Discarded")),
    (RunStatus.QUEUED, _("Waiting")),
    (RunStatus.RUNNING, _("Running")),
    (RunStatus.COMPLETE, _("Complete")),
    (RunStatus.PARTIAL, _("Partly checked")),
    (RunStatus.FAILED, _("Failed")),
    (ListState.FRESH, _("Current")),
    (ListState.STALE, _("Out of date")),
    (ListState.EXTRACT, _("Extract, not for operation")),
    (ListState.MISSING, _("Missing")),
    (PublicationStatus.DRAFT, _("Draft")),
    (PublicationStatus.PUBLISHED, _("Published")),
    (PublicationStatus.RETIRED, _("Retired")),
    (Level.NONE, _("No match")),
    (Level.POSSIBLE, _("Possible match")),
    (Level.STRONG, _("Strong match")),
]


# Members of two vocabularies that are spelled alike are equal as dictionary keys: the vocabulary is part of the key.
_BY_MEMBER = {(type(member), member.value): words for member, words in _LABELS}


def label(member: StrEnum) -> Promise:
    """Return the words for one member of a vocabulary."""
    return _BY_MEMBER[type(member), member.value]


def choices(vocabulary: type[StrEnum]) -> list[tuple[str, Promise]]:
    """Return Django's choices for every member of ``vocabulary``."""
    return [(member.value, label(member)) for member in vocabulary]
