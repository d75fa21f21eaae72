"""How every list stands today, in a fixed number of queries: its number stands beside the navigation of every page."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Count, Max, Q
from django.utils import timezone

from duediligence.models import User
from duediligence.queries.lists import editions_in_force, visible_sources
from screening.enums import EditionState
from screening.lists.health import SourceHealth, SourceState, state_of
from screening.models import ListCheck, ListEdition, ListSource
from screening.models.check import CURRENT


def visible_health(user: User, day: dt.date) -> list[SourceHealth]:
    """Return the state of every list that ``user`` may see, the loaded ones first.

    An institution's own list stands in the place of a public one of the same code.
    """
    sources = _sources(user)
    checks = {check.source_id: check for check in ListCheck.objects.filter(source__in=sources).order_by("checked_at")}
    return sorted(_healths(sources, checks, day), key=lambda one: (one.edition is None, one.source.code))


def stale_lists(user: User, day: dt.date) -> list[SourceHealth]:
    """Return the visible lists that are too old; when they were last looked for is not asked."""
    return [one for one in _healths(_sources(user), {}, day) if one.state == SourceState.STALE]


def _sources(user: User) -> list[ListSource]:
    held = Count("editions", filter=Q(editions__state=EditionState.HELD))
    return list({one.code: one for one in visible_sources(user).annotate(held=held).order_by("owner_ref")}.values())


def _healths(sources: list[ListSource], checks: Mapping[int, ListCheck], day: dt.date) -> list[SourceHealth]:
    editions = editions_in_force(sources, day)
    found_current = _found_current(list(editions.values()))
    return [_health(one, editions.get(one.pk), found_current, checks.get(one.pk), day) for one in sources]


def _found_current(editions: list[ListEdition]) -> dict[int, dt.date]:
    """Return the day on which each edition was last found to be the publisher's present one."""
    checks = ListCheck.objects.filter(edition__in=editions, result__in=CURRENT).order_by()
    rows = checks.values_list("edition").annotate(at=Max("checked_at"))
    return {edition: timezone.localdate(at) for edition, at in rows}


def _health(
    source: ListSource, edition: ListEdition | None, current: dict[int, dt.date], check: ListCheck | None, day: dt.date
) -> SourceHealth:
    known = max(edition.issued_date, current.get(edition.pk, edition.issued_date)) if edition else None
    age = max(0, (day - known).days) if known else None
    held: int = source.held  # type: ignore[attr-defined]  # annotated above
    return SourceHealth(source, edition, state_of(source, edition, age), age, check, held)
