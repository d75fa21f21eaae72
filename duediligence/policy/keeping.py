"""Time: how far back is asked, how often things are looked at again, how long records are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

from duediligence.policy.limits import CODE, Between
from duediligence.policy.text import SourceMark, Text


class WindowUnit(StrEnum):
    FISCAL_YEARS = "fiscal_years"
    """Counted back from the fiscal year of the call, which begins on 1 April."""
    YEARS = "years"
    """Counted back from the day of the declaration."""


@dataclass(frozen=True, slots=True)
class Window:
    """How far back an item asks."""

    code: Annotated[str, CODE]
    name: Text
    unit: WindowUnit
    count: Annotated[int, Between(0, 100)]
    source: SourceMark


class Recheck(StrEnum):
    """What is looked at again."""

    RESCREENING = "rescreening"
    DECLARATION = "declaration"
    CLEARANCE = "clearance"
    INVITATION = "invitation"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Interval:
    """After how many days: a sweep is repeated, a declaration renewed, a clearance or an invitation expires.

    For the reminder it is how many days before the due date it is sent.
    """

    recheck: Recheck
    days: Annotated[int, Between(1, 3660)]
    source: SourceMark


class KeptRecord(StrEnum):
    CASE_FILE = "case_file"
    DECLARATION = "declaration"
    MASKED_ANSWER = "masked_answer"
    ATTACHMENT = "attachment"


class KeptFrom(StrEnum):
    CASE_CLOSED = "case_closed"
    RECORD_MADE = "record_made"


@dataclass(frozen=True, slots=True)
class Retention:
    """How many months one sort of record is kept, and from when the months count."""

    record: KeptRecord
    months: Annotated[int, Between(1, 1200)]
    counted_from: KeptFrom
    source: SourceMark


_NEVER_KEPT: Final = "quick_screening"
"""What editions published earlier keep although nothing of it was ever recorded."""


def as_kept(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of an edition without what it kept of records that do not exist."""
    return {**content, "retention": [one for one in content["retention"] if one["record"] != _NEVER_KEPT]}
