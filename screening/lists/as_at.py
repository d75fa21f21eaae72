"""Which edition of a list was in force on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from screening.models import ListCheck, ListEdition, ListSource


def source_known_to(source_code: str, owner_ref: str = "") -> ListSource | None:
    """Return the list that a code means to an owner: their own before the public one, never another's."""
    return ListSource.objects.known_to(owner_ref).filter(code=source_code).order_by("-owner_ref").first()


def edition_as_at(source_code: str, day: dt.date, *, owner_ref: str = "") -> ListEdition | None:
    """Return the edition in force on ``day``: the newest to have taken effect, whole lists before extracts."""
    source = source_known_to(source_code, owner_ref)
    return edition_of(source, day) if source else None


def edition_of(source: ListSource, day: dt.date) -> ListEdition | None:
    """Return the edition of this very source in force on ``day``."""
    in_force = ListEdition.objects.in_force(day).filter(source=source).select_related("source")
    return in_force.order_by("is_extract", "-effective_date", "-issued_date", "-id").first()


def editions_as_at(source_codes: Iterable[str], day: dt.date, *, owner_ref: str = "") -> dict[str, ListEdition]:
    """Return the editions in force on ``day`` by list; a list without one is left out."""
    found = ((code, edition_as_at(code, day, owner_ref=owner_ref)) for code in source_codes)
    return {code: edition for code, edition in found if edition}


def age_in_days(edition: ListEdition, day: dt.date) -> int:
    """Return how long ago the edition was issued or last found to be still the publisher's current one."""
    checks = ListCheck.objects.found_current(edition).filter(checked_at__date__lte=day)
    checked = checks.aggregate(at=Max("checked_at"))["at"]
    known_current = max(edition.issued_date, checked.date()) if checked else edition.issued_date
    return max(0, (day - known_current).days)
