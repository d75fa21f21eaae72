"""Recording collaboration proposals and revising them."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duediligence.domain import access, audit
from duediligence.domain import revision as revisions
from duediligence.domain.actor import Actor
from duediligence.domain.party import OrganisationInput, PersonInput, clean_name
from duediligence.domain.revision import one_line
from duediligence.domain.revision_change import summary, touches
from duediligence.enums import MemberRole, PartyRole
from duediligence.errors import InvalidInput, NotAllowed, ProposalUnchanged, ReasonMissing
from duediligence.models import Department, Institution, Programme, Proposal, Revision

MAX_TITLE = 500
MAX_ABSTRACT = 20_000
MAX_MEMBERS = 500


@dataclass(frozen=True, slots=True)
class MemberInput:
    person: PersonInput
    role: MemberRole
    organisation: OrganisationInput | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PartyInput:
    organisation: OrganisationInput
    role: PartyRole
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProposalContent:
    """What a revision says, in either language or both."""

    title_ja: str = ""
    title_en: str = ""
    abstract_ja: str = ""
    abstract_en: str = ""
    keywords_ja: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    members: tuple[MemberInput, ...] = ()
    parties: tuple[PartyInput, ...] = ()


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
    if stage_deadline_date and stage_deadline_date < timezone.localdate(now):
        raise InvalidInput("stage_deadline_date", "in_the_past", value=stage_deadline_date)
    if programme and not programme.is_open:
        raise InvalidInput("programme", "programme_closed", value=programme.code)
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
    Raises ``NotAllowed``, ``ReasonMissing``, ``InvalidInput``, ``ProposalUnchanged``.
    """
    from duediligence.domain import case as cases

    now = now or timezone.now()
    _demand_reviser(actor, proposal)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    check(content)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    cases.lock_open(proposal)
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


def check(content: ProposalContent) -> None:
    """Raise ``InvalidInput`` naming the first field that cannot be taken."""
    if not one_line(content.title_ja) and not one_line(content.title_en):
        raise InvalidInput("title_ja", "title_missing")
    for field in ("title_ja", "title_en", "abstract_ja", "abstract_en"):
        limit = MAX_TITLE if field.startswith("title") else MAX_ABSTRACT
        text = getattr(content, field)
        if len(text) > limit:
            raise InvalidInput(field, "too_long", length=len(text), limit=limit)
        _check_visible(text, field)
    for field in ("keywords_ja", "keywords_en"):
        _check_visible("".join(getattr(content, field)), field)
    if not content.members:
        raise InvalidInput("members", "members_missing")
    if len(content.members) > MAX_MEMBERS:
        raise InvalidInput("members", "too_many", length=len(content.members), limit=MAX_MEMBERS)
    if not any(member.role is MemberRole.PI for member in content.members):
        raise InvalidInput("members", "pi_missing")
    for number, member in enumerate(content.members):
        _check_member(member, f"members[{number}]")
    for number, party in enumerate(content.parties):
        clean_name(party.organisation.name, f"parties[{number}].organisation.name")


def _check_visible(text: str, field: str) -> None:
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in text):
        raise InvalidInput(field, "control_characters")


def _check_member(member: MemberInput, field: str) -> None:
    clean_name(member.person.name, f"{field}.person.name")
    if member.start_date and member.end_date and member.end_date < member.start_date:
        raise InvalidInput(f"{field}.end_date", "period")
