"""What is kept no longer: which case files are due by the policy, and removing the personal data in them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.retention_parts import until_of
from duediligence.models import (
    AuditEvent,
    Case,
    Clearance,
    DeclarationLink,
    DeclarationVersion,
    MeasureRecord,
    Membership,
    Organisation,
    PartnerConfirmation,
    PartnerFile,
    Person,
    Proposal,
    ProposalParty,
    StepDecision,
    SubjectOrigin,
    SubmissionFile,
)
from duediligence.policy.keeping import KeptRecord
from screening.models import Hit, Run, TechnologyHit

REMOVED = "—"
"""Stands where words were that may not be empty."""


@dataclass(frozen=True, slots=True)
class Expired:
    """A case file whose retention has ended, and how many records of each sort its removal touches."""

    case: Case
    closed_on: dt.date
    kept_until: dt.date
    counts: dict[str, int]


def expired(day: dt.date) -> list[Expired]:
    """Return the closed case files that the policy does not keep beyond ``day``, the oldest first."""
    closed = Case.objects.filter(closed_at__isnull=False, purged_at__isnull=True).select_related("policy_edition")
    found = [(case, *dates_of(case)) for case in closed.order_by("closed_at")]
    return [Expired(case, since, until, counts_of(case)) for case, since, until in found if until < day]


def dates_of(case: Case) -> tuple[dt.date, dt.date]:
    """Return when a closed case was closed and the last day on which its file is kept."""
    closed_on = timezone.localdate(case.closed_at)
    return closed_on, until_of(case, KeptRecord.CASE_FILE, case.opened_at)


def counts_of(case: Case) -> dict[str, int]:
    """Return how many records of each sort the removal of a case file touches."""
    sorts = {
        "people": Membership.objects.filter(revision__proposal=case.proposal_id).values("person").distinct(),
        "runs": Run.objects.filter(owner_ref=_owner_ref(case)),
        "declarations": case.declarations.all(),
        "partner_parts": case.partner_parts.all(),
        "judgements": case.dispositions.all(),
        "sources": case.sources.all(),
        "records": case.records.all(),
        "assessments": case.assessments.all(),
        "measures": case.measures.all(),
        "consents": case.consents.all(),
        "submissions": case.submissions.all(),
        "attachments": case.attachments.all(),
        "decisions": StepDecision.objects.filter(step__case=case),
        "audit_events": _events(case),
    }
    return {name: rows.count() for name, rows in sorts.items()}


def _owner_ref(case: Case) -> str:
    return f"case:{case.pk}"


def _events(case: Case) -> models.QuerySet[AuditEvent]:
    """Return the events whose words go; those that prove a bundle hold the hash of its manifest alone, and stay."""
    about = Q(case_reference=case.reference) | Q(object_type="proposal", object_id=str(case.proposal_id))
    kept = AuditEvent.objects.filter(about, institution=case.institution_id, purged_at__isnull=True)
    return kept.exclude(verb="case.bundled")


@transaction.atomic
def purge(case: Case, *, actor: Actor, now: dt.datetime | None = None) -> dict[str, int]:
    """Remove the personal data of one case file; reference, dates, steps, outcome and the audit chain stay.

    Steps: lock, check that it is due, mark the case, remove files, submissions, declarations, judgements, assessments,
    measures and what was screened, blank the words of decisions and answers, remove the people, organisations and
    texts of the proposal unless another case still needs them, remove the words of the audit events, audit. Returns how
    many records of each sort there were. Raises ``NotAllowed`` for a person, ``RetentionNotOver``.
    """
    now = now or timezone.now()
    access.demand_unless_system(actor, frozenset(), case.institution)
    Proposal.objects.select_for_update().get(pk=case.proposal_id)
    case = Case.objects.select_for_update(of=("self",)).select_related("institution").get(pk=case.pk)
    if case.closed_at is None or case.purged_at or dates_of(case)[1] >= timezone.localdate(now):
        raise errors.RetentionNotOver(reference=case.reference)
    counts = counts_of(case)
    case.purged_at = now
    case.save(update_fields=["purged_at"])
    _remove_files(case)
    is_last = not case.proposal.cases.filter(purged_at__isnull=True).exclude(pk=case.pk).exists()
    people, organisations = _named(case, is_last=is_last)
    _remove_work(case)
    _remove_screening(case)
    _blank_words(case)
    events = _events(case)
    if is_last:
        _empty_proposal(case)
    gone = {"person": _gone(Person, people), "organisation": _gone(Organisation, organisations)}
    for kind, numbers in gone.items():
        events |= AuditEvent.objects.filter(object_type=kind, object_id__in=numbers)
    where: dict[str, Any] = {"institution": case.institution, "case_reference": case.reference}
    audit.purge(events, case, actor=actor, now=now, **where)
    audit.record(actor, "case.purged", case, after=counts, **where)
    return counts


def _remove_work(case: Case) -> None:
    DeclarationLink.objects.filter(declaration__case=case).delete()
    DeclarationVersion.objects.filter(declaration__case=case).delete()
    case.declarations.all().delete()
    PartnerConfirmation.objects.filter(part__case=case).delete()
    case.partner_parts.all().delete()
    case.consents.all().delete()
    case.cross_checks.all().delete()
    case.sources.all().delete()
    case.due_diligence.all().delete()
    case.joinings.all().delete()
    case.records.all().delete()
    MeasureRecord.objects.filter(measure__case=case).delete()
    case.measures.all().delete()
    case.assessments.all().delete()
    case.recusals.update(text="")
    Clearance.objects.filter(disposition__case=case).delete()
    case.dispositions.update(carried_from=None)
    case.dispositions.all().delete()
    case.technology_answers.all().delete()
    case.technology_judgements.all().delete()


def _remove_files(case: Case) -> None:
    """Remove attachments, files of partners, what was submitted and letters; bytes that another case refers to stay."""
    files = SubmissionFile.objects.filter(submission__case=case)
    kept = {*files.values_list("stored", flat=True), *case.confirmations.values_list("letter", flat=True)}
    kept |= set(case.attachments.values_list("stored", flat=True))
    told = PartnerFile.objects.filter(part__case=case)
    kept |= set(told.values_list("stored", flat=True))
    told.delete()
    case.attachments.all().delete()
    case.confirmations.update(submission=None, letter=None, letter_name="")
    files.delete()
    case.submissions.all().delete()
    stored_file.forget(key for key in kept if key)


def _remove_screening(case: Case) -> None:
    """Leave that and when there was a run and on which editions; names asked and matched go."""
    runs = Run.objects.filter(owner_ref=_owner_ref(case))
    SubjectOrigin.objects.filter(case=case).delete()
    Hit.objects.filter(run__in=runs).delete()
    TechnologyHit.objects.filter(run__in=runs).delete()
    runs.update(request={}, technology={}, problems=[])
    case.waivers.update(reason=REMOVED)


def _blank_words(case: Case) -> None:
    decisions = StepDecision.objects.filter(step__case=case)
    decisions.update(reason=REMOVED)
    decisions.exclude(void_reason="").update(void_reason=REMOVED)
    case.confirmations.exclude(comments="").update(comments=REMOVED)
    case.close_reason = REMOVED
    case.save(update_fields=["close_reason"])


def _named(case: Case, *, is_last: bool) -> tuple[set[int], set[int]]:
    """Return the keys of the people and organisations that are named here; maybe nowhere else."""
    rows = list(case.joinings.values_list("person", "organisation", "person__affiliation"))
    organisations: set[int | None] = set()
    if is_last:
        within = {"revision__proposal": case.proposal_id}
        rows += Membership.objects.filter(**within).values_list("person", "organisation", "person__affiliation")
        organisations |= set(ProposalParty.objects.filter(**within).values_list("organisation", flat=True))
    organisations |= {one for _person, *both in rows for one in both}
    return {person for person, *_both in rows}, {one for one in organisations if one}


def _empty_proposal(case: Case) -> None:
    revisions = case.proposal.revisions.all()
    for revision in revisions:
        revision.memberships.all().delete()
        revision.parties.all().delete()
    blank: dict[str, Any] = {"title_en": "", "abstract_ja": "", "abstract_en": "", "keywords_ja": [], "keywords_en": []}
    revisions.update(title_ja=REMOVED, reason="", **blank)


def _gone(model: type[Person | Organisation], keys: Iterable[int]) -> list[str]:
    """Delete each unless another record needs it; return the keys of those that went."""
    return [str(pk) for pk in sorted(keys) if _is_gone(model, pk)]


def _is_gone(model: type[Person | Organisation], pk: int) -> bool:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).delete()
    except ProtectedError:
        return False
    return True
