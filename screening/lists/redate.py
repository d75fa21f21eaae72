"""The days of an edition that waits, put right. What was read of it stays as it is."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from screening.enums import EditionAct, EditionState, HoldCode
from screening.lists import decide
from screening.lists.identity import carry_identity
from screening.lists.load import EditionDates, dated_hash, end_reading, loading_facts
from screening.lists.patch import as_parsed
from screening.lists.printed import printed_entries
from screening.lists.store import store
from screening.models import EditionRowError, ListEdition

CARRIED = ("source", "is_extract", "file_name", "source_address", "importer_version", "loaded_at", "loaded_by")


def can_be_redated(edition: ListEdition) -> bool:
    """Whether nobody has decided anything about the edition yet."""
    decided = edition.decisions.exclude(act=EditionAct.LOADED).exists()
    return edition.state == EditionState.HELD and not decided


@transaction.atomic
def redate(edition: ListEdition, dates: EditionDates, *, by: str, now: dt.datetime | None = None) -> ListEdition:
    """Return an edition that says the same and has other days; it waits in the place of the one that is put away.

    Nothing of an edition is ever changed, so its entries are read again from what is kept. Raises ``NotPossible``.
    """
    if not can_be_redated(edition):
        raise decide.NotPossible(edition, EditionAct.DISCARDED)
    dated = _with_days(edition, dates)
    days = f"{edition.issued_date}, {edition.effective_date} → {dated.issued_date}, {dated.effective_date}"
    decide.discard(edition, by=by, reason=days, now=now)
    dated.save()
    store(dated, (as_parsed(entry) for entry in printed_entries(edition.pk)))
    _keep_row_errors(edition, dated)
    carry_identity(dated)
    incomplete = [held for held in edition.holds if held["code"] == HoldCode.INCOMPLETE]
    end_reading(dated, as_preview=True, found=incomplete)
    facts = loading_facts(dated) | {"days_of": edition.pk}
    decide.note(dated, EditionAct.LOADED, by=by, reason=days, now=now or timezone.now(), facts=facts)
    return dated


def _with_days(edition: ListEdition, dates: EditionDates) -> ListEdition:
    issued = dates.issued or edition.issued_date
    is_named_by_day = edition.label == edition.issued_date.isoformat()
    return ListEdition(
        **{name: getattr(edition, name) for name in CARRIED},
        label=str(issued) if is_named_by_day else edition.label,
        issued_date=issued,
        effective_date=dates.effective or edition.effective_date,
        stated_repeal_date=dates.repealed,
        sha256=dated_hash(edition.sha256, dates),
        state=EditionState.LOADING,
        entry_count=0,
        name_count=0,
    )


def _keep_row_errors(edition: ListEdition, dated: ListEdition) -> None:
    kept = list(edition.row_errors.all())
    for error in kept:
        error.pk, error.edition = None, dated
    EditionRowError.objects.bulk_create(kept, batch_size=1000)
    dated.row_error_count = len(kept)
