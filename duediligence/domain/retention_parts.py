"""What is kept for a shorter time than the case file it is in: declarations, their masked answers, attachments."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.models import Attachment, Case, Declaration, DeclarationLink, DeclarationVersion, SubmissionFile
from duediligence.policy.calendar import add_months
from duediligence.policy.keeping import KeptFrom, KeptRecord


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A sort of records of a closed case, how many there are, and the last day on which they are kept."""

    case: Case
    record: KeptRecord
    kept_until: dt.date
    count: int


@dataclass(frozen=True, slots=True)
class _Part:
    """``removed`` is the field of the case that says when; ``made`` the field of ``rows`` that says since when."""

    removed: str
    made: str
    rows: Callable[[Case], models.QuerySet[Any]]
    remove: Callable[[Case], None]


def expired(day: dt.date) -> list[KeptPart]:
    """Return what the policies do not keep beyond ``day`` of case files that they still keep, the oldest first."""
    unremoved = Q(*((f"{part.removed}__isnull", True) for part in _PARTS.values()), _connector=Q.OR)
    closed = Case.objects.filter(unremoved, closed_at__isnull=False, purged_at__isnull=True)
    found = []
    for case in closed.select_related("policy_edition").order_by("closed_at"):
        if until_of(case, KeptRecord.CASE_FILE, case.opened_at) >= day:
            found += [part for part in standing(case) if part.kept_until < day]
    return found


def standing(case: Case) -> list[KeptPart]:
    """Return the sorts of records that a closed case still has, with the day until which each is kept."""
    due = ((record, _until(case, record)) for record, part in _PARTS.items() if not getattr(case, part.removed))
    return [KeptPart(case, record, until, _PARTS[record].rows(case).count()) for record, until in due if until]


def until_of(case: Case, record: KeptRecord, newest: dt.datetime | None = None) -> dt.date:
    """Return the last day on which the records of a closed case are kept.

    Months from when a record was made count from the ``newest``; nothing goes before the case is closed.
    """
    kept, closed_on = read(case.policy_edition).retention_of(record), timezone.localdate(case.closed_at)
    since = timezone.localdate(newest) if newest and kept.counted_from is KeptFrom.RECORD_MADE else closed_on
    return max(add_months(since, kept.months), closed_on)


def _until(case: Case, record: KeptRecord) -> dt.date | None:
    """Return until when the records that there are of this sort are kept; ``None`` when there are none."""
    part = _PARTS[record]
    newest = part.rows(case).aggregate(newest=Max(part.made))["newest"]
    return until_of(case, record, newest) if newest else None


@transaction.atomic
def purge_part(case: Case, record: KeptRecord, *, actor: Actor, now: dt.datetime | None = None) -> int:
    """Remove one sort of records of a closed case; return how many there were.

    Steps: lock, check that it is due, mark the case, remove, audit. Raises ``NotAllowed`` for a person,
    ``RetentionNotOver``.
    """
    now = now or timezone.now()
    access.demand_unless_system(actor, frozenset(), case.institution)
    case = Case.objects.select_for_update(of=("self",)).select_related("institution").get(pk=case.pk)
    part = _PARTS[record]
    until = _until(case, record) if case.closed_at and not case.purged_at else None
    if until is None or until >= timezone.localdate(now):
        raise errors.RetentionNotOver(reference=case.reference)
    count = part.rows(case).count()
    setattr(case, part.removed, now)
    case.save(update_fields=[part.removed])
    part.remove(case)
    audit.record(
        actor,
        f"retention.{record}_removed",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={"count": count, "kept_until": until.isoformat()},
    )
    return count


def _masked(case: Case) -> models.QuerySet[DeclarationVersion]:
    return DeclarationVersion.objects.filter(declaration__case=case).exclude(masked="")


def _remove_masked(case: Case) -> None:
    """Blank what is encrypted in versions and drafts; files of submissions that state it go as they are."""
    _masked(case).update(masked="")
    case.declarations.update(draft_masked="")
    stating = SubmissionFile.objects.filter(submission__case=case, stored__is_sealed=True)
    keys = list(stating.values_list("stored", flat=True))
    stating.delete()
    stored_file.forget(keys)


def _declared(case: Case) -> models.QuerySet[Declaration]:
    return Declaration.objects.filter(case=case)


def _remove_declared(case: Case) -> None:
    DeclarationLink.objects.filter(declaration__case=case).delete()
    DeclarationVersion.objects.filter(declaration__case=case).delete()
    _declared(case).delete()


def _attached(case: Case) -> models.QuerySet[Attachment]:
    return Attachment.objects.filter(case=case)


def _remove_attached(case: Case) -> None:
    keys = list(_attached(case).values_list("stored", flat=True))
    _attached(case).delete()
    stored_file.forget(keys)


_PARTS: Mapping[KeptRecord, _Part] = {
    KeptRecord.MASKED_ANSWER: _Part("masked_removed_at", "submitted_at", _masked, _remove_masked),
    KeptRecord.DECLARATION: _Part("declarations_removed_at", "created_at", _declared, _remove_declared),
    KeptRecord.ATTACHMENT: _Part("attachments_removed_at", "uploaded_at", _attached, _remove_attached),
}
