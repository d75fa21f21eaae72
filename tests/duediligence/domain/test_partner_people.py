"""What a partner's people declare stays with the partner until its officer sends it to the lead."""

import json

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from duediligence import errors
from duediligence.domain import declaration, declaring, gates, partner_people
from duediligence.domain.actor import Actor
from duediligence.domain.declared import member_answers
from duediligence.domain.partner_part import Told
from duediligence.models import AuditEvent, Case, Declaration, DeclarationVersion, PartnerPart, Person, User
from duediligence.policy.answers import ItemAnswer
from duediligence.policy.steps import Gate
from duediligence.queries.person_export import everything_about
from screening.models import Run
from tests import declaring as filing
from tests import factories, partnering
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=factories.NOW)
SECRET = "Institute of Untold Posts"
CAREER = ItemAnswer(rows=({"period": "2020-04/", "organization": SECRET, "content": "教授"},))


@pytest.fixture
def officer(case: Case, cast: Cast) -> Actor:
    return partnering.opened(case, cast)[1]


@pytest.fixture
def part(officer: Actor) -> PartnerPart:
    assert officer.partner
    return PartnerPart.objects.get(pk=officer.partner.part_id)


@pytest.fixture
def person(case: Case) -> Person:
    return partnering.own_people(case)[0]


@pytest.fixture
def version(case: Case, person: Person, officer: Actor) -> DeclarationVersion:
    """One of the partner's people has filed with the partner."""
    return partnering.held_declaration(case, person, officer, career=CAREER)


def everything_of_the_lead(case: Case, cast: Cast) -> str:
    """Return all that the lead's people can read of declarations, as one text."""
    root = User.objects.get_or_create(username="root", is_superuser=True)[0]
    people = [cast.reviewer, cast.decision_maker, cast.auditor, cast.department_officer, root]
    readable = [list(Declaration.objects.visible_to(user).values()) for user in people]
    runs = list(Run.objects.values_list("request", flat=True))
    events = list(AuditEvent.objects.values_list("before", "after", "reason"))
    exported = [everything_about(one) for one in Person.objects.filter(institution=case.institution)]
    told = [readable, runs, events, exported]
    return json.dumps(told, default=str, ensure_ascii=False) + repr(member_answers(case))


def test_the_lead_reads_nothing_that_was_not_sent(case: Case, cast: Cast, version: DeclarationVersion) -> None:
    assert SECRET not in everything_of_the_lead(case, cast)
    assert not DeclarationVersion.objects.with_the_lead().exists()
    with pytest.raises(errors.NotAllowed):
        declaring.view_masked(version, actor=Actor.of_user(cast.reviewer), reason_code="deemed_export_test")
    assert SECRET in repr(declaring.submitted_answers(version))


def test_the_partners_officer_views_masked_answers_with_a_reason_each_time_noted(
    version: DeclarationVersion, part: PartnerPart, person: Person, officer: Actor
) -> None:
    def view(reason_code: str, number: int = 1) -> dict[str, ItemAnswer]:
        return partner_people.view_masked(
            part, person, number=number, actor=officer, reason_code=reason_code, now=factories.NOW
        )

    assert set(view("deemed_export_test")) == {"deemed_export", "nationality"}
    event = AuditEvent.objects.get(verb="declaration.masked_viewed")
    assert (event.actor, event.reason) == (officer.label, "deemed_export_test")
    assert event.after == {"version": 1, "items": ["deemed_export", "nationality"]}
    with pytest.raises(errors.InvalidInput):
        view("curiosity")
    with pytest.raises(errors.NothingToSend):
        view("deemed_export_test", number=2)
    assert AuditEvent.objects.filter(verb="declaration.masked_viewed").count() == 1


def test_nobody_else_views_masked_answers_at_the_partner(
    case: Case, cast: Cast, version: DeclarationVersion, part: PartnerPart, person: Person, officer: Actor
) -> None:
    lead = case.revision.memberships.get(role="pi").person
    for actor, whose in ((Actor.of_user(cast.reviewer), person), (officer, lead)):
        with pytest.raises(errors.NotAllowed):
            partner_people.view_masked(
                part, whose, number=1, actor=actor, reason_code="deemed_export_test", now=factories.NOW
            )


def test_what_is_sent_is_read_and_screened(
    case: Case, cast: Cast, version: DeclarationVersion, part: PartnerPart, person: Person, officer: Actor
) -> None:
    before = case.current_run_id
    sent = partner_people.send(part, person, actor=officer, now=factories.NOW)

    case.refresh_from_db()
    assert (sent.pk, sent.sent_at, case.current_run_id != before) == (version.pk, factories.NOW, True)
    assert SECRET in everything_of_the_lead(case, cast)
    assert Declaration.objects.visible_to(cast.reviewer).filter(person=person).exists()
    event = AuditEvent.objects.get(verb="declaration.sent_to_lead")
    assert (event.actor, event.after["version"]) == (officer.label, 1)
    with pytest.raises(errors.NothingToSend):
        partner_people.send(part, person, actor=officer, now=factories.NOW)


def test_a_later_version_stays_until_it_is_sent_too(
    case: Case, version: DeclarationVersion, part: PartnerPart, person: Person, officer: Actor
) -> None:
    partner_people.send(part, person, actor=officer, now=factories.NOW)
    given = Declaration.objects.get(pk=version.declaration_id)
    member = Actor.of_link(given.links.get(revoked_at=None))
    changed = ItemAnswer(rows=({**CAREER.rows[0], "organization": "Second Untold"},))
    filing.file(filing.fill(given, member, career=changed), member, reason="追記")

    assert [one.number for one in DeclarationVersion.objects.with_the_lead()] == [1]
    assert "Second Untold" not in repr(member_answers(case))
    partner_people.send(part, person, actor=officer, now=factories.NOW)
    assert "Second Untold" in repr(member_answers(case))


def test_the_partner_reads_its_own_people_and_each_view_is_audited(
    version: DeclarationVersion, part: PartnerPart, case: Case, person: Person, officer: Actor
) -> None:
    assert partner_people.read(part, person, actor=officer, now=factories.NOW) == [version]
    assert AuditEvent.objects.get(verb="declaration.read_by_partner").actor == officer.label
    lead_member = case.revision.memberships.get(role="pi").person
    filing.declared(case, lead_member)
    second = partnering.own_people(case)[1]
    for nobody in (lead_member, second):
        with pytest.raises(errors.NotAllowed):
            partner_people.read(part, nobody, actor=officer, now=factories.NOW)
    declaration.ask(case, second, actor=officer, now=factories.NOW)
    for act in (partner_people.read, partner_people.send):
        with pytest.raises(errors.NothingToSend):
            act(part, second, actor=officer, now=factories.NOW)
    assert set(partner_people.held(part)) == {person.pk, second.pk}


def test_only_the_own_people_are_asked(case: Case, officer: Actor) -> None:
    lead_member = case.revision.memberships.get(role="pi").person
    with pytest.raises(errors.NotAllowed):
        declaration.ask(case, lead_member, actor=officer, now=factories.NOW)
    assert not Declaration.objects.exists()


def test_lead_and_partner_do_not_ask_twice(case: Case, cast: Cast, person: Person, officer: Actor) -> None:
    lead = Actor.of_user(cast.reviewer)
    second = partnering.own_people(case)[1]
    held, _token = declaration.ask(case, person, actor=officer, now=factories.NOW)
    declaration.ask(case, second, actor=lead, now=factories.NOW)

    with pytest.raises(errors.AskedByLead):
        declaration.ask(case, second, actor=officer, now=factories.NOW)
    for act in (
        lambda: declaration.ask(case, person, actor=lead, now=factories.NOW),
        lambda: declaration.revoke_link(held, actor=lead, now=factories.NOW),
        lambda: declaration.mark_not_required(case, person, actor=lead, reason_code="no_research_role"),
    ):
        with pytest.raises(errors.HeldByPartner):
            act()
    declaration.revoke_link(held, actor=officer, now=factories.NOW)


def test_a_filed_or_told_declaration_is_in(
    case: Case, cast: Cast, version: DeclarationVersion, part: PartnerPart, officer: Actor
) -> None:
    def missing() -> list[str]:
        fresh = Case.objects.get(pk=case.pk)
        return [str(one) for one in gates.closed(fresh, [Gate.DECLARATIONS_IN, Gate.PARTNERS_CONFIRMED])]

    first, second = partnering.own_people(case)
    unconfirmed = "Partner institutions have not confirmed their part (1): Sample Observatory."
    assert missing() == ["Declarations are still missing (2): 見本 一郎, Bo Sample.", unconfirmed]
    told = {first.pk: Told("submitted"), second.pk: Told("required")}
    partnering.confirm(partnering.drafted(part, officer, members=told), officer)
    assert missing() == ["Declarations are still missing (2): 見本 一郎, Bo Sample."]
    partnering.drafted(part, officer)
    partnering.confirm(part, officer, why_corrected="提出された")
    partnering.own_declared(case)
    assert missing() == []


def test_the_mail_names_the_partner_and_tells_it_alone(
    case: Case,
    cast: Cast,
    officer: Actor,
    person: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    type(cast.institution).objects.update(is_demo=False)
    Case.objects.update(owner=cast.reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        partnering.held_declaration(Case.objects.get(pk=case.pk), person, officer)
    asked, arrived = mail.outbox
    assert (asked.to, "Sample Observatory" in asked.subject) == (["ada@partner.example"], True)
    assert (arrived.to, "Ada Sample" in arrived.body) == (["kari@partner.example"], True)
