"""The lists that an office checks against, their editions and entries, as people look them up."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from duediligence.domain.lists import owner_key
from duediligence.models import User
from screening.models import Entry, ListEdition, ListSource


def visible_sources(user: User) -> QuerySet[ListSource]:
    """Public lists are everybody's; an office's own list is that institution's alone."""
    if user.is_superuser:
        return ListSource.objects.all()
    return ListSource.objects.known_to(owner_key(user.institution) if user.institution else "")


def editions_in_force(sources: list[ListSource], day: dt.date) -> dict[int, ListEdition]:
    """Return by source what ``screening.lists.as_at.edition_as_at`` returns for one: whole lists before extracts."""
    in_force = ListEdition.objects.in_force(day).filter(source__in=sources).select_related("source")
    ordered = in_force.order_by("-is_extract", "effective_date", "issued_date", "pk")
    return {edition.source_id: edition for edition in ordered}


def entries_about(edition: ListEdition, words: str) -> QuerySet[Entry]:
    """Return the entries of an edition, those with a name or identifier that holds ``words``."""
    entries = Entry.objects.filter(edition=edition).prefetch_related("names")
    if not words:
        return entries
    named = Entry.objects.filter(edition=edition, names__text__icontains=words).order_by().values("pk")
    return entries.filter(Q(pk__in=named) | Q(uid__icontains=words))


@dataclass(frozen=True, slots=True)
class LookUp:
    """What one list said on a day: the edition in force, if any, and the entries that fit the words."""

    source: ListSource
    edition: ListEdition | None
    entries: list[Entry]


SHOWN = 20


def as_at(user: User, day: dt.date, words: str, *, code: str = "") -> list[LookUp]:
    """Return for every visible list, or for one, the edition in force on ``day`` and its entries about ``words``."""
    sources = [one for one in visible_sources(user) if code in ("", one.code)]
    editions = editions_in_force(sources, day)
    found: dict[int, list[Entry]] = {}
    if words:
        in_force = [edition.pk for edition in editions.values()]
        named = Entry.objects.filter(edition__in=in_force, names__text__icontains=words).order_by().values("pk")
        for entry in Entry.objects.filter(pk__in=named).prefetch_related("names")[: SHOWN * len(sources)]:
            found.setdefault(entry.edition_id, []).append(entry)
    return [_look_up(source, editions.get(source.pk), found) for source in sources]


def _look_up(source: ListSource, edition: ListEdition | None, found: dict[int, list[Entry]]) -> LookUp:
    return LookUp(source, edition, found.get(edition.pk, [])[:SHOWN] if edition else [])
