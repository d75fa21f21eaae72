"""The office's own watch list: begun from the present edition, changed row by row, published as a new edition.

That whoever publishes wrote no part of the draft is the caller's matter; the database refuses the person who began it.
"""

import csv
import datetime as dt
import secrets
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from screening.enums import DraftStatus, HoldCode
from screening.importers.base import ImportOptions, Limits, NameType, Parsed
from screening.importers.faults import RowError
from screening.importers.files import SourceFiles
from screening.importers.own_table import COLUMNS, read_row
from screening.importers.tables import Record
from screening.lists import decide
from screening.lists.as_at import edition_of
from screening.lists.load import EditionDates, load
from screening.lists.printed import PrintedEntry, PrintedName, printed_entries
from screening.models import DraftRow, ListEdition, ListSource, WatchListDraft

CELLS = tuple(column for column in COLUMNS if column != "uid")
ATTRIBUTES = ("programme", "concern", "note", "source_page", "listed_on")
Cells = Mapping[str, str]


class DraftClosed(Exception):  # noqa: N818 - an answer, not a malfunction
    """The draft was published or discarded a moment ago."""


class RowRefused(Exception):  # noqa: N818 - an answer about the input
    """What was typed cannot be an entry; ``errors`` name the fields."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        super().__init__("; ".join(map(str, errors)))


@transaction.atomic
def begin(source: ListSource, *, by: str, now: dt.datetime | None = None) -> WatchListDraft:
    """Return the open draft of a list, or a new one with the rows of the edition in use."""
    now = now or timezone.now()
    present = edition_of(source, timezone.localdate(now))
    draft, is_new = WatchListDraft.objects.get_or_create(
        source=source,
        status=DraftStatus.OPEN,
        defaults={"begun_from": present, "begun_by": by, "begun_at": now},
    )
    if is_new and present:
        entries = printed_entries(present.pk)
        DraftRow.objects.bulk_create(DraftRow(draft=draft, uid=entry.uid, cells=cells_of(entry)) for entry in entries)
    return draft


@transaction.atomic
def put_row(
    draft: WatchListDraft, uid: str, cells: Cells, *, by: str, now: dt.datetime | None = None
) -> tuple[DraftRow, Cells]:
    """Add a row, or change the one with this identifier; return it and what it held before. Raises ``RowRefused``."""
    _demand_open(draft)
    kept = {name: " ".join(cells.get(name, "").split()) for name in CELLS}
    if errors := check(kept):
        raise RowRefused(errors)
    row = draft.rows.filter(uid=uid).first() if uid else None
    before = row.cells if row else {}
    row = row or DraftRow(draft=draft, uid=secrets.token_hex(6))
    row.cells, row.is_removed, row.changed_by, row.changed_at = kept, False, by, now or timezone.now()
    row.save()
    return row, before


@transaction.atomic
def remove_row(draft: WatchListDraft, uid: str, *, by: str, now: dt.datetime | None = None) -> DraftRow:
    """Strike a row out, or take it back when it is struck out."""
    _demand_open(draft)
    row = draft.rows.get(uid=uid)
    row.is_removed, row.changed_by, row.changed_at = not row.is_removed, by, now or timezone.now()
    row.save()
    return row


@transaction.atomic
def publish(draft: WatchListDraft, *, by: str, reason: str, now: dt.datetime | None = None) -> ListEdition:
    """Make the draft the edition in use. It was made on purpose: only bad rows speak against it."""
    now = now or timezone.now()
    draft = _demand_open(draft)
    day = timezone.localdate(now)
    number = draft.source.editions.count() + 1
    with tempfile.TemporaryDirectory(prefix="watch-list-") as folder:
        path = _written(draft, Path(folder) / f"{draft.source.code}-{day}.csv")
        loaded = load(
            draft.source,
            SourceFiles.at(path),
            dates=EditionDates(day, day),
            # The number tells an edition from an earlier one with the same rows.
            options=ImportOptions(edition=f"{day} ({number})"),
            loaded_by=draft.begun_by,
            accept=(HoldCode.SHRINKAGE, HoldCode.OLDER),
            as_preview=True,
            now=now,
        )
    decide.release(loaded.edition, by=by, reason=reason, now=now)
    draft.edition = loaded.edition
    _close(draft, DraftStatus.PUBLISHED, by=by, reason=reason, now=now)
    return loaded.edition


@transaction.atomic
def discard(draft: WatchListDraft, *, by: str, reason: str, now: dt.datetime | None = None) -> None:
    """Put the draft away; the edition in use stays as it is."""
    _close(_demand_open(draft), DraftStatus.DISCARDED, by=by, reason=reason, now=now or timezone.now())


def authors(draft: WatchListDraft) -> set[str]:
    """Return everybody who wrote a part of the draft."""
    return {draft.begun_by, *draft.rows.exclude(changed_by="").values_list("changed_by", flat=True)}


def is_changed(draft: WatchListDraft) -> bool:
    return draft.rows.exclude(changed_by="").exists()


def check(cells: Cells) -> list[RowError]:
    """Return what keeps the cells from being an entry."""
    return [item for item in parsed("", cells) if isinstance(item, RowError)]


def parsed(uid: str, cells: Cells) -> Iterator[Parsed]:
    """Read the cells as the file of a published draft is read."""
    return read_row("", Record(0, {"uid": uid, **{name: cells.get(name, "") for name in CELLS}}), Limits())


def cells_of(entry: PrintedEntry) -> dict[str, str]:
    """The entry in the columns of our own table."""
    others = [name for name in entry.names[1:] if not name.is_weak]
    native = [name for name in others if name.type == NameType.NATIVE]
    return {
        "kind": str(entry.kind),
        "name": entry.primary_name,
        "aliases": _joined(name for name in others if name not in native),
        "weak_aliases": _joined(name for name in entry.names[1:] if name.is_weak),
        "native_names": _joined(native),
        "country": ";".join(entry.countries),
        "birth_date": ";".join(entry.birth_dates),
        "identifiers": ";".join(f"{scheme}:{value}" for scheme, value in entry.identifiers),
        **{name: str(entry.attributes.get(name, "")) for name in ATTRIBUTES},
    }


def _joined(names: Collection[PrintedName] | Iterator[PrintedName]) -> str:
    return ";".join(name.text for name in names)


def _written(draft: WatchListDraft, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for row in draft.rows.filter(is_removed=False).order_by("uid"):
            writer.writerow({"uid": row.uid, **row.cells})
    return path


def _demand_open(draft: WatchListDraft) -> WatchListDraft:
    found = WatchListDraft.objects.select_for_update().filter(pk=draft.pk, status=DraftStatus.OPEN).first()
    if found is None:
        raise DraftClosed
    return found


def _close(draft: WatchListDraft, status: DraftStatus, *, by: str, reason: str, now: dt.datetime) -> None:
    draft.status, draft.closed_by, draft.closed_at, draft.reason = status, by, now, reason.strip()
    draft.save()
