"""Notes, consultations and incidents on a case: added at any time, read by those whom each is meant for."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.enums import RecordKind, RecordVisibility
from duediligence.models import Case, CaseRecord

WRITERS = access.COLLECTORS | access.DECIDERS


@dataclass(frozen=True, slots=True)
class RecordInput:
    """``follows`` is an earlier record of the case: what follows it is of its kind and has its readers."""

    kind: RecordKind
    title: str
    text: str
    happened_date: dt.date
    visibility: RecordVisibility
    follows: CaseRecord | None = None


@transaction.atomic
def add(case: Case, given: RecordInput, *, actor: Actor, now: dt.datetime | None = None) -> CaseRecord:
    """Add a record to a case, open or closed.

    Steps: lock the case, check person, state and words, write, audit without a word of what it says. Raises
    ``NotAllowed``, ``Recused``, ``CasePurged``, ``InvalidInput``, ``RecordNotThere``.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    user = access.demand_on(actor, WRITERS, case)
    if case.purged_at:
        raise errors.CasePurged
    _check(given, timezone.localdate(now))
    first = given.follows
    if first and not CaseRecord.objects.visible_to(user).filter(pk=first.pk, case=case).exists():
        raise errors.RecordNotThere(field="follows")
    record = CaseRecord.objects.create(
        case=case,
        follows=first,
        kind=first.kind if first else given.kind,
        visibility=first.visibility if first else given.visibility,
        happened_date=given.happened_date,
        title=given.title.strip(),
        text=given.text.strip(),
        made_by=user,
        made_at=now,
    )
    words = f"{record.title}\n{record.text}"
    audit.record(
        actor,
        "case_record.added",
        record,
        institution=case.institution,
        case_reference=case.reference,
        after={
            "visibility": record.visibility,
            "date": record.happened_date.isoformat(),
            "sha256": hashlib.sha256(words.encode()).hexdigest(),
        },
    )
    return record


def _check(given: RecordInput, today: dt.date) -> None:
    if not given.title.strip():
        raise errors.InvalidInput("title", "missing")
    if not given.text.strip():
        raise errors.InvalidInput("text", "missing")
    if given.happened_date > today:
        raise errors.InvalidInput("happened_date", "in_the_future", value=given.happened_date)
