"""The one choke point of four eyes: the only way in which a step is decided."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, assessment, audit, completeness, gates, measure, route, submission
from duediligence.domain.actor import Actor
from duediligence.domain.delegation import principals
from duediligence.domain.evidence import evidence_of, gathered_once
from duediligence.domain.policy import read
from duediligence.domain.telling import tell_of_return
from duediligence.enums import CaseOutcome, ConfirmationVerdict, Role, StepKind, StepStatus, Verdict
from duediligence.models import Case, Confirmation, Revision, Step, StepDecision, StepSeat, User
from duediligence.policy.steps import Gate, StepRule

DECIDABLE = (CaseOutcome.NO_MITIGATION, CaseOutcome.MITIGATION, CaseOutcome.NOT_PURSUED)


def rule_of(step: Step) -> StepRule:
    return read(step.case.policy_edition).step(step.code)


def refusals(
    step: Step, user: User, verdict: Verdict = Verdict.APPROVE, outcome: CaseOutcome | None = None
) -> list[errors.Refused]:
    """Return every reason why ``user`` may not give this verdict now; an empty list lets the button show.

    Being a superuser changes nothing here. A proposal that is *not pursued* needs no measures.
    """
    return [
        *_about_step(step),
        *_about_person(step, user),
        *(unmet(step, outcome) if verdict is Verdict.APPROVE else []),
    ]


def unmet(step: Step, outcome: CaseOutcome | None = None) -> list[errors.Refused]:
    """Return what keeps the step from being approved, whoever approves: a submission needs everything complete."""
    with gathered_once(step.case):
        if step.kind == StepKind.SUBMIT:
            return [one.what for one in completeness.missing(step.case, timezone.localdate())]
        return gates.unmet(step.case, rule_of(step), outcome)


def _about_step(step: Step) -> Iterator[errors.Refused]:
    if not step.case.is_open:
        yield errors.CaseNotOpen()
    elif step.status != StepStatus.OPEN or step.kind == StepKind.EXTERNAL:
        yield errors.StepNotOpen()


def _about_person(step: Step, user: User) -> Iterator[errors.Refused]:
    role = Role(step.role)
    if user.institution_id != step.case.institution_id or role not in user.roles():
        yield errors.RoleMissing(role=step.get_role_display())
    yield from _objections(step, user)
    if access.is_recused(user, step.case):
        yield errors.Recused()
    standing_in = _stands_in_for(step, user)
    if standing_in and all(any(_objections(step, one)) for one in standing_in):
        yield errors.PrincipalMayNotDecide(name=str(standing_in[0]))


def principal_of(step: Step, user: User) -> User | None:
    """Return for whom ``user`` decides under a delegation: the first of their principals who might decide too."""
    return next((one for one in _stands_in_for(step, user) if not any(_objections(step, one))), None)


def _stands_in_for(step: Step, user: User) -> list[User]:
    """Return nobody for whoever holds the role themselves."""
    lenders = principals(user, Role(step.role))
    return [] if lenders and Role(step.role) in user.own_roles() else lenders


def _objections(step: Step, person: User) -> Iterator[errors.Refused]:
    """What four eyes hold against a person, whether they decide themselves or through a substitute."""
    if rule_of(step).excludes_author:
        if step.case.proposal.revisions.filter(created_by=person).exists():
            yield errors.AuthorMayNotDecide()
        if step.case.revision.memberships.filter(person__user=person).exists():
            yield errors.MemberMayNotDecide()
    if step.decisions.filter(Q(decided_by=person) | Q(on_behalf_of=person)).exists():
        yield errors.AlreadyDecided()
    seats = StepSeat.objects.filter(case=step.case, person=person, pair__in=_pairs(step))
    if seat := seats.exclude(step_code=step.code).first():
        yield errors.SeparationOfDuties(step=seat.step_code)


def _pairs(step: Step) -> list[str]:
    policy = read(step.case.policy_edition)
    return ["|".join(sorted((step.code, other))) for other in policy.kept_apart(step.code)]


@transaction.atomic
def decide(
    step: Step,
    *,
    actor: Actor,
    verdict: Verdict,
    reason: str,
    outcome: CaseOutcome | None = None,
    return_to: str = "",
    revision: Revision,
    questionnaire: submission.Prepared | None = None,
    now: dt.datetime | None = None,
) -> StepDecision:
    """Record what one person decides at an open step.

    Steps: lock case and step, check the revision looked at, refuse by the named predicates, take the seats of the
    person and of whoever they stand in for, write the decision with the run and the policy edition it rests on, audit,
    then count distinct approvers, complete the step and advance, or go back. The approval that finishes a submission
    freezes the ``questionnaire``. Raises the first ``Refused`` of ``refusals``, or one about reason, outcome, return or
    questionnaire.
    """
    now = now or timezone.now()
    if actor.user is None:
        raise errors.NotAllowed
    case = Case.objects.select_for_update().get(pk=step.case_id)
    step = Step.objects.select_for_update().get(pk=step.pk)
    step.case = case
    if revision.pk != case.revision_id:
        raise errors.StaleRevision
    for refusal in refusals(step, actor.user, verdict, outcome):
        raise refusal
    _check_answer(step, verdict, reason, outcome, return_to)
    submits = step.kind == StepKind.SUBMIT and verdict is Verdict.APPROVE
    prepared = submission.demand_current(case, questionnaire, now=now) if submits else None
    decision = _write(step, actor.user, verdict, outcome, reason, actor=actor, now=now)
    if verdict is Verdict.RETURN:
        _return(case, step, return_to, reason=decision.reason, actor=actor, now=now)
        tell_of_return(case, return_to, by=actor.user)
    elif _is_agreed(step):
        if prepared:
            submission.freeze(step, prepared, actor=actor, user=actor.user, now=now)
        _complete(case, step, actor=actor, now=now)
    return decision


def approve(step: Step, user: User, *, reason: str, actor: Actor, now: dt.datetime) -> bool:
    """Write an approval that opens nothing further; return whether enough people agree, so that the step is done."""
    _write(step, user, Verdict.APPROVE, None, reason, actor=actor, now=now)
    if is_agreed := _is_agreed(step):
        _finish(step.case, step, actor=actor, now=now)
    return is_agreed


def _write(
    step: Step,
    user: User,
    verdict: Verdict,
    outcome: CaseOutcome | None,
    reason: str,
    *,
    actor: Actor,
    now: dt.datetime,
) -> StepDecision:
    case, principal = step.case, principal_of(step, user)
    for pair in _pairs(step):
        for person in filter(None, (user, principal)):
            StepSeat.objects.get_or_create(case=case, pair=pair, person=person, defaults={"step_code": step.code})
    decision = StepDecision.objects.create(
        step=step,
        decided_by=user,
        on_behalf_of=principal,
        policy_edition=case.policy_edition,
        proposal_author=case.revision.created_by if rule_of(step).excludes_author else None,
        verdict=verdict,
        outcome=outcome or "",
        reason=reason.strip(),
        revision=case.revision,
        run=case.current_run,
        decided_at=now,
    )
    _note(decision, actor=actor)
    return decision


def _is_agreed(step: Step) -> bool:
    approvals = step.decisions.filter(verdict=Verdict.APPROVE, voided_at__isnull=True)
    return approvals.count() >= step.approvers_required


def _check_answer(step: Step, verdict: Verdict, reason: str, outcome: CaseOutcome | None, return_to: str) -> None:
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if verdict is Verdict.RETURN:
        if return_to not in rule_of(step).may_return_to:
            raise errors.ReturnNotPossible(field="return_to", step=return_to or "-")
        return
    if step.kind != StepKind.DECIDE:
        return
    if outcome not in DECIDABLE:
        raise errors.OutcomeMissing(field="outcome")
    _check_assessed(step, outcome)
    other = step.decisions.filter(verdict=Verdict.APPROVE, voided_at__isnull=True).exclude(outcome=outcome).first()
    if other:
        raise errors.OutcomeDiffers(field="outcome", outcome=other.get_outcome_display())


def _check_assessed(step: Step, outcome: CaseOutcome) -> None:
    """*No mitigation* is not decided over the head of whoever assessed, nor *mitigation* without a measure."""
    asks_for_measures = outcome is CaseOutcome.MITIGATION and Gate.MEASURES_AGREED in rule_of(step).requires
    if asks_for_measures and not measure.live_measures(step.case):
        raise errors.MeasuresMissing(field="outcome", name=step.case.reference)
    if outcome is not CaseOutcome.NO_MITIGATION:
        return
    for made in assessment.standing(evidence_of(step.case)).values():
        if assessment.finds_something(made):
            raise errors.OutcomeContradicts(field="outcome", name=str(made.person or made.organisation))


@transaction.atomic
def settle_external(confirmation: Confirmation, *, actor: Actor, now: dt.datetime, return_to: str = "") -> None:
    """Let an answer from outside complete or return the step that awaits it.

    Raises ``NotAwaited``, ``ReturnNotPossible``.
    """
    case = Case.objects.select_for_update().get(pk=confirmation.case_id)
    step = awaited_step(case, Role(confirmation.kind))
    if step is None or confirmation.revision_id != case.revision_id:
        raise errors.NotAwaited
    if confirmation.verdict == ConfirmationVerdict.CONFIRMED:
        _complete(case, step, actor=actor, now=now)
    else:
        possible = rule_of(step).may_return_to or (step.code,)
        if return_to and return_to not in possible:
            raise errors.ReturnNotPossible(field="return_to", step=return_to)
        _return(case, step, return_to or possible[0], reason=confirmation.comments, actor=actor, now=now)


def awaited_step(case: Case, role: Role) -> Step | None:
    """Return the open external step that ``role`` answers."""
    return case.steps.filter(kind=StepKind.EXTERNAL, role=role, status=StepStatus.OPEN).first()


def _complete(case: Case, step: Step, *, actor: Actor, now: dt.datetime) -> None:
    _finish(case, step, actor=actor, now=now)
    route.advance(case, actor=actor, now=now)


def _finish(case: Case, step: Step, *, actor: Actor, now: dt.datetime) -> None:
    step.status, step.completed_at = StepStatus.COMPLETED, now
    step.save(update_fields=["status", "completed_at"])
    audit.record(
        actor,
        "step.completed",
        step,
        institution=case.institution,
        case_reference=case.reference,
        after={"step": step.code, "round": step.round},
    )


def _return(case: Case, step: Step, target: str, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    step.status, step.completed_at = StepStatus.RETURNED, now
    step.save(update_fields=["status", "completed_at"])
    resume_at = step.code if step.kind != StepKind.EXTERNAL else _sent_at(case, step)
    route.go_back(case, [target], reason=reason, actor=actor, now=now, resume_at=resume_at)
    route.advance(case, actor=actor, now=now)


def _sent_at(case: Case, step: Step) -> str:
    """Return the step at which was sent what comes back: steps before it that are not named need not be repeated."""
    before = case.steps.filter(kind=StepKind.SUBMIT, status=StepStatus.COMPLETED, position__lt=step.position)
    return before.order_by("-position").values_list("code", flat=True).first() or ""


def _note(decision: StepDecision, *, actor: Actor) -> None:
    case = decision.step.case
    audit.record(
        actor,
        f"decision.{decision.verdict}",
        decision,
        institution=case.institution,
        case_reference=case.reference,
        after={
            "step": decision.step.code,
            "round": decision.step.round,
            "outcome": decision.outcome,
            "revision": decision.revision.number,
            "run": str(decision.run.ref) if decision.run else None,
            "policy_sha256": case.policy_edition.sha256,
            "on_behalf_of": decision.on_behalf_of.username if decision.on_behalf_of else None,
        },
        reason=decision.reason,
    )
