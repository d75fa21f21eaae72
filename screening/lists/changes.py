"""What can change about an entry between two editions, and how much of it matters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from screening.lists.printed import PrintedEntry, PrintedName, name_key


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    ALIAS_ADDED = "alias_added"
    ALIAS_MOVED = "alias_moved"
    ALIAS_REMOVED = "alias_removed"
    ATTRIBUTE_CHANGED = "attribute_changed"
    COSMETIC = "cosmetic"


BOOKKEEPING = frozenset(
    {"source_url", "source_page", "source_list_url", "authority", "last_updated", "last_update", "links", "listed_by"}
)
"""What publishers print about their own files; nobody is judged by it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``field`` and the values before and after are empty where the kind says it all.

    ``other_uid`` is the entry that an alias moved to or came from, that this one was split from or merged into.
    """

    kind: ChangeKind
    field: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    other_uid: str = ""


def changes(before: PrintedEntry, after: PrintedEntry) -> Iterator[Change]:
    """Yield what differs between two printings of one entry, nothing when they are the same."""
    found = [*_names(before, after), *_fields(before, after)]
    if found:
        yield from found
    elif _as_printed(before) != _as_printed(after):
        yield Change(ChangeKind.COSMETIC)


def _names(before: PrintedEntry, after: PrintedEntry) -> Iterator[Change]:
    old, new = before.keys(), after.keys()
    was, now = before.main_key, after.main_key
    if was != now:
        yield Change(ChangeKind.RENAMED, "name", (before.primary_name,), (after.primary_name,))
    for key in new.keys() - old.keys() - {now}:
        yield Change(ChangeKind.ALIAS_ADDED, "names", (), (new[key].text,))
    for key in old.keys() - new.keys() - {was}:
        yield Change(ChangeKind.ALIAS_REMOVED, "names", (old[key].text,), ())
    weaker = [key for key in old.keys() & new.keys() if old[key].is_weak != new[key].is_weak]
    for key in weaker:
        yield Change(ChangeKind.ATTRIBUTE_CHANGED, "alias_quality", (_quality(old[key]),), (_quality(new[key]),))


def _quality(name: PrintedName) -> str:
    return f"{name.text} ({'weak' if name.is_weak else 'strong'})"


def _fields(before: PrintedEntry, after: PrintedEntry) -> Iterator[Change]:
    ours, theirs = _values(before), _values(after)
    for field in sorted(ours.keys() | theirs.keys()):
        old, new = ours.get(field, ()), theirs.get(field, ())
        if {name_key(value) for value in old} != {name_key(value) for value in new}:
            yield Change(ChangeKind.ATTRIBUTE_CHANGED, field, old, new)


def _values(entry: PrintedEntry) -> dict[str, tuple[str, ...]]:
    printed = {key: as_values(value) for key, value in entry.attributes.items() if key not in BOOKKEEPING}
    return {
        **printed,
        "kind": (str(entry.kind),),
        "countries": entry.countries,
        "birth_dates": entry.birth_dates,
        "identifiers": tuple(f"{scheme}:{value}" for scheme, value in entry.identifiers),
    }


def as_values(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _as_printed(entry: PrintedEntry) -> tuple[Any, ...]:
    attributes: Mapping[str, Any] = entry.attributes
    return (
        sorted((name.text, name.type) for name in entry.names),
        sorted(entry.identifiers),
        {key: as_values(value) for key, value in attributes.items()},
    )
