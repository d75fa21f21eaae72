"""Looking again: rescreening of monitored cases, what its result does, and reminders."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from duediligence import notify
from duediligence.domain import access, audit, awaiting, clearance, route, screening
from duediligence.domain.actor import Actor
from duediligence.domain.measure import REVIEWED
from duediligence.domain.policy import read
from duediligence.domain.subjects import JOINING, JOINING_EMPLOYER
from duediligence.domain.telling import tell_officers
from duediligence.enums import CaseStatus, MeasureKind, Role, StepKind, StepStatus
from duediligence.labels import label
from duediligence.models import AuditEvent, Case, Disposition, Measure, Step, SubjectOrigin, User
from duediligence.policy.keeping import Recheck
from screening.enums import RunStatus
from screening.matching.fingerprint import normal_name
from screening.models import Hit, Run

PURPOSE = "rescreening"
NEW_HITS = "new_hits"
ESCALATED = "step.escalated"


def due_cases(day: dt.date) -> list[int]:
    """Return the monitored cases to screen again: their date has come and no run is under way."""
    due = Case.objects.filter(status=CaseStatus.MONITORING, next_rescreen_date__lte=day)
    return list(due.exclude(current_run__status__in=(RunStatus.QUEUED, RunStatus.RUNNING)).values_list("pk", flat=True))


@transaction.atomic
def begin_rescreen(case_id: int, *, actor: Actor, now: dt.datetime) -> Run | None:
    """Ask for a run of one monitored case; ``None`` when it is no longer due."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.status != CaseStatus.MONITORING or case.next_rescreen_date is None:
        return None
    days = read(case.policy_edition).days(Recheck.RESCREENING)
    case.next_rescreen_date = timezone.localdate(now) + dt.timedelta(days=days)
    case.save(update_fields=["next_rescreen_date"])
    return screening.begin(case, actor=actor, purpose=PURPOSE, now=now)


@transaction.atomic
def act_on(run: Run, *, actor: Actor, now: dt.datetime | None = None) -> Case | None:
    """Take note of a finished run and, for a monitored case, of what it changes.

    A new hit reopens the case at due diligence and its owner is told. One that vanished, or whose entry has another
    name, is a note. A run that could not check everything changes nothing, is told, and is tried again the next day.
    A case that awaits an answer goes back to due diligence for a new hit, and for a declaration that was corrected
    since it was submitted.
    """
    now = now or timezone.now()
    case = screening.accept_run(run, actor=actor, now=now)
    if case is None or not run.finished_at:
        return case
    if awaiting.is_awaiting(case):
        why = NEW_HITS if _new(run) else awaiting.CORRECTED if awaiting.is_corrected(case) else ""
        if why:
            awaiting.take_back(case, [route.first_investigation(case)], why=why, actor=actor, now=now)
        return case
    if case.status != CaseStatus.MONITORING:
        return case
    if run.status != RunStatus.COMPLETE:
        case.next_rescreen_date = timezone.localdate(now) + dt.timedelta(days=1)
        case.save(update_fields=["next_rescreen_date"])
        tell_officers(case, "rescreen_incomplete")
        return case
    new = _new(run)
    if new:
        why = run.purpose if run.purpose in (clearance.EXPIRED, clearance.REVOKED) else NEW_HITS
        _reopen(case, new, why, actor=actor, now=now)
    _note_changes(case, run, new, actor=actor)
    return case


def _new(run: Run) -> list[Hit]:
    """Return the unanswered hits of those who take part."""
    joining = _of_joining(run)
    return [hit for hit in unanswered(run) if hit.subject_ref not in joining]


def unnoted_runs() -> list[int]:
    """Return finished current runs that their case has not taken note of: their worker died in between."""
    noted = AuditEvent.objects.filter(object_type="run", object_id=Cast(OuterRef("current_run"), CharField()))
    finished = Case.objects.still_open().filter(current_run__finished_at__isnull=False)
    unnoted = finished.exclude(Exists(noted.filter(verb=Concat(Value("screening."), OuterRef("current_run__status")))))
    return list(unnoted.values_list("current_run", flat=True))


def unanswered(run: Run) -> list[Hit]:
    """Return the hits of a run that no clearance and no judgement answers."""
    judged = Disposition.objects.filter(hit__run=run, withdrawn_at__isnull=True).values("hit")
    return list(run.hits.filter(clearance_ref="").exclude(pk__in=judged).select_related("entry"))


def _of_joining(run: Run) -> set[str]:
    """Return the subjects that only somebody who wishes to join brings: they stand before the joining gate."""
    origins = SubjectOrigin.objects.filter(run=run)
    others = origins.exclude(origin__in=(JOINING, JOINING_EMPLOYER)).values_list("subject_ref", flat=True)
    return set(origins.values_list("subject_ref", flat=True)) - set(others)


def _reopen(case: Case, new: list[Hit], why: str, *, actor: Actor, now: dt.datetime) -> None:
    audit.record(
        actor,
        "case.reopened",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={"new_hits": [{"list": h.source_code, "entry": h.entry.uid, "matched": h.matched_name} for h in new]},
        reason=why,
    )
    route.go_back(case, [route.first_investigation(case)], reason=why, actor=actor, now=now)
    route.advance(case, actor=actor, now=now)
    tell_officers(case, "reopened" if why == NEW_HITS else why, count=str(len(new)))


def _note_changes(case: Case, run: Run, new: list[Hit], *, actor: Actor) -> None:
    """Note what the earlier hits have become: gone from their list, or entries under another main name.

    The hits of whoever has left are no matter of the lists.
    """
    runs = Run.objects.filter(owner_ref=run.owner_ref, pk__lt=run.pk, status=RunStatus.COMPLETE)
    earlier = runs.order_by("-pk").first()
    if earlier is None:
        return
    asked = set(SubjectOrigin.objects.filter(run=run).values_list("subject_ref", flat=True))
    present, before = _names_by_pair(run), _names_by_pair(earlier)
    reopening = {(hit.subject_ref, hit.source_code, hit.entry.uid) for hit in new}
    renamed = {
        (*pair[1:], before[pair], name)
        for pair, name in present.items()
        if pair in before.keys() - reopening and normal_name(before[pair]) != normal_name(name)
    }
    found: dict[str, list[tuple[str, ...]]] = {
        "vanished": sorted((*pair, before[pair]) for pair in before.keys() - present.keys() if pair[0] in asked),
        "renamed": sorted(renamed),
    }
    for what, changed in found.items():
        if changed:
            audit.record(
                actor,
                f"screening.{what}",
                run,
                institution=case.institution,
                case_reference=case.reference,
                after={what: [list(one) for one in changed]},
            )
            tell_officers(case, what, count=str(len(changed)))


def _names_by_pair(run: Run) -> dict[tuple[str, str, str], str]:
    """Return the main name of the entry of each hit."""
    hits = run.hits.values_list("subject_ref", "source_code", "entry__uid", "entry__primary_name")
    return {(subject, source, uid): name for subject, source, uid, name in hits}


def remind(day: dt.date) -> int:
    """Tell of open steps that are nearly due or overdue whoever decides them and the officer; once a day and case."""
    near: dict[int, list[Step]] = defaultdict(list)
    steps = Step.objects.filter(status=StepStatus.OPEN, due_date__isnull=False).exclude(kind=StepKind.MONITOR)
    not_told = Q(case__reminded_date__isnull=True) | Q(case__reminded_date__lt=day)
    for step in steps.filter(not_told).select_related("case__owner", "case__policy_edition", "case__institution"):
        days = read(step.case.policy_edition).days(Recheck.REMINDER)
        if step.due_date and (step.due_date - day).days <= days:
            near[step.case_id].append(step)
    told = 0
    for case_id, its_steps in near.items():
        if Case.objects.filter(pk=case_id).exclude(reminded_date=day).update(reminded_date=day):
            told += 1
            for step in its_steps:
                _tell_of(step, day)
    return told


def _tell_of(step: Step, day: dt.date) -> None:
    """Tell the officer and whoever decides, also as the role that the step was passed on to: those once that day."""
    officers = access.officers_told(step.case)
    deciders = [] if step.role == Role.SECURITY_OFFICER else access.addressees(Role(step.role), step.case)
    told = dict.fromkeys([*officers, *deciders])
    if step.escalated_role:
        passed_on_to = dict.fromkeys(access.addressees(Role(step.escalated_role), step.case))
        told = {user: None for user in told if user not in passed_on_to} if _is_new(step, day) else told | passed_on_to
    code = "overdue" if step.due_date and step.due_date < day else "due_soon"
    for user in told:
        notify.tell(user, step.case, code, **_named(step))


def _is_new(step: Step, day: dt.date) -> bool:
    """Whether the step was passed on, and that told, on this very day."""
    passed = AuditEvent.objects.filter(verb=ESCALATED, object_type="step", object_id=str(step.pk)).latest("seq")
    return timezone.localdate(passed.at) == day


def _named(step: Step) -> dict[str, str]:
    """Return the step by its name in the language of the mails, and by when it is due."""
    name = read(step.case.policy_edition).step(step.code).name.within(settings.LANGUAGE_CODE)
    return {"step": name, "due": step.due_date.isoformat() if step.due_date else ""}


def escalate(day: dt.date, *, actor: Actor) -> int:
    """Pass overdue steps on to the role that the policy names, once; return how many."""
    passed = 0
    overdue = Step.objects.filter(status=StepStatus.OPEN, due_date__lt=day, escalated_role="")
    for step in overdue.exclude(kind=StepKind.MONITOR).select_related("case__policy_edition", "case__institution"):
        passed += _escalate(step, actor=actor)
    return passed


@transaction.atomic
def _escalate(step: Step, *, actor: Actor) -> bool:
    case, role = step.case, read(step.case.policy_edition).step(step.code).escalates_to
    live = Step.objects.filter(pk=step.pk, status=StepStatus.OPEN, escalated_role="")
    if role is None or not live.update(escalated_role=role):
        return False
    named = _named(step)
    audit.record(
        actor,
        ESCALATED,
        step,
        institution=case.institution,
        case_reference=case.reference,
        after={"step": step.code, "to": role, "due": named["due"]},
    )
    for user in access.addressees(role, case):
        notify.tell(user, case, "escalated", **named)
    return True


def remind_of_measures(day: dt.date) -> int:
    """Tell whoever is responsible for a measure, and the officer, that its review is near or past; once a day."""
    told = 0
    running = Measure.objects.filter(status__in=REVIEWED)
    for measure in running.select_related("case__owner", "case__policy_edition", "owner"):
        days = read(measure.case.policy_edition).days(Recheck.REMINDER)
        due = min(filter(None, (measure.review_date, measure.end_date)))
        if not measure.case.is_open or (due - day).days > days:
            continue
        if Measure.objects.filter(pk=measure.pk).exclude(reminded_date=day).update(reminded_date=day):
            for user in _told_of(measure):
                notify.tell(
                    user, measure.case, "measure_due", measure=label(MeasureKind(measure.kind)), due=due.isoformat()
                )
            told += 1
    return told


def _told_of(measure: Measure) -> list[User]:
    """Return whoever answers for the measure, unless they take no part in the case, and the officers of the case."""
    case, owner = measure.case, measure.owner
    answering = [] if access.is_recused(owner, case) or not owner.is_active else [owner]
    return list(dict.fromkeys([*answering, *access.officers_told(case)]))
