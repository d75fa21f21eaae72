"""A revision of a proposal as rows: its texts, members and organisations, each person and organisation met once."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from duediligence.domain.actor import Actor
from duediligence.domain.party import Met, clean_name, receive_organisation, receive_person
from duediligence.errors import InvalidInput
from duediligence.models import Membership, Proposal, ProposalParty, Revision

if TYPE_CHECKING:
    from duediligence.domain.proposal import ProposalContent

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Return a title with single spaces, without the marks that turn the rest of the line round it."""
    return " ".join(_TURNING.sub("", text).split())


def write(
    proposal: Proposal,
    content: "ProposalContent",
    *,
    actor: Actor,
    number: int,
    is_material: bool,
    reason: str,
    now: dt.datetime,
) -> Revision:
    """Record the content as the current revision of a proposal, in the caller's transaction."""
    revision = Revision.objects.create(
        proposal=proposal,
        number=number,
        title_ja=one_line(content.title_ja),
        title_en=one_line(content.title_en),
        abstract_ja=content.abstract_ja.strip(),
        abstract_en=content.abstract_en.strip(),
        keywords_ja=[word.strip() for word in content.keywords_ja if word.strip()],
        keywords_en=[word.strip() for word in content.keywords_en if word.strip()],
        is_material=is_material,
        reason=reason,
        created_by=actor.user,
        created_by_client=actor.client,
        created_at=now,
    )
    met: Met = {}
    _write_members(revision, content, actor=actor, met=met)
    _write_parties(revision, content, actor=actor, met=met)
    proposal.current_revision = revision
    proposal.save(update_fields=["current_revision"])
    return revision


def _write_members(revision: Revision, content: "ProposalContent", *, actor: Actor, met: Met) -> None:
    institution = revision.proposal.institution
    seen: dict[int, str] = {}
    members = []
    for number, member in enumerate(content.members):
        field = f"members[{number}]"
        person = receive_person(institution, member.person, actor=actor, field=f"{field}.person", met=met)
        if person.pk in seen:
            raise InvalidInput(field, "same_person", value=person.name, other=seen[person.pk])
        seen[person.pk] = field
        # Only what was sent with this proposal: where a known person works may have been told by another funder.
        employer = member.organisation or member.person.affiliation
        organisation = (
            receive_organisation(institution, employer, actor=actor, field=f"{field}.organisation", met=met)
            if employer
            else None
        )
        members.append(
            Membership(
                revision=revision,
                person=person,
                name=clean_name(member.person.name, f"{field}.person.name"),
                organisation=organisation,
                organisation_name=clean_name(employer.name, f"{field}.organisation.name") if employer else "",
                role=member.role,
                start_date=member.start_date,
                end_date=member.end_date,
            )
        )
    Membership.objects.bulk_create(members)


def _write_parties(revision: Revision, content: "ProposalContent", *, actor: Actor, met: Met) -> None:
    for number, party in enumerate(content.parties):
        field = f"parties[{number}].organisation"
        organisation = receive_organisation(
            revision.proposal.institution, party.organisation, actor=actor, field=field, met=met
        )
        typed = {"name": clean_name(party.organisation.name, f"{field}.name"), "note": party.note.strip()[:300]}
        ProposalParty.objects.get_or_create(
            revision=revision, organisation=organisation, role=party.role, defaults=typed
        )
