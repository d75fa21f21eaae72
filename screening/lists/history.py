"""One entry through the editions of its list."""

from collections.abc import Iterator
from dataclasses import dataclass

from screening.enums import LinkVerdict
from screening.lists.changes import Change, ChangeKind, changes
from screening.lists.printed import PrintedEntry, printed_entries
from screening.models import Entry, ListEdition, SettledLink


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What an edition says of the entry; ``entry`` is empty where it does not have it. ``changes`` are since before."""

    edition: ListEdition
    entry: PrintedEntry | None
    changes: tuple[Change, ...] = ()


def history(entry: Entry) -> list[HistoryLine]:
    """Follow an entry through every edition that is or was in use and the one it stands in, oldest first.

    The same entry is what has its identity, and what a person said to be the same. Whole lists and extracts are two
    successions: what an extract leaves out was not removed.
    """
    own = entry.edition
    editions = ListEdition.objects.filter(source=own.source, is_extract=own.is_extract)
    shown = [edition for edition in editions.in_time() if edition.state == "applied" or edition.pk == own.pk]
    uids = _identities(entry)
    return list(_lines(shown, uids))


def _lines(editions: list[ListEdition], uids: set[str]) -> Iterator[HistoryLine]:
    before: PrintedEntry | None = None
    is_begun = False
    for edition in editions:
        entry = next(printed_entries(edition.pk, uids), None)
        if entry is None and not is_begun:
            continue
        yield HistoryLine(edition, entry, _changed(before, entry, is_first=not is_begun))
        before, is_begun = entry, True


def _changed(before: PrintedEntry | None, after: PrintedEntry | None, *, is_first: bool) -> tuple[Change, ...]:
    if before and after:
        return tuple(changes(before, after))
    if after:
        return () if is_first else (Change(ChangeKind.ADDED),)
    return (Change(ChangeKind.REMOVED),) if before else ()


def _identities(entry: Entry) -> set[str]:
    links = SettledLink.objects.filter(source=entry.edition.source).order_by("pk")
    verdicts = {(link.before_uid, link.after_uid): link.verdict for link in links}
    pairs = [pair for pair, verdict in verdicts.items() if verdict == LinkVerdict.SAME]
    uids = {entry.uid}
    while wider := {uid for pair in pairs if uids & set(pair) for uid in pair} - uids:
        uids |= wider
    return uids
