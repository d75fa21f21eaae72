"""What is due in a case: what, from whom, by when, and from what the day is counted."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from duediligence.domain import partner_status, renewal
from duediligence.domain.measure import REVIEWED
from duediligence.domain.partner_status import told_in
from duediligence.domain.standing import Basis, Due, Standing
from duediligence.enums import (
    CaseStatus,
    DeclarationStatus,
    DueBasis,
    DueKind,
    JoiningStatus,
    MeasureStatus,
    Role,
    StageKind,
    StepKind,
    StepStatus,
)
from duediligence.models import Case, Declaration, DeclarationVersion, Joining, Measure, Person
from duediligence.models.link import PersonalLink
from duediligence.policy.calendar import add_working_days
from duediligence.policy.keeping import Recheck
from duediligence.policy.steps import Gate

RELATED: Final = (
    *partner_status.RELATED,
    "steps",
    "proposal__programme__stages",
    Prefetch("joinings", Joining.objects.select_related("person")),
    Prefetch("measures", Measure.objects.select_related("owner")),
    Prefetch("declarations", Declaration.objects.defer("draft", "draft_masked")),
    Prefetch("declarations__versions", DeclarationVersion.objects.only("declaration", "number", "submitted_at")),
    "declarations__links",
)
"""What ``dues`` reads of a case; a list of cases fetches it once for all."""
SUBMITTED_BY: Final = (StageKind.INTERVIEW, StageKind.CANDIDATE, StageKind.CONTRACT)
"""The stages before which the questionnaire is with the funder, where the proposal names no day of its own."""
_DAY: Final = dt.timedelta(days=1)


def dues(case: Case, now: dt.datetime, *, unreviewed: int = 0) -> list[Due]:
    """Return everything that is due in a case, the soonest first; nothing once it has ended.

    ``unreviewed`` is how many judgements of the present run await a second reviewer.
    """
    if not case.is_open:
        return []
    prefetch_related_objects([case], *RELATED)
    at = Standing(case, now)
    found = [
        *_steps(at),
        *_stages(at),
        *_declarations(at),
        *_partners(at),
        *_measures(at),
        *_rescreening(at),
    ]
    if unreviewed:
        needed = at.needed_by(Gate.HITS_JUDGED, asked=case.current_run.finished_at if case.current_run else None)
        found.append(at.due(DueKind.SECOND_REVIEW, needed, Role.SECURITY_OFFICER, count=unreviewed))
    order = list(DueKind)
    return sorted(found, key=lambda one: (one.by, order.index(one.kind), one.name))


def last_working_day(deadline: dt.date) -> dt.date:
    """Return the last day up to a deadline on which an office is at work."""
    return add_working_days(deadline + _DAY, -1)


def _steps(at: Standing) -> Iterator[Due]:
    for code, step in at.steps.items():
        if step.status != StepStatus.OPEN or step.kind == StepKind.MONITOR:
            continue
        since = timezone.localdate(step.opened_at) if step.opened_at else None
        basis = Basis(DueBasis.WORKING_DAYS, since, at.policy.step(code).due_working_days)
        passed_on = Role(step.escalated_role) if step.escalated_role else None
        kind = DueKind.ANSWER if step.kind == StepKind.EXTERNAL else DueKind.STEP
        more = _officer(at.case) if step.role == Role.SECURITY_OFFICER else {}
        yield at.due(kind, (at.expected[code], basis), Role(step.role), name=code, passed_on_to=passed_on, **more)


def _officer(case: Case) -> dict[str, object]:
    return {"who": str(case.owner), "user_id": case.owner_id} if case.owner else {}


def _stages(at: Standing) -> Iterator[Due]:
    """The questionnaire before the stage that awaits it; once the case is monitored, the next yearly report."""
    submit = next((at.steps[code] for code in at.expected if at.steps[code].kind == StepKind.SUBMIT), None)
    awaited = _awaited(at.case)
    if submit and awaited:
        asked = at.due(DueKind.QUESTIONNAIRE, _before(*awaited), Role(submit.role))
        if not (asked.is_overdue and _was_submitted(at.case)):
            yield asked
    reports = [one for one in _ahead(at.case) if one[0] == StageKind.REPORT and last_working_day(one[1]) >= at.day]
    if at.case.status == CaseStatus.MONITORING and reports:
        yield at.due(DueKind.REPORT, _before(*reports[0]), Role.DEPARTMENT_OFFICER)


def _awaited(case: Case) -> tuple[str, dt.date] | None:
    """Return the deadline that the proposal names, with its stage where it is one, else the first that is ahead."""
    ahead, named = _ahead(case), case.proposal.stage_deadline_date
    if named is None:
        return next((one for one in ahead if one[0] in SUBMITTED_BY), None)
    return next((one for one in ahead if one[1] == named), ("", named))


def _ahead(case: Case) -> list[tuple[str, dt.date]]:
    """Return the stages that had not passed when the case opened, the soonest first."""
    programme, opened = case.proposal.programme, timezone.localdate(case.opened_at)
    stages = programme.stages.all() if programme else []
    found = ((one.kind, one.deadline_date) for one in stages if one.deadline_date >= opened)
    return sorted(found, key=lambda one: one[1])


def _was_submitted(case: Case) -> bool:
    """A case that was submitted in time and comes back later has no stage ahead of it."""
    return any(one.kind == StepKind.SUBMIT and one.status == StepStatus.COMPLETED for one in case.steps.all())


def _before(kind: str, deadline: dt.date) -> tuple[dt.date, Basis]:
    return last_working_day(deadline), Basis(DueBasis.STAGE, since=deadline, code=kind)


def _declarations(at: Standing) -> Iterator[Due]:
    declared = {one.person_id: one for one in at.case.declarations.all()}
    told = told_in(at.lines)
    for person in _people(at):
        own = declared.get(person.pk)
        with_partner = own.held_by_id is not None if own else person.pk in at.with_partners
        if with_partner or told.get(person.pk, DeclarationStatus.REQUIRED) != DeclarationStatus.REQUIRED:
            continue
        if own is None or own.status == DeclarationStatus.REQUIRED:
            yield from _declaration(at, person, own)
        elif own.latest and own.status == DeclarationStatus.SUBMITTED:
            since = timezone.localdate(own.latest.submitted_at)
            basis = Basis(DueBasis.INTERVAL, since, at.policy.days(Recheck.DECLARATION))
            by = renewal.due_on(own.latest, at.policy)
            yield at.due(DueKind.RENEWAL, (by, basis), Role.RESEARCHER, **_named(person))


def _people(at: Standing) -> list[Person]:
    """Return who takes part at present and who wishes to."""
    members = [one for one in at.case.revision.memberships.all() if not one.end_date or one.end_date >= at.day]
    joining = [one.person for one in at.case.joinings.all() if one.status == JoiningStatus.REQUESTED]
    return [*(one.person for one in members), *joining]


def _declaration(at: Standing, person: Person, own: Declaration | None) -> Iterator[Due]:
    """Who was asked owes it by the day the link ends, or earlier where a step needs it.

    Of anybody else the office has to ask for it where a step of the policy needs it.
    """
    needed = at.needed_by(Gate.DECLARATIONS_IN, asked=own.asked_at if own else None)
    if own and (own.asked_at or own.draft_number):
        link = max(own.links.all(), key=lambda one: one.pk, default=None)
        yield at.due(DueKind.DECLARATION, _sooner(needed, link), Role.RESEARCHER, **_named(person))
    elif at.closed_by(Gate.DECLARATIONS_IN):
        yield at.due(DueKind.DECLARATION, needed, Role.DEPARTMENT_OFFICER, name=person.name)


def _named(person: Person) -> dict[str, object]:
    return {"name": person.name, "who": person.name, "user_id": person.user_id}


def _sooner(needed: tuple[dt.date, Basis], link: PersonalLink | None) -> tuple[dt.date, Basis]:
    if link is None or link.revoked_at or (ends := timezone.localdate(link.expires_at)) > needed[0]:
        return needed
    return ends, Basis(DueBasis.LINK, since=timezone.localdate(link.created_at))


def _partners(at: Standing) -> Iterator[Due]:
    for line in at.lines:
        if line.status in partner_status.SETTLED:
            continue
        asked = line.link.created_at if line.link else None
        by = _sooner(at.needed_by(Gate.PARTNERS_CONFIRMED, asked=asked), line.link)
        name = line.organisation.name
        if line.part and line.link and line.link.is_live(at.now):
            yield at.due(DueKind.PARTNER, by, Role.PARTNER_OFFICER, name=name, who=line.part.officer_name)
        elif line.part or at.closed_by(Gate.PARTNERS_CONFIRMED):
            yield at.due(DueKind.PARTNER, by, Role.DEPARTMENT_OFFICER, name=name)


def _measures(at: Standing) -> Iterator[Due]:
    agreed = Basis(DueBasis.AGREED)
    for one in at.case.measures.all():
        if one.status not in REVIEWED:
            continue
        if one.status == MeasureStatus.BREACHED:
            breach = {"name": str(one.get_kind_display()), **_officer(at.case)}
            by = one.review_date, Basis(DueBasis.REPORTED)
            yield at.due(DueKind.MEASURE_BREACH, by, Role.SECURITY_OFFICER, **breach)
        else:
            yield at.due(DueKind.MEASURE_REVIEW, (one.review_date, agreed), None, **_owned(one))
        if one.end_date:
            yield at.due(DueKind.MEASURE_END, (one.end_date, agreed), None, **_owned(one))


def _owned(measure: Measure) -> dict[str, object]:
    return {"name": str(measure.get_kind_display()), "who": str(measure.owner), "user_id": measure.owner_id}


def _rescreening(at: Standing) -> Iterator[Due]:
    by = at.case.next_rescreen_date
    if by and at.case.status == CaseStatus.MONITORING:
        basis = Basis(DueBasis.INTERVAL, days=at.policy.days(Recheck.RESCREENING))
        yield at.due(DueKind.RESCREENING, (by, basis), Role.SECURITY_OFFICER, **_officer(at.case))
