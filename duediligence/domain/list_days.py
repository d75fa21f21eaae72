"""The days of an uploaded edition: whoever compares them with the official page may put them right."""

import datetime as dt

from django.db import transaction

from duediligence import errors
from duediligence.domain import lists
from duediligence.domain.actor import Actor
from screening.lists import decide
from screening.lists.load import EditionDates
from screening.lists.redate import can_be_redated, redate
from screening.models import EditionDecision, ListEdition


def may_put_right(edition: ListEdition, actor: Actor) -> bool:
    """Whether the days can still be put right, and by this person."""
    return lists.is_keeper(actor, edition.source) and can_be_redated(edition)


@transaction.atomic
def put_right(
    edition: ListEdition, dates: EditionDates, *, actor: Actor, now: dt.datetime | None = None
) -> ListEdition:
    """Return the edition with the right days; it waits as the one before did, which is put away.

    Steps: check person, state and days, put the edition away, make it anew, audit both. Days that are the edition's
    leave it as it is. Raises ``NotAllowed``, ``EditionStateChanged``, ``InvalidInput``.
    """
    lists.demand_keeper(actor, edition.source)
    _demand_order(dates)
    if dates == EditionDates(edition.issued_date, edition.effective_date, edition.stated_repeal_date):
        return edition
    try:
        dated = redate(edition, dates, by=actor.label, now=now)
    except decide.NotPossible as too_late:
        raise errors.EditionStateChanged from too_late
    lists.note(EditionDecision.objects.filter(edition__in=(edition, dated)).order_by("pk"), actor=actor)
    return dated


def _demand_order(dates: EditionDates) -> None:
    if dates.issued is None:
        raise errors.InvalidInput("issued", "missing")
    if dates.effective is None or dates.effective < dates.issued:
        raise errors.InvalidInput("effective", "period")
    if dates.repealed and dates.repealed < dates.effective:
        raise errors.InvalidInput("repealed", "period")
