"""Opening, assigning, closing and withdrawing cases."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, assessment, audit, closing, measure, partner, route, screening
from duediligence.domain.actor import Actor
from duediligence.domain.policy import edition_for, read
from duediligence.domain.revision_change import somebody_leaves, summary, touched_steps, touches
from duediligence.domain.telling import tell_officers
from duediligence.enums import CaseOutcome, CaseStatus, Role, StepStatus
from duediligence.models import Case, CaseCounter, Department, Institution, Proposal, Revision, User
from duediligence.models.case import PARTS_REMOVED


@transaction.atomic
def open_case(proposal: Proposal, *, actor: Actor, now: dt.datetime | None = None) -> Case:
    """Open a case on the present revision.

    Steps: lock the proposal, refuse a second open case, choose and pin the policy edition, number the case, lay out its
    route, ask for its screening, open the first steps, audit. Raises ``NotAllowed``, ``CaseAlreadyOpen``,
    ``NoPolicy``.
    """
    now = now or timezone.now()
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if actor.client is None:
        access.demand_unless_system(actor, access.RECORDERS, proposal.institution)
    present = Case.objects.still_open().filter(proposal=proposal).first()
    if present:
        raise errors.CaseAlreadyOpen(reference=present.reference)
    revision = proposal.current_revision
    if revision is None:
        raise errors.InvalidInput("proposal", "missing")
    case = Case.objects.create(
        reference=_next_reference(proposal.institution, timezone.localdate(now).year),
        institution=proposal.institution,
        proposal=proposal,
        revision=revision,
        policy_edition=edition_for(proposal),
        status=CaseStatus.IN_PROGRESS,
        outcome=CaseOutcome.UNDECIDED,
        due_date=proposal.stage_deadline_date,
        opened_at=now,
    )
    audit.record(
        actor,
        "case.opened",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={
            "revision": revision.number,
            "policy": str(case.policy_edition),
            "policy_sha256": case.policy_edition.sha256,
            "due": case.due_date.isoformat() if case.due_date else None,
        },
    )
    route.lay_out(case)
    screening.begin(case, actor=actor, purpose="case_opened", now=now)
    route.advance(case, actor=actor, now=now)
    return case


def _next_reference(institution: Institution, year: int) -> str:
    # Whoever records a proposal holds the chain before its case is numbered; so does whoever only opens the case.
    audit.hold(institution)
    counter, _is_new = CaseCounter.objects.select_for_update().get_or_create(institution=institution, year=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return f"{institution.code.upper()}-{year}-{counter.last_number:04d}"


def lock_open(proposal: Proposal) -> Case | None:
    """Lock the open case of a proposal, as whoever writes an audit event before acting on it has to do first."""
    return Case.objects.select_for_update().still_open().filter(proposal=proposal).first()


@transaction.atomic
def follow_revision(proposal: Proposal, revision: Revision, *, actor: Actor, now: dt.datetime) -> None:
    """Move the open case to a new revision.

    A material one begins the steps again that it touches, with all that follow; what rests on what changed is void, and
    measures about whoever left end. Where somebody left and nothing else changed, every approval stands.
    """
    case = lock_open(proposal)
    if case is None:
        return
    before, earlier = case.revision, summary(case.revision)
    case.revision = revision
    case.save(update_fields=["revision"])
    policy, present = read(case.policy_edition), summary(revision)
    again = touched_steps(policy, touches(earlier, present)) if revision.is_material else set()
    audit.record(
        actor,
        "case.revision_followed",
        case,
        institution=case.institution,
        case_reference=case.reference,
        before={"revision": before.number},
        after={"revision": revision.number, "is_material": revision.is_material},
        reason=revision.reason,
    )
    if not revision.is_material and not somebody_leaves(earlier, present):
        return
    if again:
        route.go_back(case, again, reason=revision.reason, actor=actor, now=now)
    screening.begin(case, actor=actor, purpose="revised", now=now)
    assessment.void_touched(case, reason=revision.reason, actor=actor, now=now)
    measure.end_for_leavers(case, reason=revision.reason, actor=actor, now=now)
    partner.tell_leavers(case, before)
    route.advance(case, actor=actor, now=now)
    if actor.user is None or actor.user.pk != case.owner_id:
        tell_officers(case, "revised")


@transaction.atomic
def assign(case: Case, owner: User | None, *, actor: Actor, only_if_free: bool = False) -> None:
    """Give the case to an officer of its institution, or to nobody.

    Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``, ``OwnerRecused``; with ``only_if_free`` also ``CaseTaken`` when
    somebody has the case by now.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.demand_on(actor, access.INVESTIGATORS | access.CONFIGURERS, case)
    if not case.is_open:
        raise errors.CaseNotOpen
    if owner and not access.may(owner, access.INVESTIGATORS, case.institution):
        raise errors.NotAllowed
    if only_if_free and case.owner:
        raise errors.CaseTaken(officer=case.owner)
    if owner and access.is_recused(owner, case):
        raise errors.OwnerRecused(field="owner", name=str(owner))
    before = case.owner.username if case.owner else None
    case.owner = owner
    case.save(update_fields=["owner"])
    audit.record(
        actor,
        "case.assigned",
        case,
        institution=case.institution,
        case_reference=case.reference,
        before={"owner": before},
        after={"owner": owner.username if owner else None},
    )


@transaction.atomic
def hand_to(case: Case, department: Department | None, *, actor: Actor) -> None:
    """Put the case with a department, whose officers see it from then on, or with none.

    A proposal that comes from a funder names no department. Steps: lock the proposal and the case, check person, state
    and department, write, audit. Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``, ``InvalidInput``.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("department").get(pk=case.proposal_id)
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.demand_on(actor, access.INVESTIGATORS | access.CONFIGURERS, case)
    if not case.is_open:
        raise errors.CaseNotOpen
    if department and department.institution_id != case.institution_id:
        raise errors.InvalidInput("department", "missing")
    before, proposal.department = proposal.department, department
    if before == department:
        return
    proposal.save(update_fields=["department"])
    audit.record(
        actor,
        "case.handed_to_department",
        case,
        institution=case.institution,
        case_reference=case.reference,
        before={"department": before.code if before else None},
        after={"department": department.code if department else None},
    )


@transaction.atomic
def close(case: Case, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> bool:
    """Agree that the monitoring of a decided case ends; return whether it has ended.

    It ends once as many different people have agreed as the policy asks for at its monitoring step, in the role and
    under the four eyes of that step. Steps: lock the case, check person, reason and state, write the decision, end the
    case or tell whoever may still agree. Raises ``NotAllowed``, ``Recused``, ``ReasonMissing``, ``CaseNotOpen``, or
    what ``decision.refusals`` names.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    watching = closing.watching(case)
    roles = frozenset(Role(step.role) for step in watching) or access.INVESTIGATORS
    user = access.demand_on(actor, roles, case)
    _check_end(case, (CaseStatus.MONITORING,), reason)
    if not closing.agree(watching, user, reason=reason, actor=actor, now=now):
        closing.tell_others(watching, user)
        return False
    _end(case, CaseStatus.CLOSED, actor=actor, reason=reason, now=now)
    return True


@transaction.atomic
def withdraw(case: Case, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Record that the proposal is no longer pursued.

    Raises ``NotAllowed``, ``Recused``, ``ReasonMissing``, ``CaseNotOpen``.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.demand_on(actor, access.INVESTIGATORS, case)
    _check_end(case, (CaseStatus.IN_PROGRESS, CaseStatus.MONITORING), reason)
    _end(case, CaseStatus.WITHDRAWN, actor=actor, reason=reason, now=now or timezone.now())


@transaction.atomic
def reopen(case: Case, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Take a closed or withdrawn case up again at due diligence.

    Steps: lock the proposal and the case, check person, reason and state, reopen, begin its steps again from the first
    investigation on, screen anew, audit. Raises ``NotAllowed``, ``ReasonMissing``, ``CaseStillOpen``, ``CasePurged``,
    ``CaseAlreadyOpen``.
    """
    now = now or timezone.now()
    proposal = Proposal.objects.select_for_update().get(pk=case.proposal_id)
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.demand_on(actor, access.INVESTIGATORS, case)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if case.is_open:
        raise errors.CaseStillOpen
    if case.purged_at:
        raise errors.CasePurged
    other = Case.objects.still_open().filter(proposal=case.proposal_id).first()
    if other:
        raise errors.CaseAlreadyOpen(reference=other.reference)
    before = {"status": case.status}
    case.status, case.close_reason, case.closed_at = CaseStatus.IN_PROGRESS, "", None
    case.next_rescreen_date, case.revision = None, proposal.current_revision or case.revision
    case.masked_removed_at = case.declarations_removed_at = case.attachments_removed_at = None
    case.save(update_fields=["status", "close_reason", "closed_at", "next_rescreen_date", "revision", *PARTS_REMOVED])
    audit.record(
        actor,
        "case.taken_up_again",
        case,
        institution=case.institution,
        case_reference=case.reference,
        before=before,
        after={"status": case.status, "revision": case.revision.number},
        reason=reason.strip(),
    )
    first = route.first_investigation(case)
    left_out = [step.code for step in route.present(case).values() if step.status != StepStatus.COMPLETED]
    route.go_back(case, [first, *left_out], reason=reason.strip(), actor=actor, now=now)
    screening.begin(case, actor=actor, purpose="reopened", now=now)
    assessment.void_touched(case, reason=reason.strip(), actor=actor, now=now)
    route.advance(case, actor=actor, now=now)


def _check_end(case: Case, allowed_from: tuple[CaseStatus, ...], reason: str) -> None:
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if case.status not in allowed_from:
        raise errors.CaseNotOpen


def _end(case: Case, status: CaseStatus, *, actor: Actor, reason: str, now: dt.datetime) -> None:
    before = {"status": case.status}
    route.leave_out(list(route.present(case).values()), now)
    case.status, case.close_reason, case.closed_at = status, reason.strip(), now
    case.save(update_fields=["status", "close_reason", "closed_at"])
    audit.record(
        actor,
        f"case.{status}",
        case,
        institution=case.institution,
        case_reference=case.reference,
        before=before,
        after={"status": status},
        reason=reason.strip(),
    )
