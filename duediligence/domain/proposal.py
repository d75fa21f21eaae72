"""Recording collaboration proposals and revising them."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duediligence.domain import access, audit
from duediligence.domain import revision as revisions
from duediligence.domain.actor import Actor
from duediligence.domain.party import OrganisationInput, PersonInput, content_key, organisation_faults, person_faults
from duediligence.domain.revision import one_line
from duediligence.domain.revision_change import summary, touches
from duediligence.enums import MemberRole, PartyRole
from duediligence.errors import InvalidInput, NotAllowed, ProposalUnchanged, ReasonMissing
from duediligence.models import Department, Institution, Programme, Proposal, Revision

MAX_TITLE = 500
MAX_ABSTRACT = 20_000
MAX_KEYWORDS = 20_000
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
    for fault in faults(content):
        raise fault


def faults(content: ProposalContent) -> Iterator[InvalidInput]:
    """Yield everything in the content that cannot be taken, each with its field."""
    if not one_line(content.title_ja) and not one_line(content.title_en):
        yield InvalidInput("title_ja", "title_missing")
    for field in ("title_ja", "title_en", "abstract_ja", "abstract_en"):
        limit = MAX_TITLE if field.startswith("title") else MAX_ABSTRACT
        yield from text_faults(getattr(content, field), field, limit)
    for field in ("keywords_ja", "keywords_en"):
        yield from text_faults("".join(getattr(content, field)), field, MAX_KEYWORDS)
    if len(content.members) > MAX_MEMBERS:
        yield InvalidInput("members", "too_many", length=len(content.members), limit=MAX_MEMBERS)
    if not content.members:
        yield InvalidInput("members", "members_missing")
    elif not any(member.role is MemberRole.PI for member in content.members):
        yield InvalidInput("members", "pi_missing")
    seen: dict[str, str] = {}
    for number, member in enumerate(content.members):
        yield from _member_faults(member, f"members[{number}]", seen)
    for number, party in enumerate(content.parties):
        yield from organisation_faults(party.organisation, f"parties[{number}].organisation")


def frame_faults(programme: Programme | None, deadline: dt.date | None, day: dt.date) -> Iterator[InvalidInput]:
    """Yield why a proposal cannot answer to the programme by the deadline."""
    if deadline and deadline < day:
        yield InvalidInput("stage_deadline_date", "in_the_past", value=deadline)
    if programme and not programme.is_open:
        yield InvalidInput("programme", "programme_closed", value=programme.code)


def text_faults(text: str, field: str, limit: int) -> Iterator[InvalidInput]:
    if len(text) > limit:
        yield InvalidInput(field, "too_long", length=len(text), limit=limit)
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in text):
        yield InvalidInput(field, "control_characters")


def _member_faults(member: MemberInput, field: str, seen: dict[str, str]) -> Iterator[InvalidInput]:
    """``seen`` are the members before this one, by what tells people apart."""
    found = list(person_faults(member.person, f"{field}.person"))
    yield from found
    if member.organisation:
        yield from organisation_faults(member.organisation, f"{field}.organisation")
    if member.start_date and member.end_date and member.end_date < member.start_date:
        yield InvalidInput(f"{field}.end_date", "period")
    if found:
        return
    first = seen.setdefault(content_key(member.person), field)
    if first != field:
        yield InvalidInput(field, "same_person", value=member.person.name, other=first)
