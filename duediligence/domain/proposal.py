"""Recording collaboration proposals and revising them."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from duediligence.domain import access, audit
from duediligence.domain import revision as revisions
from duediligence.domain.actor import Actor
from duediligence.domain.content import ProposalContent, check
from duediligence.domain.revision_change import summary, touches
from duediligence.errors import InvalidInput, NotAllowed, ProposalUnchanged, ReasonMissing, Recused
from duediligence.models import Department, Institution, Programme, Proposal, Revision


@transaction.atomic
def receive(
    *,
    institution: Institution,
    content: ProposalContent,
    actor: Actor,
    programme: Programme | None = None,
    department: Department | None = None,
    external_id: str = "",
    stage_deadline_date: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Proposal:
    """Record a proposal with its first revision.

    Steps: check the whole content, record the proposal, its people and organisations and revision 1, audit.
    Raises ``NotAllowed``, and ``InvalidInput`` naming the field at fault; nothing is kept then.
    """
    now = now or timezone.now()
    if actor.client is None:
        access.demand_unless_system(actor, access.RECORDERS, institution)
    check(content)
    for fault in frame_faults(programme, stage_deadline_date, timezone.localdate(now)):
        raise fault
    if programme and external_id and programme.proposals.filter(external_id=external_id).exists():
        raise InvalidInput("external_id", "already_recorded", value=external_id)
    proposal = Proposal.objects.create(
        institution=institution,
        department=department,
        programme=programme,
        external_id=external_id,
        stage_deadline_date=stage_deadline_date,
        created_by=actor.user,
        created_by_client=actor.client,
        created_at=now,
    )
    revision = revisions.write(proposal, content, actor=actor, number=1, is_material=True, reason="", now=now)
    after = {"public_id": str(proposal.public_id), "programme": programme.code if programme else None}
    audit.record(actor, "proposal.received", proposal, institution=institution, after={**after, **summary(revision)})
    return proposal


@transaction.atomic
def revise(
    proposal: Proposal, content: ProposalContent, *, actor: Actor, reason: str, now: dt.datetime | None = None
) -> Revision:
    """Write the next revision; a material change voids the approvals of the open case that it touches.

    Steps: lock the proposal and its open case, check, compare with the present revision, write, void approvals, audit.
    Raises ``NotAllowed``, ``Recused``, ``ReasonMissing``, ``InvalidInput``, ``ProposalUnchanged``.
    """
    from duediligence.domain import case as cases

    now = now or timezone.now()
    _demand_reviser(actor, proposal)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    check(content)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    case = cases.lock_open(proposal)
    if case and actor.user and access.is_recused(actor.user, case):
        raise Recused
    present = proposal.current_revision
    if present is None:
        raise ProposalUnchanged
    before = summary(present)
    revision = revisions.write(
        proposal, content, actor=actor, number=present.number + 1, is_material=True, reason=reason.strip(), now=now
    )
    after = summary(revision)
    if before == after:
        raise ProposalUnchanged
    revision.is_material = bool(touches(before, after))
    revision.save(update_fields=["is_material"])
    audit.record(
        actor,
        "proposal.revised",
        proposal,
        institution=proposal.institution,
        before=before,
        after={**after, "is_material": revision.is_material},
        reason=revision.reason,
    )
    cases.follow_revision(proposal, revision, actor=actor, now=now)
    return revision


def _demand_reviser(actor: Actor, proposal: Proposal) -> None:
    """Let whoever records proposals revise those that they see; a funder's program, those of its programmes."""
    if actor.client is None:
        access.demand_unless_system(actor, access.RECORDERS, proposal.institution)
    viewer = actor.user or actor.client
    if viewer and not Proposal.objects.visible_to(viewer).filter(pk=proposal.pk).exists():
        raise NotAllowed


def frame_faults(programme: Programme | None, deadline: dt.date | None, day: dt.date) -> Iterator[InvalidInput]:
    """Yield why a proposal cannot answer to the programme by the deadline."""
    if deadline and deadline < day:
        yield InvalidInput("stage_deadline_date", "in_the_past", value=deadline)
    if programme and not programme.is_open:
        yield InvalidInput("programme", "programme_closed", value=programme.code)
