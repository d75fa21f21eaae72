"""Judging hits: one person's judgement with its reason, a second reviewer where the policy asks, undo."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.enums import Judgement, Level
from duediligence.models import Case, Clearance, Disposition, StepDecision, User
from duediligence.policy.keeping import Recheck
from screening.models import Hit

CLEARING = (Judgement.FALSE_POSITIVE, Judgement.TRUE_MATCH_NOT_RELEVANT)


@transaction.atomic
def judge(
    case: Case,
    hit: Hit,
    *,
    actor: Actor,
    judgement: Judgement,
    reason_code: str,
    text: str,
    now: dt.datetime | None = None,
) -> Disposition:
    """Record what a person says of a hit.

    Steps: lock the case, check role, hit, reason code and text, write, leave a clearance where no second reviewer is
    needed, audit. Raises ``NotAllowed``, ``CaseNotOpen``, ``HitNotCurrent``, ``AlreadyJudged``, ``UnknownReasonCode``,
    ``ReasonMissing``.
    """
    now = now or timezone.now()
    case, user = _locked(case, actor)
    if hit.run_id != case.current_run_id:
        raise errors.HitNotCurrent
    if Disposition.objects.filter(hit=hit, withdrawn_at__isnull=True).exists():
        raise errors.AlreadyJudged
    policy = read(case.policy_edition)
    if reason_code not in {reason.code for reason in policy.reasons_for(judgement)}:
        raise errors.UnknownReasonCode(field="reason_code", reason_code=reason_code or "-")
    if not text.strip():
        raise errors.ReasonMissing(field="text")
    disposition = Disposition.objects.create(
        case=case,
        hit=hit,
        judgement=judgement,
        reason_code=reason_code,
        text=text.strip(),
        judged_by=user,
        judged_at=now,
        needs_second_review=policy.list_binding(hit.source_code).needs_second_review(Level(hit.level)),
    )
    _note(actor, "hit.judged", disposition)
    if not disposition.needs_second_review:
        _clear(disposition, now)
    return disposition


@transaction.atomic
def review(disposition: Disposition, *, actor: Actor, now: dt.datetime | None = None) -> None:
    """Let a second person stand by a judgement. Raises ``SecondReviewerIsFirst``, ``JudgementNotOpen``."""
    now = now or timezone.now()
    _case, user = _locked(disposition.case, actor)
    disposition = Disposition.objects.select_for_update().get(pk=disposition.pk)
    if disposition.withdrawn_at or not disposition.needs_second_review or disposition.second_reviewer_id:
        raise errors.JudgementNotOpen
    if disposition.judged_by_id == user.pk:
        raise errors.SecondReviewerIsFirst
    disposition.second_reviewer, disposition.second_reviewed_at = user, now
    disposition.save(update_fields=["second_reviewer", "second_reviewed_at"])
    _note(actor, "hit.second_reviewed", disposition)
    _clear(disposition, now)


@transaction.atomic
def withdraw(disposition: Disposition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Take a judgement back while no decision rests on it; its clearance goes with it."""
    now = now or timezone.now()
    case, user = _locked(disposition.case, actor)
    disposition = Disposition.objects.select_for_update().get(pk=disposition.pk)
    rests = StepDecision.objects.filter(
        step__case=case, run=disposition.hit.run_id, voided_at__isnull=True, decided_at__gte=disposition.judged_at
    )
    if disposition.withdrawn_at or rests.exists():
        raise errors.JudgementNotOpen
    disposition.withdrawn_at, disposition.withdrawn_by = now, user
    disposition.save(update_fields=["withdrawn_at", "withdrawn_by"])
    origin = disposition.carried_from or disposition
    Clearance.objects.filter(disposition__in=[disposition, origin], revoked_at__isnull=True).update(
        revoked_at=now, revoke_reason=reason.strip() or "judgement withdrawn"
    )
    _note(actor, "hit.judgement_withdrawn", disposition, reason=reason.strip())


def _clear(disposition: Disposition, now: dt.datetime) -> None:
    if disposition.judgement not in CLEARING:
        return
    hit, case = disposition.hit, disposition.case
    days = read(case.policy_edition).days(Recheck.CLEARANCE)
    pair = {
        "institution": case.institution,
        "subject_ref": hit.subject_ref,
        "source_code": hit.source_code,
        "entry_uid": hit.entry.uid,
    }
    Clearance.objects.filter(**pair, revoked_at__isnull=True).update(revoked_at=now, revoke_reason="judged again")
    Clearance.objects.create(
        **pair,
        disposition=disposition,
        fingerprint=hit.fingerprint,
        expires_date=timezone.localdate(now) + dt.timedelta(days=days),
    )


def _locked(case: Case, actor: Actor) -> tuple[Case, User]:
    case = Case.objects.select_for_update().get(pk=case.pk)
    user = access.demand_on(actor, access.INVESTIGATORS, case)
    if not case.is_open:
        raise errors.CaseNotOpen
    return case, user


def _note(actor: Actor, verb: str, disposition: Disposition, reason: str = "") -> None:
    hit = disposition.hit
    audit.record(
        actor,
        verb,
        disposition,
        institution=disposition.case.institution,
        case_reference=disposition.case.reference,
        after={
            "hit": hit.pk,
            "subject": hit.subject_ref,
            "list": hit.source_code,
            "entry": hit.entry.uid,
            "matched": hit.matched_name,
            "score": hit.score,
            "judgement": disposition.judgement,
            "reason_code": disposition.reason_code,
            "text": disposition.text,
        },
        reason=reason,
    )
