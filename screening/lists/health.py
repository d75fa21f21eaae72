"""In what state each list is today."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from screening.enums import EditionState
from screening.lists.as_at import age_in_days, edition_of
from screening.models import ListCheck, ListEdition, ListSource

NEARING_SHARE = 0.9
NEARING_DAYS = 14


class SourceState(StrEnum):
    """``NEARING`` is current and will soon be stale; ``EXTRACT`` is not for operation."""

    CURRENT = "current"
    NEARING = "nearing"
    STALE = "stale"
    EXTRACT = "extract"
    NOT_LOADED = "not_loaded"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """``age_days`` counts from the day the edition was issued or last found to be still current."""

    source: ListSource
    edition: ListEdition | None
    state: SourceState
    age_days: int | None
    last_check: ListCheck | None
    held_count: int

    @property
    def needs_looking_up(self) -> bool:
        """Whether a person should look at the official page: nothing fetches this list, and it grows old."""
        return not self.source.stable_address and self.state in (SourceState.NEARING, SourceState.STALE)


def source_health(day: dt.date, *, owner_ref: str = "") -> list[SourceHealth]:
    """Return the state on ``day`` of every public list and of the owner's own."""
    sources = ListSource.objects.known_to(owner_ref).order_by("code")
    return [health_of(source, day) for source in sources]


def health_of(source: ListSource, day: dt.date) -> SourceHealth:
    edition = edition_of(source, day)
    age = age_in_days(edition, day) if edition else None
    return SourceHealth(
        source=source,
        edition=edition,
        state=state_of(source, edition, age),
        age_days=age,
        last_check=source.checks.order_by("-checked_at", "-pk").first(),
        held_count=source.editions.filter(state=EditionState.HELD).count(),
    )


def state_of(source: ListSource, edition: ListEdition | None, age: int | None) -> SourceState:
    """Return how a list stands whose edition in force is ``age`` days old."""
    if edition is None or age is None:
        return SourceState.NOT_LOADED
    if edition.is_extract:
        return SourceState.EXTRACT
    if age > source.allowed_age_days:
        return SourceState.STALE
    left = source.allowed_age_days - age
    is_near = left <= min(NEARING_DAYS, source.allowed_age_days * (1 - NEARING_SHARE))
    return SourceState.NEARING if is_near else SourceState.CURRENT
