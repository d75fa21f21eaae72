"""What publishing a draft of the own watch list would change, without publishing it."""

from collections.abc import Iterator

from screening.importers.base import ParsedEntry
from screening.lists.delta import Delta, delta
from screening.lists.drafts import parsed
from screening.lists.printed import PrintedEntry, PrintedName
from screening.models import ListEdition, WatchListDraft


def draft_delta(draft: WatchListDraft, before: ListEdition | None) -> Delta:
    """Return the classed difference between an edition and what the draft would be as one."""
    return delta(before, ListEdition(source=draft.source, label=""), entries=list(_printed(draft)))


def _printed(draft: WatchListDraft) -> Iterator[PrintedEntry]:
    for row in draft.rows.filter(is_removed=False).order_by("pk"):
        for item in parsed(row.uid, row.cells):
            if isinstance(item, ParsedEntry):
                yield _as_printed(item, row.pk)


def _as_printed(entry: ParsedEntry, pk: int) -> PrintedEntry:
    return PrintedEntry(
        pk=pk,
        uid=entry.uid,
        kind=entry.kind,
        names=tuple(PrintedName(name.text, name.type, name.is_weak, name.is_primary) for name in entry.names),
        countries=entry.countries,
        birth_dates=entry.birth_dates,
        identifiers=entry.identifiers,
        attributes={key: value if isinstance(value, str) else list(value) for key, value in entry.attributes.items()},
        uid_is_stable=entry.uid_is_stable,
        row=entry.row,
    )
