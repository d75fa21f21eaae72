"""Which editions a run uses, and in what state it finds them."""

import datetime as dt

from screening.enums import ListState
from screening.lists.as_at import age_in_days, edition_as_at
from screening.models import ListEdition, Run, RunList
from screening.runs.request import ListUse, ScreeningRequest


def pin(run: Run, request: ScreeningRequest) -> list[RunList]:
    """Record for every list of the request the edition in force and its state."""
    rows = [_row(run, use, request) for use in request.lists]
    return RunList.objects.bulk_create(rows)


def _row(run: Run, use: ListUse, request: ScreeningRequest) -> RunList:
    edition = edition_as_at(use.source_code, request.as_at_date, owner_ref=request.lists_of)
    return RunList(
        run=run,
        source_code=use.source_code,
        edition=edition,
        edition_sha256=edition.sha256 if edition else "",
        effect=use.effect,
        state=_state(edition, use, request.as_at_date),
        is_required=use.is_required,
    )


def _state(edition: ListEdition | None, use: ListUse, day: dt.date) -> ListState:
    if edition is None:
        return ListState.MISSING
    if edition.is_extract:
        return ListState.EXTRACT
    return ListState.STALE if age_in_days(edition, day) > use.max_age_days else ListState.FRESH


def problems(rows: list[RunList], *, accepts_extracts: bool) -> list[dict[str, str]]:
    """Return why a run over these lists is only partial: what could not be checked is not clear."""
    accepted = {ListState.FRESH, ListState.EXTRACT} if accepts_extracts else {ListState.FRESH}
    return [
        {"code": f"list_{row.state}", "list": row.source_code}
        for row in rows
        if row.state not in accepted and (row.is_required or row.edition_id)
    ]
