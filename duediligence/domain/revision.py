"""A revision of a proposal as rows: its texts, members and organisations, each person and organisation met once."""

import datetime as dt
from collections.abc import Iterator, Mapping

from duediligence.domain.actor import Actor
from duediligence.domain.content import ProposalContent, one_line
from duediligence.domain.party import OrganisationInput, clean_name, receive_organisations, receive_people
from duediligence.models import Membership, Organisation, Proposal, ProposalParty, Revision


def write(
    proposal: Proposal,
    content: ProposalContent,
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
    organisations = receive_organisations(proposal.institution, _organisations(content), actor=actor)
    _write_members(revision, content, organisations, actor=actor)
    _write_parties(revision, content, organisations)
    proposal.current_revision = revision
    proposal.save(update_fields=["current_revision"])
    return revision


Received = Mapping[OrganisationInput, Organisation]


def _organisations(content: ProposalContent) -> Iterator[tuple[str, OrganisationInput]]:
    """Yield every organisation that the content names, with the field that names it."""
    for number, member in enumerate(content.members):
        if member.person.affiliation:
            yield f"members[{number}].person.affiliation", member.person.affiliation
        if member.organisation:
            yield f"members[{number}].organisation", member.organisation
    for number, party in enumerate(content.parties):
        yield f"parties[{number}].organisation", party.organisation


def _write_members(revision: Revision, content: ProposalContent, organisations: Received, *, actor: Actor) -> None:
    named = [(f"members[{number}].person", member.person) for number, member in enumerate(content.members)]
    people = receive_people(revision.proposal.institution, named, organisations, actor=actor)
    members = []
    for number, (member, person) in enumerate(zip(content.members, people, strict=True)):
        field = f"members[{number}]"
        # Only what was sent with this proposal: where a known person works may have been told by another funder.
        employer = member.organisation or member.person.affiliation
        members.append(
            Membership(
                revision=revision,
                person=person,
                name=clean_name(member.person.name, f"{field}.person.name"),
                organisation=organisations[employer] if employer else None,
                organisation_name=clean_name(employer.name, f"{field}.organisation.name") if employer else "",
                role=member.role,
                start_date=member.start_date,
                end_date=member.end_date,
            )
        )
    Membership.objects.bulk_create(members)


def _write_parties(revision: Revision, content: ProposalContent, organisations: Received) -> None:
    parties: dict[tuple[int, str], ProposalParty] = {}
    for number, party in enumerate(content.parties):
        organisation = organisations[party.organisation]
        one = ProposalParty(
            revision=revision,
            organisation=organisation,
            role=party.role,
            name=clean_name(party.organisation.name, f"parties[{number}].organisation.name"),
            note=party.note.strip()[:300],
        )
        parties.setdefault((organisation.pk, party.role), one)
    ProposalParty.objects.bulk_create(parties.values())
