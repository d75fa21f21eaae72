"""What is due in each case of a list, in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from duediligence.domain.due import RELATED, dues
from duediligence.domain.standing import Due
from duediligence.models import User
from duediligence.queries.case_rows import CaseRow


def dues_of(rows: Sequence[CaseRow], now: dt.datetime) -> dict[int, list[Due]]:
    """Return by the key of the case what is due in it, the soonest first."""
    prefetch_related_objects([row.case for row in rows], *RELATED)
    return {row.case.pk: dues(row.case, now, unreviewed=row.unreviewed) for row in rows}


def next_due(found: Sequence[Due], reader: User | None) -> Due | None:
    """Return what is due first, of what is asked of ``reader`` when one is named and anything is."""
    roles = reader.roles() if reader else frozenset()
    own = [one for one in found if reader and one.is_asked_of(reader.pk, roles)]
    return next(iter(own or found), None)
