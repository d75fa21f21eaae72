"""Mitigation measures: proposed from the policy's templates, agreed, confirmed feasible, kept up, ended."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from duediligence import errors, notify
from duediligence.domain import access, attachment, audit, awaiting
from duediligence.domain.actor import Actor
from duediligence.domain.assessment import finds_something, standing
from duediligence.domain.evidence import evidence_of, once
from duediligence.domain.measure_input import MeasureInput, check, demand_charged, demand_near, stated
from duediligence.domain.policy import read
from duediligence.enums import MeasureAct, MeasureKind, MeasureStatus, MeasureTarget, Role, StepKind
from duediligence.labels import label
from duediligence.models import Assessment, Case, Measure, MeasureRecord, Membership, User
from duediligence.models.proposal import has_left

if TYPE_CHECKING:
    from django.core.files.base import File

LEFT = "member_left"
RUNNING = (MeasureStatus.IN_FORCE, MeasureStatus.EVIDENCED)
REVIEWED = (*RUNNING, MeasureStatus.AGREED, MeasureStatus.BREACHED)


@dataclass(frozen=True, slots=True)
class _Rule:
    """From which states, to which (the same when ``None``), and who."""

    since: tuple[MeasureStatus, ...]
    until: MeasureStatus | None
    may: Callable[[Measure, User], bool]


def _has(measure: Measure, user: User, *roles: Role) -> bool:
    return access.may(user, frozenset(roles), measure.case.institution)


def _is_officer(measure: Measure, user: User) -> bool:
    return _has(measure, user, Role.SECURITY_OFFICER)


def _is_responsible(measure: Measure, user: User) -> bool:
    return measure.owner_id == user.pk or _is_officer(measure, user)


def _is_section(measure: Measure, user: User) -> bool:
    return _is_responsible(measure, user) or _has(measure, user, Role.DEPARTMENT_OFFICER, Role.DECISION_MAKER)


_WRITING = (MeasureAct.PROPOSE, MeasureAct.CHANGE)
_NOT_ENDED = tuple(status for status in MeasureStatus if status is not MeasureStatus.ENDED)
_RULES: Mapping[MeasureAct, _Rule] = {
    MeasureAct.CHANGE: _Rule((MeasureStatus.PROPOSED,), None, _is_officer),
    MeasureAct.AGREE: _Rule((MeasureStatus.PROPOSED,), MeasureStatus.AGREED, _is_section),
    MeasureAct.CONFIRM_FEASIBLE: _Rule((MeasureStatus.PROPOSED, MeasureStatus.AGREED), None, _is_section),
    MeasureAct.BEGIN: _Rule((MeasureStatus.AGREED,), MeasureStatus.IN_FORCE, _is_responsible),
    MeasureAct.GIVE_EVIDENCE: _Rule(RUNNING, None, _is_responsible),
    MeasureAct.CONFIRM_EVIDENCE: _Rule(RUNNING, MeasureStatus.EVIDENCED, _is_officer),
    MeasureAct.REVIEW: _Rule(RUNNING, None, _is_responsible),
    MeasureAct.REPORT_BREACH: _Rule(RUNNING, MeasureStatus.BREACHED, _is_section),
    MeasureAct.RESTORE: _Rule((MeasureStatus.BREACHED,), MeasureStatus.IN_FORCE, _is_officer),
    MeasureAct.HAND_OVER: _Rule(_NOT_ENDED, None, _is_officer),
    MeasureAct.END: _Rule(_NOT_ENDED, MeasureStatus.ENDED, _is_officer),
}


@transaction.atomic
def propose(case: Case, given: MeasureInput, *, actor: Actor, now: dt.datetime | None = None) -> Measure:
    """Record a measure that somebody proposes.

    Steps: lock the case, check person, target, owner and dates, write with its first line of history, audit.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``TargetUnsuited``, ``InvalidInput``.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    user = access.demand_on(actor, access.INVESTIGATORS, case)
    if not case.is_open:
        raise errors.CaseNotOpen
    check(case, given, timezone.localdate(now))
    measure = Measure.objects.create(case=case, **given.columns(case), status=MeasureStatus.PROPOSED)
    _note(measure, MeasureAct.PROPOSE, text=measure.description, actor=actor, user=user, now=now)
    return measure


def refusal(measure: Measure, act: MeasureAct, user: User, day: dt.date | None = None) -> errors.Refused | None:
    """Return why ``user`` may not do this with the measure on ``day`` (today); ``None`` lets the button show."""
    rule = _RULES[act]
    if not rule.may(measure, user):
        return errors.NotAllowed()
    if not measure.case.is_open:
        return errors.CaseNotOpen()
    if access.is_recused(user, measure.case):
        return errors.Recused()
    if measure.status not in rule.since:
        return errors.MeasureNotThere()
    return _refused_further(measure, act, user, day or timezone.localdate())


def _refused_further(measure: Measure, act: MeasureAct, user: User, day: dt.date) -> errors.Refused | None:
    if act is MeasureAct.END and awaiting.is_awaiting(measure.case):
        return errors.AnswerAwaited()
    records = sorted(measure.records.all(), key=lambda record: (record.made_at, record.pk))
    if act is MeasureAct.AGREE and any(one.made_by_id == user.pk for one in records if one.act in _WRITING):
        return errors.SecondPersonAgrees()
    if act is MeasureAct.CONFIRM_FEASIBLE and measure.feasible_at:
        return errors.MeasureNotThere()
    if act is MeasureAct.BEGIN and not measure.feasible_at:
        return errors.FeasibilityMissing()
    if act is MeasureAct.BEGIN and day < measure.start_date:
        return errors.MeasureNotYet(day=measure.start_date)
    if act is MeasureAct.CONFIRM_EVIDENCE:
        last = next(
            (one for one in reversed(records) if one.act in (MeasureAct.GIVE_EVIDENCE, MeasureAct.CONFIRM_EVIDENCE)),
            None,
        )
        if last is None or last.act == MeasureAct.CONFIRM_EVIDENCE:
            return errors.EvidenceMissing()
        if last.made_by_id == user.pk:
            return errors.SecondPersonConfirms()
    return None


@transaction.atomic
def change(
    measure: Measure, given: MeasureInput, *, reason: str, seen: int, actor: Actor, now: dt.datetime | None = None
) -> None:
    """Write a measure anew that is only proposed. Who consented to the earlier wording is asked again, and so is
    whether it can be carried out.

    ``seen`` counts the lines of its history that the reader had before them.

    Steps: lock case and measure, refuse by the named predicate and what has moved on since, check as a proposal is
    checked, write, keep the reason as a line of the history, audit the difference. Raises what ``refusal`` returns,
    ``MeasureNotThere``, ``ReasonMissing``, ``TargetUnsuited``, ``InvalidInput``.
    """
    now = now or timezone.now()
    case, measure, user = _locked(measure, MeasureAct.CHANGE, actor, now)
    if measure.records.count() != seen:
        raise errors.MeasureNotThere
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    check(case, given, timezone.localdate(now))
    before = stated(measure)
    for name, value in given.columns(case).items():
        setattr(measure, name, value)
    if stated(measure) == before:
        raise errors.InvalidInput("description", "unchanged")
    measure.feasible_at, measure.changed_at = None, now
    measure.save()
    _note(measure, MeasureAct.CHANGE, text=reason.strip(), actor=actor, user=user, now=now, before=before)


def _locked(measure: Measure, act: MeasureAct, actor: Actor, now: dt.datetime) -> tuple[Case, Measure, User]:
    """Return case and measure locked, and who acts. Raises what ``refusal`` returns."""
    if actor.user is None:
        raise errors.NotAllowed
    case = Case.objects.select_for_update().get(pk=measure.case_id)
    measure = Measure.objects.select_for_update(of=("self",)).select_related("case__institution").get(pk=measure.pk)
    if refused := refusal(measure, act, actor.user, timezone.localdate(now)):
        raise refused
    return case, measure, actor.user


@transaction.atomic
def perform(
    measure: Measure,
    act: MeasureAct,
    *,
    text: str,
    actor: Actor,
    review_date: dt.date | None = None,
    owner: User | None = None,
    files: Iterable["File[bytes]"] = (),
    now: dt.datetime | None = None,
) -> None:
    """Do one thing with a measure and keep it as a line of its history, with the files that show it.

    Steps: lock case and measure, refuse by the named predicate, ask for words, change state and dates, write the line,
    keep the files, audit; a breach is due to be dealt with at once and is told to the owner, the officer and whoever
    the policy escalates to, a new ``owner`` is told. Raises what ``refusal`` returns, ``ReasonMissing``,
    ``InvalidInput``, and what ``attachment.keep`` raises.
    """
    now = now or timezone.now()
    case, measure, user = _locked(measure, act, actor, now)
    if not text.strip():
        raise errors.ReasonMissing(field="text")
    day = timezone.localdate(now)
    if act is MeasureAct.REVIEW:
        if review_date is None or review_date <= day:
            raise errors.InvalidInput("review_date", "in_the_past", value=review_date or day)
        demand_near("review_date", review_date, day)
        measure.review_date = review_date
    if act is MeasureAct.CONFIRM_FEASIBLE:
        measure.feasible_at = now
    if act is MeasureAct.REPORT_BREACH:
        measure.review_date = day
    if act is MeasureAct.HAND_OVER:
        _hand_over(measure, case, owner)
    measure.status = _RULES[act].until or measure.status
    measure.save(update_fields=["status", "feasible_at", "review_date", "owner"])
    record = _note(measure, act, text=text.strip(), actor=actor, user=user, now=now)
    for upload in files:
        attachment.keep(case, upload, user=user, actor=actor, about=record, now=now)
    if act is MeasureAct.REPORT_BREACH:
        _escalate(measure)


def _hand_over(measure: Measure, case: Case, owner: User | None) -> None:
    if owner is None or owner == measure.owner:
        raise errors.InvalidInput("owner", "missing")
    demand_charged(case, owner)
    measure.owner = owner
    notify.tell(owner, case, "handed_over", measure=label(MeasureKind(measure.kind)))


def _escalate(measure: Measure) -> None:
    case = measure.case
    rules = [step for step in read(case.policy_edition).steps if step.kind is StepKind.MONITOR]
    role = next((rule.escalates_to for rule in rules if rule.escalates_to), Role.DECISION_MAKER)
    told = {measure.owner, *access.officers_told(case), *access.addressees(role, case)}
    for user in sorted(filter(None, told), key=lambda one: one.pk):
        notify.tell(user, case, "breached", measure=label(MeasureKind(measure.kind)))


def end_for_leavers(case: Case, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    """End the measures about people and partners who are no part of the present revision."""
    present = {party.record for party in evidence_of(case).parties}
    for measure in Measure.objects.live().filter(case=case).select_related("person", "organisation", "case"):
        about = {MeasureTarget.PERSON: measure.person, MeasureTarget.PARTNER: measure.organisation}
        if about.get(MeasureTarget(measure.target)) and about[MeasureTarget(measure.target)] not in present:
            measure.status = MeasureStatus.ENDED
            measure.save(update_fields=["status"])
            _note(measure, MeasureAct.END, text=reason, actor=actor, user=actor.user, now=now)


def cases_of_leavers(day: dt.date) -> list[int]:
    """Return the open cases with a live measure about a member whose last day was before ``day``."""
    left = Membership.objects.filter(has_left(day), person=OuterRef("person"), revision=OuterRef("case__revision"))
    theirs = Measure.objects.live().filter(Exists(left), target=MeasureTarget.PERSON)
    return list(
        Case.objects.still_open().filter(measures__in=theirs).order_by("pk").values_list("pk", flat=True).distinct()
    )


@transaction.atomic
def end_of_leavers(case_id: int, *, actor: Actor, now: dt.datetime) -> None:
    """End the measures about those whose last day has passed; done twice it changes nothing."""
    end_for_leavers(Case.objects.select_for_update().get(pk=case_id), reason=LEFT, actor=actor, now=now)


def live_measures(case: Case) -> list[Measure]:
    found = Measure.objects.live().filter(case=case).select_related("person", "organisation")
    return once(case, "measures", lambda: list(found))


def uncovered(case: Case, live: Iterable[Measure]) -> list[Assessment]:
    """Return the assessments that say *yes* and that none of the ``live`` measures answers."""
    covered = {(one.person_id, one.organisation_id) for one in live}
    people = {person for person, _organisation in covered} - {None}
    partners = {organisation for _person, organisation in covered} - {None}
    return [
        made
        for made in standing(evidence_of(case)).values()
        if finds_something(made) and made.person_id not in people and made.organisation_id not in partners
    ]


def _note(
    measure: Measure,
    act: MeasureAct,
    *,
    text: str,
    actor: Actor,
    user: User | None,
    now: dt.datetime,
    before: Mapping[str, str] | None = None,
) -> MeasureRecord:
    """Write a line of the history and its event; with what the measure said ``before`` the event has what differs."""
    record = MeasureRecord.objects.create(measure=measure, act=act, text=text, made_by=user, made_at=now)
    before = before or {}
    after = {name: words for name, words in stated(measure).items() if before.get(name) != words}
    audit.record(
        actor,
        f"measure.{act}",
        measure,
        institution=measure.case.institution,
        case_reference=measure.case.reference,
        before={name: before[name] for name in after if name in before},
        after=after,
        reason=text,
    )
    return record
