"""The researcher's portal: who comes in, how an item is kept, and how it ends."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.domain import declaration, declaring
from duediligence.domain.actor import Actor
from duediligence.models import Case, Declaration, DeclarationVersion, Person
from duediligence.policy.answers import CONFIDENTIAL, ItemAnswer
from tests import declaring as filing
from tests import factories, stories
from tests.beginnings import begun
from tests.duediligence.admin.test_markup import Markup
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db
ROW = {
    "rows-0-period-begins": "2020-04",
    "rows-0-period-ends": "",
    "rows-0-organization": "東都大学",
    "rows-0-content": "教授",
}


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.designated_case(cast, tmp_path, factories.programme())


beginning = begun(begin, at=factories.NOW)


@pytest.fixture
def person(case: Case) -> Person:
    return case.revision.memberships.get().person


@pytest.fixture
def asked(case: Case, person: Person, cast: Cast) -> tuple[Declaration, str]:
    return declaration.ask(case, person, actor=Actor.of_user(cast.reviewer), now=factories.NOW)


@pytest.fixture
def given(asked: tuple[Declaration, str]) -> Declaration:
    return asked[0]


@pytest.fixture
def holder(asked: tuple[Declaration, str]) -> Client:
    """Somebody who opened the link and never signed in."""
    client = visitor()
    assert client.get(reverse("declaration_open", args=[asked[1]])).status_code == 302
    return client


def start_page(given: Declaration) -> str:
    return reverse("declaration", args=[given.public_id])


def item_page(given: Declaration, code: str) -> str:
    return reverse("declaration_item", args=[given.public_id, code])


def check_page(given: Declaration) -> str:
    return reverse("declaration_check", args=[given.public_id])


def draft(given: Declaration) -> dict[str, ItemAnswer]:
    return declaring.draft_of(Declaration.objects.get(pk=given.pk))


def submit(client: Client, given: Declaration, **changes: str) -> Any:
    number = Declaration.objects.get(pk=given.pk).draft_number
    return client.post(check_page(given), {"consents": "yes", "draft_number": str(number), **changes}, follow=True)


def test_a_link_shows_every_page_without_a_sign_in(given: Declaration, holder: Client) -> None:
    pages = [start_page(given), check_page(given), *(item_page(given, i.code) for i in declaring.asked_items(given))]
    for address in pages:
        answer = holder.get(address)
        assert answer.status_code == 200, address
        assert "no-store" in answer["Cache-Control"]
        assert Markup(told(answer)).faults == [], address


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_asked_is_said_in_plain_words(language: str, asked: tuple[Declaration, str]) -> None:
    client = visitor(language=language)
    client.get(reverse("declaration_open", args=[asked[1]]))
    page = told(client.get(item_page(asked[0], "research_funding")))
    assert ("研究費受給歴" if language == "ja" else "Research funding") in page
    assert ("2023年4月1日" if language == "ja" else "1 Apr 2023") in page


def test_the_member_is_told_by_when_and_whom_to_ask(given: Declaration, holder: Client, cast: Cast) -> None:
    page = told(holder.get(start_page(given)))
    assert "Please submit it by 8 Jun 2026" in page
    assert f"ask {cast.reviewer}" in page and f"mailto:{cast.reviewer.email}" in page


def test_nobody_else_finds_it(given: Declaration, cast: Cast) -> None:
    for client in (visitor(), visitor(cast.reviewer), visitor(cast.stranger)):
        for address in (start_page(given), item_page(given, "career"), check_page(given)):
            assert client.get(address).status_code == 404
            assert client.post(address).status_code in {404, 405}
        assert client.post(reverse("declaration_take_over", args=[given.public_id])).status_code == 404


def test_a_link_opens_one_declaration_alone(given: Declaration, holder: Client, cast: Cast, person: Person) -> None:
    other_case = factories.case(cast.submitter, into=factories.programme())
    other, _token = declaration.ask(other_case, person, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    assert holder.get(start_page(other)).status_code == 404


def test_an_expired_link_ends_the_visit(given: Declaration, holder: Client, time_machine: Any) -> None:
    time_machine.move_to(factories.NOW + dt.timedelta(days=14))
    ended = holder.get(start_page(given))
    assert ended.status_code == 404 and "If the link has ended, ask the office" in told(ended)


def test_a_wrong_link_says_what_to_do(db: None) -> None:
    answer = visitor().get(reverse("declaration_open", args=["wrong"]))
    assert answer.status_code == 404
    assert "Ask the office that sent it for a new one." in told(answer)
    assert Markup(told(answer)).faults == []


def test_an_item_is_saved_and_leads_to_the_next(given: Declaration, holder: Client) -> None:
    answer = holder.post(item_page(given, "career"), {**ROW, "saved": "0", "act": "next"})

    assert answer["Location"] == item_page(given, "research_funding")
    assert draft(given)["career"].rows == ({"period": "2020-04〜", "organization": "東都大学", "content": "教授"},)


def test_the_last_item_leads_to_the_check(given: Declaration, holder: Client) -> None:
    sent = {"rows-0-nationality": "架空国", "saved": "0"}
    assert holder.post(item_page(given, "nationality"), sent)["Location"] == check_page(given)


def test_faults_are_shown_beside_their_fields_and_what_was_typed_is_kept(given: Declaration, holder: Client) -> None:
    sent = {**ROW, "rows-0-period-begins": "long ago", "rows-0-organization": "", "saved": "0"}

    answer = holder.post(item_page(given, "career"), sent)

    page = told(answer)
    assert answer.status_code == 422
    assert "Write year and month as 2026-04." in page and "This is missing." in page
    assert 'value="long ago"' in page and draft(given)["career"].rows[0]["period"] == "long ago〜"
    assert Markup(page).faults == []


def test_none_and_entries_contradict_each_other(given: Declaration, holder: Client) -> None:
    sent = {"rows-0-month": "2020-01", "rows-0-content": "x", "has_rows": "none", "saved": "0"}
    page = told(holder.post(item_page(given, "dispositions"), sent))
    assert "Keep one of the two." in page
    assert holder.post(item_page(given, "dispositions"), {"has_rows": "none", "saved": "1"}).status_code == 302


def test_a_problem_of_the_whole_item_is_said(given: Declaration, holder: Client) -> None:
    assert "Fill in at least one entry." in told(holder.post(item_page(given, "career"), {"saved": "0"}))


def test_guided_questions_are_kept(given: Declaration, holder: Client) -> None:
    sent = {"questions-category_1": "yes", "questions-category_2": "perhaps", "rows-0-applies": "no", "saved": "0"}
    page = told(holder.post(item_page(given, "deemed_export"), sent))

    assert draft(given)["deemed_export"].questions == {"category_1": "yes"}
    assert "Answer this question." in page and "then this is yes as well" in page


def test_entries_are_added_and_taken_out(given: Declaration, holder: Client) -> None:
    more = {name.replace("rows-0", "rows-2"): value or "2021-03" for name, value in ROW.items()}
    page = told(holder.post(item_page(given, "career"), {**ROW, **more, "saved": "0", "act": "add"}))
    assert page.count('name="act" value="remove-') == 3

    holder.post(item_page(given, "career"), {**ROW, **more, "saved": "1", "act": "remove-0"})
    assert [row["period"] for row in draft(given)["career"].rows] == ["2020-04〜2021-03"]


def test_the_flag_of_secrecy_is_kept(given: Declaration, holder: Client) -> None:
    sent = {"rows-0-name": "基金", "rows-0-confidential": "on", "saved": "0"}
    page = told(holder.post(item_page(given, "research_funding"), sent))
    assert draft(given)["research_funding"].rows[0][CONFIDENTIAL] == "yes"
    assert "checked" in page


def test_a_stale_page_loses_nothing_and_overwrites_nothing(given: Declaration, holder: Client) -> None:
    holder.post(item_page(given, "career"), {**ROW, "saved": "0"})
    late = {**ROW, "rows-0-content": "助教", "saved": "0"}

    answer = holder.post(item_page(given, "career"), late)

    assert answer.status_code == 409
    assert "助教" in told(answer) and "saved from another page" in told(answer)
    assert draft(given)["career"].rows[0]["content"] == "教授"
    assert holder.post(item_page(given, "career"), {**late, "saved": "1"}).status_code == 302


def test_nothing_is_saved_when_none_is_required(given: Declaration, person: Person, cast: Cast, case: Case) -> None:
    client = visitor(filing.account(person))
    declaration.mark_not_required(case, person, actor=Actor.of_user(cast.reviewer), reason_code="no_research_role")
    page = told(client.post(item_page(given, "career"), {**ROW, "saved": "x"}, follow=True))
    assert "No declaration is required of this person." in page


def test_an_item_that_is_not_asked_is_not_found(given: Declaration, holder: Client) -> None:
    assert holder.get(item_page(given, "shoe-size")).status_code == 404


def test_a_whole_declaration_is_checked_and_submitted(given: Declaration, holder: Client) -> None:
    assert "13 places" not in told(holder.get(check_page(given)))
    assert "still have to be completed" in told(submit(holder, given))
    filing.fill(given, Actor.of_link(given.links.get()))

    assert "Without your consent" in told(submit(holder, given, consents=""))
    assert "13 of 13 items are complete." in told(holder.get(start_page(given)))
    page = told(submit(holder, given))

    assert "Your declaration is submitted (version 1)." in page
    assert Markup(page).faults == []
    assert submit(holder, given, draft_number="x").status_code == 422


def test_a_member_sees_what_will_be_asked_and_says_why(given: Declaration, holder: Client) -> None:
    program = {"period": "2024-04/", "programme": "Example Plan", "host_country": "X", "host_body": "Example Institute"}
    filing.fill(given, Actor.of_link(given.links.get()), talent_programmes=ItemAnswer(rows=(program,)))

    page = told(holder.get(check_page(given)))
    assert "What the office will ask about" in page and "missing from the career" in page
    assert "Example Institute · Apr 2024 〜 now" in page
    assert Markup(page).faults == []
    assert "an online course" in told(submit(holder, given, consents="", remark="an online course"))
    submit(holder, given, remark="an online course")

    assert DeclarationVersion.objects.get().remark == "an online course"
    assert "an online course" in told(holder.get(check_page(given)))


def test_the_words_consented_to_are_those_that_were_read(given: Declaration, holder: Client) -> None:
    filing.fill(given, Actor.of_link(given.links.get()))
    submit(holder, given)

    assert DeclarationVersion.objects.get().consent_text.startswith("I confirm that")


def test_a_correction_shows_the_difference_before_it_is_submitted(given: Declaration, holder: Client) -> None:
    actor = Actor.of_link(given.links.get())
    filing.file(filing.fill(given, actor), actor)
    career = ItemAnswer(rows=({**filing.CAREER, "organization": "西都大学"},))
    filing.fill(given, actor, career=career)

    page = told(holder.get(check_page(given)))
    assert "What differs" in page and "<ins>" in page and Markup(page).faults == []
    submit(holder, given, reason="職歴の訂正")
    assert DeclarationVersion.objects.count() == 2


def test_earlier_answers_are_taken_over_once(given: Declaration, holder: Client, cast: Cast, person: Person) -> None:
    take_over = reverse("declaration_take_over", args=[given.public_id])
    assert "There is no earlier declaration" in told(holder.post(take_over, follow=True))
    other = factories.case(cast.submitter, into=factories.programme())
    filing.declared(other, person)

    assert "You have declared before" in told(holder.get(start_page(given)))
    assert "13 items were taken over" in told(holder.post(take_over, follow=True))
    assert "You have declared before" not in told(holder.get(start_page(given)))


def test_a_researcher_who_signs_in_begins_from_the_own_list(case: Case, person: Person) -> None:
    client = visitor(filing.account(person))
    listed = told(client.get("/my-declarations/"))
    assert case.reference in listed and Markup(listed).faults == []
    membership = case.revision.memberships.get()

    begun = client.post("/my-declarations/", {"membership": str(membership.pk)})

    assert begun["Location"] == start_page(Declaration.objects.get())
    assert client.get(begun["Location"]).status_code == 200
    wrong = told(client.post("/my-declarations/", {"membership": "0"}, follow=True))
    assert "no member of the proposal" in wrong


def test_the_list_is_empty_when_nothing_is_asked(cast: Cast, case: Case, person: Person) -> None:
    filing.account(person)
    from duediligence.domain import case as cases

    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="中止", now=factories.NOW)
    assert person.user
    assert "You take part in no open case." in told(visitor(person.user).get("/my-declarations/"))
    assert visitor(cast.reviewer).get("/my-declarations/").status_code == 403
