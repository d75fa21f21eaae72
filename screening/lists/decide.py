"""Taking editions into use and out of it. Every act is noted with who, when and why.

That a person may act, and that the second person is another one in the eyes of the office, is the caller's matter;
the database refuses a release by the person who loaded or held the edition.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from screening.enums import EditionAct, EditionState
from screening.lists.periods import fit_into_time
from screening.models import EditionDecision, ListEdition


class NotPossible(Exception):  # noqa: N818 - an answer, not a malfunction
    """The edition's state does not allow the act; it may have changed a moment ago."""

    def __init__(self, edition: ListEdition, act: EditionAct) -> None:
        self.state, self.act = edition.state, act
        super().__init__(f"{edition} is {edition.state} and cannot be {act}.")


_FROM: Mapping[EditionAct, tuple[EditionState, ...]] = {
    EditionAct.APPLIED: (EditionState.HELD,),
    EditionAct.RELEASED: (EditionState.HELD, EditionState.DISCARDED),
    EditionAct.HELD: (EditionState.APPLIED,),
    EditionAct.DISCARDED: (EditionState.HELD,),
}


@transaction.atomic
def apply(edition: ListEdition, *, by: str, now: dt.datetime | None = None) -> EditionDecision:
    """Put an edition that was waiting into use: it finds its place in time among the others."""
    _move(edition, EditionAct.APPLIED, EditionState.APPLIED)
    return note(edition, EditionAct.APPLIED, by=by, now=now)


@transaction.atomic
def release(edition: ListEdition, *, by: str, reason: str, now: dt.datetime | None = None) -> EditionDecision:
    """Put a held edition into use on the word of a second person."""
    first = first_person(edition)
    _move(edition, EditionAct.RELEASED, EditionState.APPLIED)
    return note(edition, EditionAct.RELEASED, by=by, first_person=first, reason=reason, now=now)


@transaction.atomic
def hold(edition: ListEdition, *, by: str, reason: str, now: dt.datetime | None = None) -> EditionDecision:
    """Take an edition out of use; the one before it applies again."""
    _move(edition, EditionAct.HELD, EditionState.HELD)
    return note(edition, EditionAct.HELD, by=by, reason=reason, now=now)


@transaction.atomic
def discard(edition: ListEdition, *, by: str, reason: str, now: dt.datetime | None = None) -> EditionDecision:
    """Put a held edition away. It stays on record."""
    _move(edition, EditionAct.DISCARDED, EditionState.DISCARDED)
    return note(edition, EditionAct.DISCARDED, by=by, reason=reason, now=now)


def first_person(edition: ListEdition) -> str:
    """Return who brought the edition into the state it is in: whoever releases it is somebody else."""
    held = edition.decisions.filter(act__in=(EditionAct.LOADED, EditionAct.HELD)).last()
    return held.by if held else edition.loaded_by


def needs_second_person(edition: ListEdition) -> bool:
    """Whether the edition is suspicious or was taken out of use or put away by somebody."""
    acts = edition.decisions.filter(act__in=(EditionAct.HELD, EditionAct.DISCARDED))
    return edition.is_suspicious or acts.exists()


def note(
    edition: ListEdition,
    act: EditionAct,
    *,
    by: str,
    first_person: str = "",
    reason: str = "",
    now: dt.datetime | None = None,
    facts: Mapping[str, Any] | None = None,
) -> EditionDecision:
    return EditionDecision.objects.create(
        edition=edition,
        act=act,
        by=by,
        first_person=first_person,
        at=now or timezone.now(),
        reason=reason.strip(),
        facts=dict(facts or {}),
    )


def _move(edition: ListEdition, act: EditionAct, state: EditionState) -> None:
    """Change the state by compare-and-set, so that of two people who act at once one is told."""
    moved = ListEdition.objects.filter(pk=edition.pk, state__in=_FROM[act]).update(state=state, repealed_date=None)
    edition.refresh_from_db()
    if not moved:
        raise NotPossible(edition, act)
    fit_into_time(edition.source)
    edition.refresh_from_db()
