"""Members and declarations on the case file: status, asking, reading, and the masked items."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.enums import MemberRole
from duediligence.models import AuditEvent, Case, Declaration, Person
from duediligence.policy.answers import CONFIDENTIAL, ItemAnswer
from tests import declaring, factories, stories
from tests.beginnings import begun
from tests.duediligence.admin.test_markup import Markup
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast
from tests.forcing import force

pytestmark = pytest.mark.django_db
SECRET = "架空国籍"
NATIONALITY = ItemAnswer(rows=({"nationality": SECRET},))
FUNDING = {"date": "2025-04-01", "name": "基金", "funder": "架空財団", "period": "2025-04/2026-03", "amount": "1200000"}


def begin(cast: Cast, tmp_path: Path) -> Case:
    members = (factories.member(), factories.member("見本 花子", role=MemberRole.STUDENT))
    return stories.designated_case(cast, tmp_path, factories.programme(), members=members)


beginning = begun(begin, at=factories.NOW)


@pytest.fixture
def person(case: Case) -> Person:
    return case.revision.memberships.get(role=MemberRole.PI).person


@pytest.fixture
def officer(cast: Cast) -> Client:
    return visitor(cast.reviewer)


def members_page(case: Case) -> str:
    return reverse("admin:case_members", args=[case.reference])


def read_page(case: Case, person: Person) -> str:
    return reverse("admin:case_declaration", args=[case.reference, person.pk])


def act(client: Client, case: Case, person: Person, name: str, **sent: str) -> Any:
    return client.post(reverse("admin:case_member_act", args=[case.reference, person.pk, name]), sent, follow=True)


def test_the_page_says_what_is_missing(case: Case, person: Person, officer: Client) -> None:
    assert "2 declarations are still missing." in told(officer.get(members_page(case)))
    declaring.all_declared(case)
    page = told(officer.get(members_page(case)))
    assert "Every declaration that is required has been submitted." in page
    assert Markup(page).faults == []


def test_whoever_has_left_owes_nothing(case: Case, person: Person, officer: Client) -> None:
    force(case.revision.memberships.filter(person=person), end_date=factories.TODAY - dt.timedelta(days=1))
    assert "1 declaration is still missing." in told(officer.get(members_page(case)))


def test_the_page_names_who_is_to_declare_anew(case: Case, person: Person, cast: Cast, time_machine: Any) -> None:
    declaring.all_declared(case)
    time_machine.move_to(factories.NOW + dt.timedelta(days=365))
    assert "declare anew" not in told(visitor(cast.reviewer).get(members_page(case)))
    time_machine.move_to(factories.NOW + dt.timedelta(days=366))

    page = told(visitor(cast.reviewer).get(members_page(case)))

    assert "Every declaration that is required has been submitted." not in page
    overdue = page.partition("To declare anew, overdue: ")[2].partition(".")[0]
    assert set(overdue.split(", ")) == {person.name, "見本 花子"}
    assert Markup(page).faults == []


def test_a_link_is_asked_for_shown_once_and_revoked(case: Case, person: Person, officer: Client) -> None:
    page = told(act(officer, case, person, "ask", email="", light_form=""))

    assert "/declarations/open/" in page
    assert Markup(page).faults == []
    assert "/declarations/open/" not in told(officer.get(members_page(case)))
    assert "The link opens nothing any more." in told(act(officer, case, person, "revoke"))
    assert "no longer valid" in told(act(officer, case, person, "revoke"))


def test_a_link_of_an_office_at_work_is_sent_and_not_shown(
    case: Case, person: Person, officer: Client, cast: Cast
) -> None:
    cast.institution.is_demo = False
    cast.institution.save()
    page = told(act(officer, case, person, "ask", email="ichiro@example.ac.jp", light_form="student"))
    assert "sent to ichiro@example.ac.jp" in page and "/declarations/open/" not in page
    assert Declaration.objects.get().light_form == "student"


def test_a_wrong_address_sends_nothing(case: Case, person: Person, officer: Client) -> None:
    assert "Give a valid e-mail address" in told(act(officer, case, person, "ask", email="nobody"))
    assert not Declaration.objects.exists()


def test_not_required_and_required_again(case: Case, person: Person, officer: Client) -> None:
    page = told(act(officer, case, person, "not-required", reason_code="no_research_role", text="事務のみ"))
    assert "Takes no part in the research · 事務のみ" in page
    assert "The declaration is required again." in told(act(officer, case, person, "require"))
    assert "Reason" in told(act(officer, case, person, "not-required", reason_code=""))
    assert Declaration.objects.get().not_required_at is None


def test_an_unknown_act_or_person_is_not_found(case: Case, person: Person, officer: Client, cast: Cast) -> None:
    assert act(officer, case, person, "delete").status_code == 404
    person.pk += 1000
    assert act(officer, case, person, "ask").status_code == 404
    assert act(officer, case, person, "revoke").status_code == 404


def test_a_revocation_without_a_declaration_is_refused(case: Case, person: Person, officer: Client) -> None:
    assert "no longer valid" in told(act(officer, case, person, "revoke"))


def test_a_decision_maker_reads_but_does_not_ask(case: Case, person: Person, cast: Cast) -> None:
    client = visitor(cast.decision_maker)
    assert "Ask with a personal link" not in told(client.get(members_page(case)))
    assert "Your roles do not include this act." in told(act(client, case, person, "ask"))


def test_what_was_submitted_is_read_without_the_masked_items(case: Case, person: Person, officer: Client) -> None:
    row = {**FUNDING, CONFIDENTIAL: "yes"}
    declaring.declared(case, person, research_funding=ItemAnswer(rows=(row,)), nationality=NATIONALITY)

    page = told(officer.get(read_page(case, person)))

    assert "1,200,000 yen" in page and "Under a duty of secrecy" in page and "Apr 2025 〜 Mar 2026" in page
    assert SECRET not in page and "Masked: used for the deemed-export test alone." in page
    assert Markup(page).faults == []


def test_masked_items_are_shown_with_a_reason(case: Case, person: Person, officer: Client, cast: Cast) -> None:
    declaring.declared(case, person, nationality=NATIONALITY)
    address = read_page(case, person)

    assert officer.post(address, {"reason_code": ""}).status_code == 422
    shown = officer.post(address, {"reason_code": "deemed_export_test", "text": "装置の貸与"})
    refused = visitor(cast.decision_maker).post(address, {"reason_code": "deemed_export_test"})

    assert SECRET in told(shown) and "no-store" in shown["Cache-Control"]
    assert SECRET not in told(refused)
    events = AuditEvent.objects.filter(verb="declaration.masked_viewed")
    assert [one.actor for one in events] == [f"user:{cast.reviewer.username}"]


def test_a_correction_shows_what_differs(case: Case, person: Person, officer: Client) -> None:
    declaring.declared(case, person)
    given, actor = declaring.begun(case, person)
    career = ItemAnswer(rows=({**declaring.CAREER, "organization": "西都大学"},))
    declaring.fill(given, actor, career=career, papers=ItemAnswer(), dispositions=ItemAnswer(is_none=True))
    paper = {"date": "2026-01-05", "title": "論文", "first_author": "見本 一郎"}
    declaring.fill(given, actor, papers=ItemAnswer(rows=(paper,)))
    declaring.file(given, actor, reason="職歴の訂正")

    page = told(officer.get(read_page(case, person)))
    assert "西都大学" in page and "職歴の訂正" in page and "<del>" in page and "None: Yes" in page
    assert "西都大学" not in told(officer.get(f"{read_page(case, person)}?version=1"))
    assert Markup(page).faults == []


def test_a_fellow_member_reads_no_declaration_but_the_own(case: Case, person: Person, cast: Cast) -> None:
    declaring.declared(case, person)
    student = case.revision.memberships.get(role=MemberRole.STUDENT).person

    assert visitor(declaring.account(student)).get(read_page(case, person)).status_code == 404
    assert visitor(cast.submitter).get(read_page(case, person)).status_code == 404
    assert visitor(declaring.account(person)).get(read_page(case, person)).status_code == 200
    assert "Nothing has been submitted yet." in told(visitor(cast.submitter).get(read_page(case, student)))


def test_sixty_members_cost_no_more_queries_than_two(
    case: Case, officer: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    members = tuple(factories.member(f"見本 {n}号", role=MemberRole.PARTICIPANT) for n in range(59))
    other = factories.case(cast.submitter, into=factories.programme(), members=(factories.member(), *members))
    for membership in list(other.revision.memberships.select_related("person"))[:10]:
        declaring.declared(other, membership.person)

    with django_assert_max_num_queries(40):
        officer.get(members_page(other))


def test_the_hit_page_says_which_declaration_names_it(case: Case, person: Person, officer: Client, cast: Cast) -> None:
    support = {"month": "2025-09", "content": "奨学金", "provider": "Exemplar Hypersonics", "period": "2025-09/"}
    declaring.declared(case, person, other_support=ItemAnswer(rows=(support,)))
    case.refresh_from_db()
    stories.screened(case)
    assert case.current_run
    address = reverse("admin:case_hit", args=[case.reference, case.current_run.hits.get().pk])

    assert "Declaration, item 4 Support other than research funds: 見本 一郎 (1)" in told(officer.get(address))
    assert "見本 一郎 (1)" not in told(visitor(cast.submitter).get(address))


def test_whoever_is_recused_is_offered_nothing(case: Case, officer: Client) -> None:
    offered = [reverse("admin:case_joining", args=[case.reference]), "/ask/"]
    assert all(address in officer.get(members_page(case)).content.decode() for address in offered)
    officer.post(reverse("admin:case_act", args=[case.reference, "recuse"]), {"reason_code": "joint_work"})
    page = officer.get(members_page(case)).content.decode()
    assert not any(address in page for address in offered)
