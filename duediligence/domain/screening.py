"""Screening a case: what is asked, what came back, and what a person accepted as not checkable."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duediligence import errors, notify
from duediligence.domain import access, audit, lists
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.domain.subjects import OriginatedSubject, subjects_of_case
from duediligence.enums import Judgement
from duediligence.models import Case, CaseEdition, Clearance, Disposition, Revision, ScreeningWaiver, SubjectOrigin
from duediligence.policy.edition import Policy
from screening import runs
from screening.enums import ListEffect, RunStatus
from screening.matching.fingerprint import differences
from screening.matching.levels import Thresholds
from screening.models import Hit, Run
from screening.runs.request import KnownClearance, ListUse, ScreeningRequest, TechnologyUse

_NAMES = {"entity.names", "entity.weak_names"}
TEXT_FIELDS = ("title_ja", "title_en", "abstract_ja", "abstract_en")


@transaction.atomic
def begin(case: Case, *, actor: Actor, purpose: str, now: dt.datetime) -> Run:
    """Ask for a run over everything named in the case; a worker is woken after the commit.

    Steps: draw the subjects with their origins, add the list bindings of the policy and the clearances that hold, store
    the run, make it the case's current one, audit.
    """
    drawn = subjects_of_case(case, timezone.localdate(now))
    request = _request(case, drawn, purpose, now)
    run = runs.ask(request, now=now)
    SubjectOrigin.objects.bulk_create(
        SubjectOrigin(
            case=case,
            run=run,
            subject_ref=one.subject.ref,
            kind=one.subject.kind,
            name=one.subject.names[0].text,
            origin=origin.part[:40],
            detail=origin.detail[:300],
        )
        for one in drawn
        for origin in one.origins
    )
    case.current_run = run
    case.save(update_fields=["current_run"])
    audit.record(
        actor,
        "screening.asked",
        run,
        institution=case.institution,
        case_reference=case.reference,
        after={"purpose": purpose, "subjects": len(drawn), "revision": case.revision.number},
    )
    notify.wake_worker(run.pk)
    return run


def _request(case: Case, drawn: tuple[OriginatedSubject, ...], purpose: str, now: dt.datetime) -> ScreeningRequest:
    policy = read(case.policy_edition)
    day = timezone.localdate(now)
    return ScreeningRequest(
        owner_ref=f"case:{case.pk}",
        purpose=purpose,
        as_at_date=day,
        subjects=tuple(one.subject for one in drawn),
        lists=_list_uses(policy),
        texts=texts_of(case.revision),
        technologies=tuple(
            TechnologyUse(binding.list_code, binding.actions.possible, binding.actions.strong, binding.second_opinion)
            for binding in policy.technology_bindings
        ),
        clearances=_clearances(case, [one.subject.ref for one in drawn], day),
        accepts_extracts=case.institution.is_demo,
        lists_of=lists.owner_key(case.institution),
    )


def _list_uses(policy: Policy) -> tuple[ListUse, ...]:
    return tuple(
        ListUse(
            source_code=binding.list_code,
            effect=ListEffect(binding.effect),
            person=Thresholds(binding.thresholds.person.possible, binding.thresholds.person.strong),
            organization=Thresholds(binding.thresholds.organization.possible, binding.thresholds.organization.strong),
            max_age_days=binding.max_age_days,
            is_required=binding.required,
        )
        for binding in policy.list_bindings
    )


def texts_of(revision: Revision) -> dict[str, str]:
    """Return the proposal's own words by field, as they are classified and highlighted."""
    texts = {field: getattr(revision, field) for field in TEXT_FIELDS}
    keywords = {"keywords_ja": revision.keywords_ja, "keywords_en": revision.keywords_en}
    return {**texts, **{field: "\n".join(words) for field, words in keywords.items()}}


def _clearances(case: Case, subject_refs: list[str], day: dt.date) -> tuple[KnownClearance, ...]:
    """Return what holds in this case; where it has a clearance of its own, that one comes last and counts."""
    held = Clearance.objects.in_force(day).about(case).filter(subject_ref__in=subject_refs)
    in_order = sorted(held, key=lambda one: (one.case_id is not None, one.pk))
    return tuple(KnownClearance(str(c.ref), c.subject_ref, c.source_code, c.entry_uid, c.fingerprint) for c in in_order)


@transaction.atomic
def accept_run(run: Run, *, actor: Actor, now: dt.datetime | None = None) -> Case | None:
    """Take note of a finished run: pin its editions to the case, carry judgements over, audit. Idempotent."""
    now = now or timezone.now()
    case = Case.objects.select_for_update().filter(current_run=run).first()
    if case is None or not run.finished_at or _is_noted(case, run):
        return case
    for row in run.lists.select_related("edition"):
        if row.edition is None:
            continue
        CaseEdition.objects.update_or_create(
            case=case, source_code=row.source_code, defaults={"edition": row.edition, "pinned_at": now}
        )
    carried = _carry_over(case, run)
    audit.record(
        actor,
        f"screening.{run.status}",
        run,
        institution=case.institution,
        case_reference=case.reference,
        after={
            "hits": run.hits.count(),
            "cleared": run.hits.exclude(clearance_ref="").count(),
            "carried_over": carried,
            "areas": run.technology_hits.count(),
            "editions": {row.source_code: row.edition_sha256 for row in run.lists.all()},
            "problems": run.problems,
        },
    )
    return case


def _is_noted(case: Case, run: Run) -> bool:
    from duediligence.models import AuditEvent

    return AuditEvent.objects.filter(
        object_type="run", object_id=str(run.pk), verb=f"screening.{run.status}", case_reference=case.reference
    ).exists()


def _carry_over(case: Case, run: Run) -> int:
    """Let judgements of the same pair stand in the new run, as long as neither side materially changed.

    One whose clearance expired or was revoked is to be made anew. Who was found to be the one on the list, and
    relevant, is so under another name of the entry as well.
    """
    lapsed = Clearance.objects.filter(disposition__case=case).exclude(
        pk__in=Clearance.objects.in_force(run.as_at_date).values("pk")
    )
    over = Q(pk__in=lapsed.values("disposition")) | Q(carried_from__in=lapsed.values("disposition"))
    earlier = Disposition.objects.filter(case=case, withdrawn_at__isnull=True).exclude(hit__run=run).exclude(over)
    made = list(earlier.select_related("hit__entry", "carried_from").order_by("judged_at", "pk"))
    of_pair = {_pair(one.hit): one for one in made}
    alike = {(*_pair(one.hit), one.hit.fingerprint): one for one in made}
    kept = []
    for hit in run.hits.filter(clearance_ref="", dispositions__isnull=True).select_related("entry"):
        old = alike.get((*_pair(hit), hit.fingerprint)) or _under_another_name(hit, of_pair.get(_pair(hit)))
        kept += [(hit, old)] if old else []
    Disposition.objects.bulk_create(
        Disposition(
            case=case,
            hit=hit,
            judgement=old.judgement,
            reason_code=old.reason_code,
            text=old.text,
            judged_by=old.judged_by,
            judged_at=old.judged_at,
            needs_second_review=old.needs_second_review,
            second_reviewer=old.second_reviewer,
            second_reviewed_at=old.second_reviewed_at,
            carried_from=old.origin,
        )
        for hit, old in kept
    )
    return len(kept)


def _pair(hit: Hit) -> tuple[str, str, str]:
    return hit.subject_ref, hit.source_code, hit.entry.uid


def _under_another_name(hit: Hit, judged: Disposition | None) -> Disposition | None:
    """Return the last judgement if it found the one on the list, relevant, and only the entry's names changed since."""
    if judged is None or judged.judgement != Judgement.TRUE_MATCH_RELEVANT:
        return None
    return judged if _NAMES.issuperset(differences(judged.hit.fingerprint, hit.fingerprint)) else None


@transaction.atomic
def rescreen(case: Case, *, actor: Actor, now: dt.datetime | None = None) -> Run:
    """Screen the case again at an officer's wish: a failed run, a newly loaded list.

    Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.demand_on(actor, access.INVESTIGATORS, case)
    if not case.is_open:
        raise errors.CaseNotOpen
    return begin(case, actor=actor, purpose="asked_again", now=now or timezone.now())


@transaction.atomic
def waive(case: Case, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> ScreeningWaiver:
    """Record why work may go on although the current run could not check everything.

    Raises ``NotAllowed`` unless the actor is a decision-maker, ``Recused``, ``CaseNotOpen``, ``ReasonMissing``,
    ``NothingToWaive``.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    user = access.demand_on(actor, access.DECIDERS, case)
    if not case.is_open:
        raise errors.CaseNotOpen
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    run = case.current_run
    if run is None or run.status not in (RunStatus.PARTIAL, RunStatus.FAILED):
        raise errors.NothingToWaive
    waiver, is_new = ScreeningWaiver.objects.get_or_create(
        run=run,
        defaults={
            "case": case,
            "granted_by": user,
            "granted_at": now or timezone.now(),
            "reason": reason.strip(),
        },
    )
    if is_new:
        audit.record(
            actor,
            "screening.waived",
            run,
            institution=case.institution,
            case_reference=case.reference,
            after={"status": run.status, "problems": run.problems},
            reason=waiver.reason,
        )
    return waiver
