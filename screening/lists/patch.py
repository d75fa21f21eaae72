"""A whole edition out of a file that holds only changes to the edition before it."""

from collections.abc import Iterator

from screening.importers.base import NameType, Parsed, ParsedEntry, ParsedName, ParsedRemoval
from screening.importers.faults import RowError
from screening.lists.printed import PrintedEntry, printed_entries
from screening.models import ListEdition


def whole(items: Iterator[Parsed], base: ListEdition) -> Iterator[Parsed]:
    """Yield the entries of ``base`` as the changes leave them, then what is new; row errors as they come."""
    changed: dict[str, ParsedEntry | None] = {}
    for item in items:
        if isinstance(item, RowError):
            yield item
        else:
            changed[item.uid] = None if isinstance(item, ParsedRemoval) else item
    for entry in printed_entries(base.pk):
        if entry.uid not in changed:
            yield as_parsed(entry)
    yield from (entry for entry in changed.values() if entry)


def as_parsed(entry: PrintedEntry) -> ParsedEntry:
    return ParsedEntry(
        uid=entry.uid,
        uid_is_stable=entry.uid_is_stable,
        kind=entry.kind,
        names=tuple(ParsedName(name.text, NameType(name.type), name.is_weak) for name in entry.names),
        row=entry.row,
        countries=entry.countries,
        birth_dates=entry.birth_dates,
        identifiers=entry.identifiers,
        attributes={key: value if isinstance(value, str) else tuple(value) for key, value in entry.attributes.items()},
    )
