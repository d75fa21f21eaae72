"""The partner institutions of the demonstration: invited, and confirmed where the story says so."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from duediligence.domain import partner, partner_part
from duediligence.domain.actor import Actor
from duediligence.enums import DeclarationStatus, DueDiligenceResult, PartyRole
from duediligence.models import Case, User


def take_part(case: Case, told: Mapping[str, Any], officer: User, now: dt.datetime) -> None:
    """Invite every partner; ``told`` may hold what its officer confirms."""
    case.refresh_from_db()
    for party in case.revision.parties.filter(role=PartyRole.PARTNER).select_related("organisation"):
        part, token = partner.invite(
            case,
            party.organisation,
            officer_name=told["officer"],
            email="office@partner.example",
            language="en",
            actor=Actor.of_user(officer),
            now=now,
        )
        if "reason" not in told:
            continue
        link = partner_part.open_invitation(token, now=now)
        own = partner_part.members_of(part)
        filed = {one.person_id: partner_part.Told(DeclarationStatus.SUBMITTED) for one in own}
        given = partner_part.PartnerResult(DueDiligenceResult.DONE, "", "no", "no", told["reason"], filed)
        part = partner_part.save_draft(part, given, saved=0, actor=Actor.of_partner(link), now=now)
        partner_part.confirm(
            part,
            name=told["officer"],
            office=told["office"],
            date=timezone.localdate(now),
            draft_number=part.draft_number,
            actor=Actor.of_partner(link),
            now=now,
        )
