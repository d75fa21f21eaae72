"""Clearances: what a judgement spares later runs, until it expires, a side changes, or somebody takes it back."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, reasons, route, screening
from duediligence.domain.actor import Actor
from duediligence.domain.evidence import DISMISSED
from duediligence.domain.policy import read
from duediligence.domain.telling import tell_officers
from duediligence.enums import CaseStatus, Judgement, StepStatus
from duediligence.models import Case, Clearance, Disposition
from duediligence.policy.keeping import Recheck
from duediligence.policy.reasons import ReasonedAct

REVOKED, EXPIRED = "clearance_revoked", "clearance_expired"


def settle(disposition: Disposition, *, actor: Actor, now: dt.datetime) -> None:
    """Let a judgement that is final replace what was cleared of the same pair, and clear it where it dismisses.

    That it is somebody else holds in every case; that the same one is not relevant holds in this case alone.
    """
    hit, case = disposition.hit, disposition.case
    pair = {
        "subject_ref": hit.subject_ref,
        "source_code": hit.source_code,
        "entry_uid": hit.entry.uid,
    }
    replaced = list(Clearance.objects.about(case).filter(**pair, revoked_at__isnull=True))
    _lock(_cases_of(replaced))
    _end(replaced, reason="judged again", actor=actor, now=now)
    is_other = disposition.judgement == Judgement.FALSE_POSITIVE
    if disposition.judgement in DISMISSED:
        days = read(case.policy_edition).days(Recheck.CLEARANCE)
        expires = timezone.localdate(now) + dt.timedelta(days=days)
        Clearance.objects.create(
            **pair,
            institution=case.institution,
            case=None if is_other else case,
            disposition=disposition,
            fingerprint=hit.fingerprint,
            expires_date=expires,
        )
    if not is_other:
        look_again(replaced, except_for=case, actor=actor, now=now)


@transaction.atomic
def revoke(
    clearance: Clearance, *, actor: Actor, reason_code: str, text: str, now: dt.datetime | None = None
) -> list[Case]:
    """Take a clearance back; return the cases that are looked at again.

    Steps: lock the case it comes from and the clearance, check person and reason, mark, audit, screen every open case
    again whose hit it answered. Raises ``NotAllowed``, ``Recused``, ``ClearanceNotLive``, ``InvalidInput``,
    ``ReasonMissing``.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=clearance.disposition.case_id)
    access.demand_on(actor, access.INVESTIGATORS, case)
    clearance = Clearance.objects.select_for_update().get(pk=clearance.pk)
    if clearance.revoked_at:
        raise errors.ClearanceNotLive
    reasons.demand(ReasonedAct.REVOKE_CLEARANCE, reason_code)
    if not text.strip():
        raise errors.ReasonMissing(field="text")
    _lock(_cases_of([clearance]))
    _end([clearance], reason=f"{reason_code}: {text.strip()}", actor=actor, now=now)
    return look_again([clearance], actor=actor, now=now)


def end_of(disposition: Disposition, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    """End the clearance of a judgement that is withdrawn; other cases that it answered are looked at again."""
    made_by = [disposition, disposition.origin]
    ended = list(Clearance.objects.filter(disposition__in=made_by, revoked_at__isnull=True))
    _lock(_cases_of(ended))
    _end(ended, reason=reason, actor=actor, now=now)
    look_again(ended, except_for=disposition.case, actor=actor, now=now)


def _end(clearances: Iterable[Clearance], *, reason: str, actor: Actor, now: dt.datetime) -> None:
    for clearance in clearances:
        clearance.revoked_at, clearance.revoked_by, clearance.revoke_reason = now, actor.user, reason
        clearance.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
        audit.record(
            actor,
            "clearance.revoked",
            clearance,
            institution=clearance.institution,
            case_reference=clearance.disposition.case.reference,
            after={
                "subject": clearance.subject_ref,
                "list": clearance.source_code,
                "entry": clearance.entry_uid,
                "expires": clearance.expires_date.isoformat(),
            },
            reason=reason,
        )


def look_again(
    clearances: Iterable[Clearance], *, actor: Actor, now: dt.datetime, except_for: Case | None = None
) -> list[Case]:
    """Screen the open cases again whose present run these clearances answered; one past due diligence goes back to it.

    The run that used a clearance stays as it was.
    """
    found = [case for case in _cases_of(clearances) if case != except_for]
    for case in found:
        _screen_again(Case.objects.select_for_update().get(pk=case.pk), REVOKED, actor=actor, now=now)
    return found


def cases_answered_by(clearance: Clearance) -> QuerySet[Case]:
    """Return the open cases that rest on the clearance: their present run used it, or it comes from them."""
    used = Q(current_run__hits__clearance_ref=str(clearance.ref)) | Q(dispositions__clearance=clearance)
    found = Case.objects.still_open().filter(used, institution=clearance.institution_id)
    return Case.objects.filter(pk__in=found.values("pk")).order_by("pk")


def _cases_of(clearances: Iterable[Clearance]) -> list[Case]:
    touched = {case.pk: case for clearance in clearances for case in cases_answered_by(clearance)}
    return [touched[key] for key in sorted(touched)]


def _lock(cases: Iterable[Case]) -> None:
    """Lock cases before the audit log: whoever works on one of them then waits for us, and we for nobody."""
    list(Case.objects.select_for_update().filter(pk__in=[case.pk for case in cases]).order_by("pk").values_list("pk"))


def lapsed_cases(day: dt.date) -> list[int]:
    """Return the open cases whose present run still rests on a clearance that ended before ``day``."""
    over = Clearance.objects.filter(revoked_at__isnull=True, expires_date__lt=day)
    refs = [str(ref) for ref in over.values_list("ref", flat=True)]
    made = over.values("disposition")
    live = Disposition.objects.filter(withdrawn_at__isnull=True, hit__run=F("case__current_run"))
    judged = live.filter(Q(pk__in=made) | Q(carried_from__in=made))
    used = Q(current_run__hits__clearance_ref__in=refs) | Q(pk__in=judged.values("case"))
    return list(Case.objects.still_open().filter(used).order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def open_lapsed(case_id: int, *, actor: Actor, now: dt.datetime) -> None:
    """Ask anew in a case what a clearance answered that has expired; done twice it changes nothing."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.pk in lapsed_cases(timezone.localdate(now)):
        _screen_again(case, EXPIRED, actor=actor, now=now)


def _screen_again(case: Case, why: str, *, actor: Actor, now: dt.datetime) -> None:
    """A monitored case is reopened by what the run finds; one past due diligence goes back to it at once."""
    first = route.first_investigation(case)
    is_past = route.present(case)[first].status == StepStatus.COMPLETED
    if is_past and case.status != CaseStatus.MONITORING:
        route.go_back(case, [first], reason=why, actor=actor, now=now)
        route.advance(case, actor=actor, now=now)
        tell_officers(case, why)
    screening.begin(case, actor=actor, purpose=why, now=now)
