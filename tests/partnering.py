"""Partner institutions for tests: a case with one and its own people, the invitation, what its officer confirms."""

from pathlib import Path
from typing import Any

from duediligence.domain import declaration, partner, partner_part
from duediligence.domain.actor import Actor
from duediligence.domain.partner_part import PartnerResult, Told
from duediligence.domain.party import OrganisationInput
from duediligence.enums import MemberRole, PartyRole
from duediligence.models import (
    Case,
    DeclarationVersion,
    Membership,
    Organisation,
    PartnerConfirmation,
    PartnerPart,
    Person,
)
from duediligence.policy.answers import ItemAnswer
from tests import declaring, factories, stories
from tests.factories import Cast

NAME = "Sample Observatory"
PEOPLE = ("Ada Sample", "Bo Sample")


def partner_case(cast: Cast, tmp_path: Path, **content: Any) -> Case:
    """A designated case of the lead's own member and two people of a partner, screened and assessed."""
    own = tuple(
        factories.member(name, role=MemberRole.PARTICIPANT, affiliation=OrganisationInput(NAME, "NO"))
        for name in PEOPLE
    )
    given = {"members": (factories.member(), *own), "parties": (factories.partner(NAME, country="NO"),), **content}
    return stories.designated_case(cast, tmp_path, factories.programme(), **given)


def organisation(case: Case) -> Organisation:
    return case.revision.parties.filter(role=PartyRole.PARTNER)[0].organisation


def own_people(case: Case) -> list[Person]:
    return [one.person for one in case.revision.memberships.filter(organisation=organisation(case))]


def invited(case: Case, cast: Cast, **changes: Any) -> tuple[PartnerPart, str]:
    given: dict[str, Any] = {
        "officer_name": "Kari Sample",
        "email": "kari@partner.example",
        "actor": Actor.of_user(cast.reviewer),
        "now": factories.NOW,
    }
    return partner.invite(case, organisation(case), **{**given, **changes})


def opened(case: Case, cast: Cast) -> tuple[PartnerPart, Actor]:
    part, token = invited(case, cast)
    link = partner_part.open_invitation(token, now=factories.NOW)
    part.refresh_from_db()
    return part, Actor.of_partner(link)


def result(case: Case, **changes: Any) -> PartnerResult:
    given: dict[str, Any] = {
        "result": "done",
        "institution_risk": "no",
        "researchers_risk": "no",
        "reason": "自機関の手続により確認した",
        "members": {one.pk: Told("submitted") for one in own_people(case)},
        **changes,
    }
    return PartnerResult(**given)


def drafted(part: PartnerPart, actor: Actor, **changes: Any) -> PartnerPart:
    part.refresh_from_db()
    given = result(part.case, **changes)
    return partner_part.save_draft(part, given, saved=part.draft_number, actor=actor, now=factories.NOW)


def confirm(part: PartnerPart, actor: Actor, **changes: Any) -> PartnerConfirmation:
    part.refresh_from_db()
    given: dict[str, Any] = {
        "name": "Kari Sample",
        "office": "Research Compliance Office",
        "date": factories.TODAY,
        "draft_number": part.draft_number,
        "now": factories.NOW,
        **changes,
    }
    return partner_part.confirm(part, actor=actor, **given)


def confirmed(case: Case, cast: Cast, **changes: Any) -> PartnerConfirmation:
    part, actor = opened(case, cast)
    return confirm(drafted(part, actor, **changes), actor)


def own_declared(case: Case) -> None:
    """Let the lead's own members declare; the partner's people do so with the partner."""
    for one in Membership.objects.filter(revision=case.revision).exclude(organisation=organisation(case)):
        declaring.declared(case, one.person)


def held_declaration(case: Case, person: Person, officer: Actor, **answers: ItemAnswer) -> DeclarationVersion:
    """Let one of the partner's people file with the partner."""
    asked, token = declaration.ask(case, person, actor=officer, email="ada@partner.example", now=factories.NOW)
    member = Actor.of_link(declaration.open_link(token, now=factories.NOW))
    return declaring.file(declaring.fill(asked, member, **answers), member)
