"""The parents of organisations as the Research Organization Registry has them, when its data are loaded."""

import datetime as dt
from collections.abc import Iterable, Iterator

from screening.lists.as_at import edition_as_at
from screening.matching.subject import Subject, SubjectName
from screening.models import Entry
from screening.names.kinds import NameKind

SOURCE = "ror"
LEVELS = 5
"""So far up a parent is looked for; the registry's own chains are shorter."""
_ADDRESS = "https://ror.org/"


def parents_of(rors: Iterable[str], day: dt.date) -> Iterator[tuple[Subject, str]]:
    """Yield each parent once with the name of the child through which it was reached."""
    edition = edition_as_at(SOURCE, day)
    if edition is None:
        return
    entries = Entry.objects.filter(edition=edition).prefetch_related("names")
    seen = {f"{_ADDRESS}{ror}" for ror in rors if ror}
    children = list(entries.filter(uid__in=seen))
    for _level in range(LEVELS):
        through = {parent: child for child in children for parent in _parents(child)}
        children = list(entries.filter(uid__in=[uid for uid in through if uid not in seen]))
        for parent in children:
            seen.add(parent.uid)
            yield _subject(parent), through[parent.uid].primary_name


def _parents(entry: Entry) -> list[str]:
    """An attribute with one value is kept as a text."""
    given = entry.attributes.get("parents", [])
    return [given] if isinstance(given, str) else list(given)


def _subject(entry: Entry) -> Subject:
    ror = entry.uid.removeprefix(_ADDRESS)
    names = tuple(SubjectName(name.text) for name in entry.names.all() if not name.is_weak or name.is_primary)
    return Subject(
        ref=f"ror:{ror}",
        kind=NameKind.ORGANIZATION,
        names=names,
        countries=tuple(entry.countries),
        identifiers=(("ror", ror),),
    )
