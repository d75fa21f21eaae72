"""A partner's part: invited, filed, confirmed; only then does the lead decide and submit."""

import pytest

from duediligence import errors
from duediligence.domain import audit, decision, declaration, partner_people
from duediligence.domain.actor import Actor
from duediligence.domain.declared import member_answers
from duediligence.domain.partner_part import Told
from duediligence.domain.partner_status import partner_lines
from duediligence.domain.party import OrganisationInput
from duediligence.enums import (
    CaseOutcome,
    CaseStatus,
    DeclarationStatus,
    MemberRole,
    PartnerStatus,
    Role,
    StepStatus,
    Verdict,
)
from duediligence.models import AuditEvent, Case, Declaration
from duediligence.policy.answers import ItemAnswer
from tests import declaring, factories, partnering, stories
from tests.beginnings import begun, case, cast
from tests.factories import Cast

__all__ = ["case", "cast"]
pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=factories.NOW)
POST = "Institute of Untold Posts"


def test_the_lead_decides_once_the_partner_has_confirmed(case: Case, cast: Cast) -> None:
    part, officer = partnering.opened(case, cast)
    partnering.own_declared(case)
    case.refresh_from_db()

    # Ada declares to her own institution. The lead knows that she did, and no word of it.
    ada, bo = partnering.own_people(case)
    posts = [(partnering.NAME, "Professor"), (POST, "Visiting professor")]
    rows = ({"period": "2020-04/", "organization": body, "content": content} for body, content in posts)
    career = ItemAnswer(rows=tuple(rows))
    partnering.held_declaration(case, ada, officer, career=career)
    assert Declaration.objects.get(person=ada).status == DeclarationStatus.SUBMITTED
    assert not Declaration.objects.visible_to(cast.reviewer).filter(person=ada).exists()
    assert POST not in repr(member_answers(case))

    # Bo is a guest: the partner says why none is required. The department waits until the partner has confirmed.
    department = factories.user(cast.institution, Role.DEPARTMENT_OFFICER)
    with pytest.raises(errors.DeclarationsMissing):
        stories.approve(case, department)
    told = {ada.pk: Told("submitted"), bo.pk: Told("not_required", "研究に従事しない")}
    partnering.confirm(partnering.drafted(part, officer, members=told), officer)
    stories.assessed(stories.screened(case), cast.second_reviewer)
    stories.approve(case, department)
    stories.approve(case, cast.reviewer)

    # A third person joins the partner's side: its confirmation no longer covers everybody, so nothing is decided.
    there = OrganisationInput(partnering.NAME, "NO")
    names = (*partnering.PEOPLE, "Cy Sample")
    own = (factories.member(name, role=MemberRole.PARTICIPANT, affiliation=there) for name in names)
    parties = (factories.partner(partnering.NAME, country="NO"),)
    stories.revise(case, cast, members=(factories.member(), *own), parties=parties)
    case.refresh_from_db()
    assert partner_lines(case)[0].status == PartnerStatus.OUTDATED
    part.refresh_from_db()
    cy = partnering.own_people(case)[2]
    told[cy.pk] = Told("submitted")
    partnering.drafted(part, officer, members=told, researchers_risk="yes")
    partnering.confirm(part, officer, why_corrected="構成員の追加")
    case = stories.assessed(stories.screened(Case.objects.get(pk=case.pk)), cast.second_reviewer)
    stories.approve(case, department)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)

    # The partner sends one declaration: from now on the lead reads it and screens its names.
    partner_people.send(part, ada, actor=officer, now=factories.NOW)
    case = stories.assessed(stories.screened(Case.objects.get(pk=case.pk)), cast.second_reviewer)
    assert POST in repr(member_answers(case))
    stories.approve(case, cast.second_reviewer)
    with pytest.raises(errors.PartnerPartSubmitted):
        partnering.drafted(part, officer)
    verbs = AuditEvent.objects.filter(actor=officer.label).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("partner.")] == [
        "partner.invitation_opened",
        *["partner.draft_saved", "partner.confirmed"] * 2,
    ]
    assert (case.status, audit.verify_all()) == (CaseStatus.IN_PROGRESS, [])


def test_a_missing_confirmation_keeps_the_decision_from_being_made(case: Case, cast: Cast) -> None:
    declaring.none_required(case)
    stories.approve(case, factories.user(cast.institution, Role.DEPARTMENT_OFFICER))
    stories.approve(case, cast.reviewer)
    step = case.steps.get(status=StepStatus.OPEN)
    assert [one.code for one in decision.refusals(step, cast.decision_maker, Verdict.APPROVE)] == [
        "partners_unconfirmed"
    ]
    assert decision.refusals(step, cast.decision_maker, Verdict.APPROVE, CaseOutcome.NOT_PURSUED) == []
    with pytest.raises(errors.NotAllowed):
        declaration.ask(case, partnering.own_people(case)[0], actor=Actor.of_user(cast.decision_maker))
