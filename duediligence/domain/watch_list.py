"""The office's own watch list: written by some, published by another."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from duediligence import errors
from duediligence.domain import access, audit, lists
from duediligence.domain.actor import Actor
from duediligence.models import Institution
from screening.enums import DraftStatus
from screening.importers.faults import ImportRefused
from screening.lists import drafts
from screening.lists.sources import own_watch_list
from screening.models import DraftRow, ListEdition, ListSource, WatchListDraft


def source_of(institution: Institution) -> ListSource:
    """Return the institution's own watch list."""
    return own_watch_list(lists.owner_key(institution))


def open_draft(institution: Institution) -> WatchListDraft | None:
    owned = WatchListDraft.objects.filter(source__owner_ref=lists.owner_key(institution))
    return owned.filter(status=DraftStatus.OPEN).select_related("source", "begun_from").first()


@transaction.atomic
def put(
    institution: Institution, uid: str, cells: Mapping[str, str], *, actor: Actor, now: dt.datetime | None = None
) -> DraftRow:
    """Write a row into the open draft, which begins when there is none. An empty ``uid`` adds one.

    Raises ``NotAllowed``, ``FileRefused`` when the row cannot be an entry.
    """
    access.demand(actor, access.LIST_KEEPERS, institution)
    draft = drafts.begin(source_of(institution), by=actor.label, now=now)
    try:
        row, before = drafts.put_row(draft, uid, cells, by=actor.label, now=now)
    except drafts.RowRefused as refused:
        raise errors.FileRefused(field="name", detail=str(refused)) from refused
    verb = "watch_list.row_changed" if before else "watch_list.row_added"
    audit.record(actor, verb, row, institution=institution, before=_filled(before), after=_filled(row.cells))
    return row


@transaction.atomic
def remove(institution: Institution, uid: str, *, actor: Actor, now: dt.datetime | None = None) -> DraftRow:
    """Strike a row of the open draft out, or take it back. Raises ``NotAllowed``, ``DraftNotOpen``."""
    access.demand(actor, access.LIST_KEEPERS, institution)
    draft = drafts.begin(source_of(institution), by=actor.label, now=now)
    if not draft.rows.filter(uid=uid).exists():
        raise errors.DraftNotOpen
    row = drafts.remove_row(draft, uid, by=actor.label, now=now)
    verb = "watch_list.row_removed" if row.is_removed else "watch_list.row_restored"
    audit.record(actor, verb, row, institution=institution, before=_filled(row.cells))
    return row


def why_not(draft: WatchListDraft, actor: Actor, *, publishes: bool) -> errors.Refused | None:
    """Return what keeps ``actor`` from publishing the draft, or from putting it away."""
    if not lists.is_keeper(actor, draft.source):
        return errors.NotAllowed()
    if publishes and not drafts.is_changed(draft):
        return errors.DraftUnchanged()
    if publishes and actor.label in drafts.authors(draft):
        return errors.SamePersonPublishesList()
    return None


@transaction.atomic
def publish(draft: WatchListDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> ListEdition:
    """Make the draft the edition in use.

    Raises ``NotAllowed``, ``ReasonMissing``, ``DraftUnchanged``, ``SamePersonPublishesList``, ``DraftNotOpen``,
    ``FileRefused`` when no row is left.
    """
    _demand(draft, actor, reason, publishes=True)
    try:
        edition = drafts.publish(draft, by=actor.label, reason=reason, now=now)
    except drafts.DraftClosed as refused:
        raise errors.DraftNotOpen from refused
    except ImportRefused as refused:
        raise errors.FileRefused(detail=str(refused), refused=refused) from refused
    lists.note(edition.decisions.all())
    audit.record(actor, "watch_list.published", edition, institution=lists.owner_of(draft.source), reason=reason)
    return edition


@transaction.atomic
def discard(draft: WatchListDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Put the draft away. Raises ``NotAllowed``, ``ReasonMissing``, ``DraftNotOpen``."""
    _demand(draft, actor, reason, publishes=False)
    try:
        drafts.discard(draft, by=actor.label, reason=reason, now=now)
    except drafts.DraftClosed as refused:
        raise errors.DraftNotOpen from refused
    audit.record(actor, "watch_list.discarded", draft, institution=lists.owner_of(draft.source), reason=reason)


def _demand(draft: WatchListDraft, actor: Actor, reason: str, *, publishes: bool) -> None:
    if refused := why_not(draft, actor, publishes=publishes):
        raise refused
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in cells.items() if value}
