"""Judging hits: one person's judgement with its reason and evidence, a second reviewer where asked, undo."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, attachment, audit, clearance, cross_check
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.enums import Judgement, Level, StepKind
from duediligence.models import Case, ConsultedSource, Disposition, StepDecision, User
from screening.models import Hit

if TYPE_CHECKING:
    from django.core.files.base import File


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a judgement rests on: sources consulted before, one consulted for it (a name, an address), and files."""

    sources: Sequence[ConsultedSource] = ()
    title: str = ""
    address: str = ""
    files: Sequence["File[bytes]"] = ()

    @property
    def is_given(self) -> bool:
        return bool(self.sources or self.title or self.address or self.files)


NO_EVIDENCE = Evidence()


@transaction.atomic
def judge(
    case: Case,
    hit: Hit,
    *,
    actor: Actor,
    judgement: Judgement,
    reason_code: str,
    text: str,
    evidence: Evidence = NO_EVIDENCE,
    also: Collection[Hit] = (),
    now: dt.datetime | None = None,
) -> Disposition:
    """Record what a person says of a hit, and alike of ``also``: other entries that the same name met.

    Steps: lock the case, check role, hits, reason code, text and evidence, write each judgement with its evidence,
    settle where no second reviewer is needed, audit. All or nothing. Raises ``NotAllowed``, ``Recused``,
    ``CaseNotOpen``, ``HitNotCurrent``, ``OtherSubject``, ``AlreadyJudged``, ``UnknownReasonCode``, ``ReasonMissing``,
    ``EvidenceNeeded``, ``SourceOfOtherCase``, ``InvalidInput``, and what ``attachment.keep`` raises.
    """
    now = now or timezone.now()
    case, user = _locked(case, actor)
    hits = _alike(case, hit, also)
    _check(case, judgement, reason_code, text, evidence)
    made = [
        Disposition.objects.create(
            case=case,
            hit=one,
            judgement=judgement,
            reason_code=reason_code,
            text=text.strip(),
            judged_by=user,
            judged_at=now,
            needs_second_review=_needs_second(case, one),
        )
        for one in hits
    ]
    sources = [*evidence.sources, *_consulted(case, evidence, actor, now)]
    for disposition in made:
        disposition.sources.set(sources)
        for upload in evidence.files:
            attachment.keep(case, upload, user=user, actor=actor, about=disposition, now=now)
        _note(actor, "hit.judged", disposition)
        if not disposition.needs_second_review:
            clearance.settle(disposition, actor=actor, now=now)
    return made[0]


def _alike(case: Case, hit: Hit, also: Collection[Hit]) -> list[Hit]:
    """Return the hits to judge, each once. They are of the present run, about one subject, and not judged yet."""
    hits = list({one.pk: one for one in (hit, *also)}.values())
    if any(one.run_id != case.current_run_id for one in hits):
        raise errors.HitNotCurrent
    if any(one.subject_ref != hit.subject_ref for one in hits):
        raise errors.OtherSubject(field="also")
    if Disposition.objects.filter(hit__in=hits, withdrawn_at__isnull=True).exists():
        raise errors.AlreadyJudged
    return hits


def _check(case: Case, judgement: Judgement, reason_code: str, text: str, evidence: Evidence) -> None:
    offered = {reason.code: reason for reason in read(case.policy_edition).reasons_for(judgement)}
    if reason_code not in offered:
        raise errors.UnknownReasonCode(field="reason_code", reason_code=reason_code or "-")
    if not text.strip():
        raise errors.ReasonMissing(field="text")
    if any(source.case_id != case.pk for source in evidence.sources):
        raise errors.SourceOfOtherCase(field="sources")
    if offered[reason_code].needs_evidence and not evidence.is_given:
        raise errors.EvidenceNeeded(field="sources")


def _consulted(case: Case, evidence: Evidence, actor: Actor, now: dt.datetime) -> Iterator[ConsultedSource]:
    if title := evidence.title or evidence.address:
        day = timezone.localdate(now)
        yield cross_check.consult(case, title=title, address=evidence.address, consulted_date=day, actor=actor, now=now)


def _needs_second(case: Case, hit: Hit) -> bool:
    """The policy says it by the list, and so by its effect, and by how strong the evidence of the match is."""
    return read(case.policy_edition).list_binding(hit.source_code).needs_second_review(Level(hit.level))


@transaction.atomic
def review(
    disposition: Disposition, *, actor: Actor, also: Collection[Disposition] = (), now: dt.datetime | None = None
) -> None:
    """Let a second person stand by a judgement, and by ``also``: what was said alike of other entries.

    Raises ``SecondReviewerIsFirst``, ``JudgementChanged``, ``OtherSubject``.
    """
    now = now or timezone.now()
    case, user = _locked(disposition.case, actor)
    for one in _together(case, disposition, also):
        if one.withdrawn_at or not one.needs_second_review or one.second_reviewer_id:
            raise errors.JudgementChanged
        if one.judged_by_id == user.pk:
            raise errors.SecondReviewerIsFirst
        one.second_reviewer, one.second_reviewed_at = user, now
        one.save(update_fields=["second_reviewer", "second_reviewed_at"])
        _note(actor, "hit.second_reviewed", one)
        clearance.settle(one, actor=actor, now=now)


@transaction.atomic
def withdraw(
    disposition: Disposition,
    *,
    actor: Actor,
    reason: str,
    also: Collection[Disposition] = (),
    now: dt.datetime | None = None,
) -> None:
    """Take a judgement back, and ``also`` with it, while no decision rests on it; its clearance goes with it.

    Raises ``ReasonMissing``, ``JudgementChanged``, ``JudgementNotOpen``, ``OtherSubject``.
    """
    now = now or timezone.now()
    case, user = _locked(disposition.case, actor)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    for one in _together(case, disposition, also):
        if refused := withdraw_refusal(one):
            raise refused
        one.withdrawn_at, one.withdrawn_by = now, user
        one.save(update_fields=["withdrawn_at", "withdrawn_by"])
        clearance.end_of(one, reason=reason.strip(), actor=actor, now=now)
        _note(actor, "hit.judgement_withdrawn", one, reason=reason.strip())


def withdraw_refusal(disposition: Disposition) -> errors.Refused | None:
    """Return why nobody can take the judgement back now; ``None`` lets the button show."""
    if disposition.withdrawn_at:
        return errors.JudgementChanged()
    # A decision in force was made after the judgement, at a step that goes by judgements.
    decisions = StepDecision.objects.filter(step__case=disposition.case_id, voided_at__isnull=True)
    resting = decisions.filter(decided_at__gte=disposition.judged_at).exclude(step__kind=StepKind.CONFIRM)
    return errors.JudgementNotOpen() if resting.exists() else None


def _together(case: Case, disposition: Disposition, also: Collection[Disposition]) -> list[Disposition]:
    """Return the judgements afresh and locked. They belong to one case and one subject."""
    keys = {disposition.pk, *(one.pk for one in also)}
    locked = Disposition.objects.select_for_update(of=("self",)).select_related("hit__entry", "case__institution")
    found = list(locked.filter(pk__in=keys, case=case, hit__subject_ref=disposition.hit.subject_ref))
    if len(found) != len(keys):
        raise errors.OtherSubject(field="also")
    return found


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
            "sources": [source.title for source in disposition.sources.all()],
        },
        reason=reason,
    )
