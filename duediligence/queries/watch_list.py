"""The rows of an institution's own watch list: as published, or as its open draft has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from duediligence.domain import watch_list
from duediligence.models import Institution
from screening.lists.as_at import edition_of
from screening.lists.drafts import cells_of
from screening.lists.printed import printed_entries
from screening.models import ListEdition


class RowState(StrEnum):
    """What the draft does with a row."""

    KEPT = "kept"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One entry in the columns of our own table. ``before`` is what the published edition says of it."""

    uid: str
    cells: Mapping[str, str]
    state: RowState = RowState.KEPT
    before: Mapping[str, str] | None = None


def rows_of(institution: Institution) -> list[WatchRow]:
    """Return the rows of the open draft, those that it changes first; of the edition in use where none is open."""
    draft = watch_list.open_draft(institution)
    if draft is None:
        present = edition_of(watch_list.source_of(institution), timezone.localdate())
        return [WatchRow(uid, cells) for uid, cells in _published(present).items()]
    published = _published(draft.begun_from)
    rows = [
        WatchRow(row.uid, row.cells, _state(row.cells, published.get(row.uid), row.is_removed), published.get(row.uid))
        for row in draft.rows.order_by("pk")
    ]
    return sorted(rows, key=lambda row: row.state is RowState.KEPT)


def _published(edition: ListEdition | None) -> dict[str, dict[str, str]]:
    return {entry.uid: cells_of(entry) for entry in printed_entries(edition.pk)} if edition else {}


def _state(cells: Mapping[str, str], before: Mapping[str, str] | None, is_removed: bool) -> RowState:
    if is_removed:
        return RowState.REMOVED
    if before is None:
        return RowState.ADDED
    return RowState.KEPT if cells == before else RowState.CHANGED
