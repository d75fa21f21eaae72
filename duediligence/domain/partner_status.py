"""Where the partner institutions of a case stand, and what their confirmations rest on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from duediligence.domain.evidence import topic_of
from duediligence.enums import DeclarationStatus, PartnerStatus, PartyRole, StepKind, StepStatus
from duediligence.models import (
    Case,
    Membership,
    Organisation,
    PartnerConfirmation,
    PartnerLink,
    PartnerPart,
    ProposalParty,
    Revision,
)

RELATED = (
    Prefetch("revision__parties", ProposalParty.objects.select_related("organisation")),
    Prefetch("revision__memberships", Membership.objects.select_related("person")),
    "partner_parts__links",
    "partner_parts__confirmations__members",
)
"""What ``partner_lines`` reads of a case; a list of cases fetches it once for all."""
SETTLED = (PartnerStatus.CONFIRMED, PartnerStatus.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner institution of the present revision with its own people and its part, if one was begun."""

    organisation: Organisation
    members: tuple[Membership, ...]
    part: PartnerPart | None
    status: PartnerStatus

    @property
    def link(self) -> PartnerLink | None:
        return self.part.newest_link if self.part else None

    @property
    def latest(self) -> PartnerConfirmation | None:
        return self.part.latest if self.part else None


def partner_lines(case: Case, now: dt.datetime | None = None) -> list[PartnerLine]:
    """Return every partner institution of the present revision, in a fixed number of queries."""
    prefetch_related_objects([case], *RELATED)
    now = now or timezone.now()
    parts = {part.organisation_id: part for part in case.partner_parts.all()}
    partners = [party for party in case.revision.parties.all() if party.role == PartyRole.PARTNER]
    return [
        PartnerLine(
            party.organisation,
            own_members(case.revision, party.organisation_id),
            parts.get(party.organisation_id),
            status_of(parts.get(party.organisation_id), basis_of(case.revision, party.organisation_id), now),
        )
        for party in partners
    ]


def own_members(revision: Revision, organisation_id: int) -> tuple[Membership, ...]:
    """Return the members who take part for an institution: nobody else's people are a partner's business."""
    return tuple(one for one in revision.memberships.all() if one.organisation_id == organisation_id)


def basis_of(revision: Revision, organisation_id: int) -> dict[str, Any]:
    """Return what a confirmation rests on: the topic, and the partner's own people."""
    people = sorted(one.person_id for one in own_members(revision, organisation_id))
    return {"topic": topic_of(revision), "people": people}


def status_of(part: PartnerPart | None, basis: dict[str, Any], now: dt.datetime) -> PartnerStatus:
    if part is None:
        return PartnerStatus.NOT_INVITED
    if part.not_asked_at:
        return PartnerStatus.NOT_ASKED
    if part.latest:
        return PartnerStatus.CONFIRMED if _rests(part.latest, basis) else PartnerStatus.OUTDATED
    link = part.newest_link
    if link is None:
        return PartnerStatus.NOT_INVITED
    if not link.is_live(now):
        return PartnerStatus.REVOKED if link.revoked_at else PartnerStatus.EXPIRED
    if part.draft_number:
        return PartnerStatus.DRAFT
    return PartnerStatus.OPENED if part.opened_at else PartnerStatus.INVITED


def _rests(made: PartnerConfirmation, basis: dict[str, Any]) -> bool:
    """A person who left changes nothing; one who came, or another topic, does."""
    return bool(made.basis["topic"] == basis["topic"] and set(basis["people"]) <= set(made.basis["people"]))


def unconfirmed(case: Case) -> list[PartnerLine]:
    """Return the partner institutions whose part is neither confirmed nor recorded as not asked."""
    return [line for line in partner_lines(case) if line.status not in SETTLED]


def told_by_partners(case: Case) -> dict[int, DeclarationStatus]:
    """Return where the declarations of partners' own people stand, by person, as the partners last confirmed it."""
    return told_in(partner_lines(case)) if case.partner_parts.exists() else {}


def told_in(lines: Iterable[PartnerLine]) -> dict[int, DeclarationStatus]:
    return {
        member.person_id: DeclarationStatus(member.status)
        for line in lines
        if line.latest and line.status is not PartnerStatus.NOT_ASKED
        for member in line.latest.members.all()
        if member.person_id in {one.person_id for one in line.members}
    }


def is_submitted(case: Case) -> bool:
    """Return whether the lead's questionnaire is with the funder: nothing of it changes until the case comes back."""
    newest = case.steps.filter(kind=StepKind.SUBMIT).order_by("-round").first()
    return newest is not None and newest.status == StepStatus.COMPLETED
