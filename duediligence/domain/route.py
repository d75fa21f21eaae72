"""The steps of a case: laid out from the frozen policy, opened in order, gone through again after a return."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.domain.evidence import once
from duediligence.domain.facts import case_facts, decided_outcome
from duediligence.domain.policy import read
from duediligence.enums import CaseOutcome, CaseStatus, StepKind, StepStatus
from duediligence.models import Case, Step, StepDecision
from duediligence.policy import graph
from duediligence.policy.calendar import add_working_days
from duediligence.policy.conditions import all_hold
from duediligence.policy.edition import Policy
from duediligence.policy.keeping import Recheck
from duediligence.policy.route import order_of, steps_after
from duediligence.policy.steps import StepRule

DONE = (StepStatus.COMPLETED, StepStatus.SKIPPED)
LIVE = (StepStatus.WAITING, StepStatus.OPEN)


def lay_out(case: Case) -> None:
    """Make a waiting step for every rule of the policy, in the order in which they can be reached."""
    policy = read(case.policy_edition)
    Step.objects.bulk_create(
        _waiting(case, policy, code, position, 1) for position, code in enumerate(order_of(policy))
    )


def _waiting(case: Case, policy: Policy, code: str, position: int, round_number: int) -> Step:
    rule = policy.step(code)
    return Step(
        case=case,
        code=code,
        position=position,
        round=round_number,
        kind=rule.kind,
        role=rule.role,
        approvers_required=rule.approvers,
        status=StepStatus.WAITING,
    )


def present(case: Case) -> dict[str, Step]:
    """Return the newest round of every step of the policy edition that the case goes by."""
    codes = order_of(read(case.policy_edition))
    found = case.steps.order_by("round")
    return once(case, "steps", lambda: {step.code: step for step in found if step.code in codes})


def first_investigation(case: Case) -> str:
    """Return the step at which a case that is reopened begins again: its first investigation, or its first step."""
    steps = sorted(present(case).values(), key=lambda step: step.position)
    return next((step.code for step in steps if step.kind == StepKind.INVESTIGATE), steps[0].code)


def advance(case: Case, *, actor: Actor, now: dt.datetime) -> None:
    """Open every step before which, near or far, everything is done; leave out those whose conditions fail.

    Then finish the case where nothing is left. A condition on a fact that is not known counts as holding: a step is
    left out only for a reason.
    """
    policy = read(case.policy_edition)
    facts = case_facts(case)
    steps = present(case)
    before = {code: graph.earlier(order_of(policy), code) for code in steps}
    for code in order_of(policy):
        step, rule = steps[code], policy.step(code)
        if step.status != StepStatus.WAITING or any(steps[first].status not in DONE for first in before[code]):
            continue
        if all_hold(rule.when, facts) is False:
            step.status, step.completed_at = StepStatus.SKIPPED, now
        else:
            step.status, step.opened_at = StepStatus.OPEN, now
            step.due_date = _due_date(rule, now)
        step.save(update_fields=["status", "opened_at", "completed_at", "due_date"])
        audit.record(
            actor,
            f"step.{step.status}",
            step,
            institution=case.institution,
            case_reference=case.reference,
            after={"step": code, "due": step.due_date.isoformat() if step.due_date else None},
        )
    _settle(case, policy, list(steps.values()), actor=actor, now=now)


def _due_date(rule: StepRule, now: dt.datetime) -> dt.date | None:
    """Monitoring is no task to finish: what is due meanwhile has days of its own."""
    if rule.kind is StepKind.MONITOR:
        return None
    return add_working_days(timezone.localdate(now), rule.due_working_days)


def _settle(case: Case, policy: Policy, steps: list[Step], *, actor: Actor, now: dt.datetime) -> None:
    before = case.status
    outcome = decided_outcome(case)
    open_kinds = {step.kind for step in steps if step.status in LIVE}
    if outcome == CaseOutcome.NOT_PURSUED:
        leave_out(steps, now)
        case.status, case.close_reason, case.closed_at = CaseStatus.CLOSED, "not_pursued", now
    elif not open_kinds:
        case.status, case.close_reason, case.closed_at = CaseStatus.CLOSED, "route_completed", now
    elif open_kinds == {StepKind.MONITOR}:
        case.status = CaseStatus.MONITORING
        days = policy.days(Recheck.RESCREENING)
        case.next_rescreen_date = case.next_rescreen_date or timezone.localdate(now) + dt.timedelta(days=days)
    else:
        case.status = CaseStatus.IN_PROGRESS
    case.outcome = outcome or CaseOutcome.UNDECIDED
    case.save(update_fields=["status", "outcome", "close_reason", "closed_at", "next_rescreen_date"])
    if case.status != before:
        audit.record(
            actor,
            f"case.{case.status}",
            case,
            institution=case.institution,
            case_reference=case.reference,
            before={"status": before},
            after={"status": case.status, "outcome": case.outcome},
        )


def leave_out(steps: list[Step], now: dt.datetime) -> None:
    """Skip what is still to be done."""
    for step in steps:
        if step.status in LIVE:
            step.status, step.completed_at = StepStatus.SKIPPED, now
            step.save(update_fields=["status", "completed_at"])


def go_back(
    case: Case,
    codes: Collection[str],
    *,
    reason: str,
    actor: Actor,
    now: dt.datetime,
    resume_at: str = "",
) -> None:
    """Begin a new round of the named steps and of every step that comes after them.

    With ``resume_at``, the step that sent the case back, the steps in between stand, so that it resumes there; only
    a step of the kind *decide* in between is begun again with all that follows, for a decision rests on what came
    before, one that was left out is asked again whether it applies now, and one under way beside it waits again. The
    decisions of a new round no longer hold; they are kept, marked void with the reason.
    """
    policy = read(case.policy_edition)
    again, steps = {later for code in codes for later in (code, *steps_after(policy, code))}, present(case)
    if resume_at:
        unsettled = {code for code in again if steps[code].status in (StepStatus.SKIPPED, StepStatus.OPEN)}
        rest = {code for code in again if policy.step(code).kind is StepKind.DECIDE} | {resume_at}
        again = {*codes, *unsettled, *(later for code in rest for later in (code, *steps_after(policy, code)))}
    for code, step in steps.items():
        if code not in again or step.status == StepStatus.WAITING:
            continue
        _void(step, reason, now)
        _waiting(case, policy, code, step.position, step.round + 1).save(force_insert=True)
    audit.record(
        actor,
        "route.gone_back",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={"steps": sorted(again)},
        reason=reason,
    )


def lay_anew(case: Case, again: Collection[str], *, reason: str, now: dt.datetime) -> None:
    """Follow a case that was moved to another policy edition: void the steps that it has no more, begin those named in
    ``again`` anew, add the new ones, put all in the order of the edition."""
    policy = read(case.policy_edition)
    newest = {step.code: step for step in case.steps.order_by("round")}
    for code, step in newest.items():
        if code in again or code not in order_of(policy):
            _void(step, reason, now)
    for position, code in enumerate(order_of(policy)):
        known = newest.get(code)
        if known is None or code in again:
            round_number = known.round + 1 if known else 1
            _waiting(case, policy, code, position, round_number).save(force_insert=True)
        elif known.position != position:
            known.position = position
            known.save(update_fields=["position"])


def _void(step: Step, reason: str, now: dt.datetime) -> None:
    """Take back what was decided at a step; one that is not finished is void itself."""
    held = StepDecision.objects.filter(step=step, voided_at__isnull=True)
    held.update(voided_at=now, void_reason=reason)
    if step.status in LIVE:
        step.status = StepStatus.VOID
        step.save(update_fields=["status"])
