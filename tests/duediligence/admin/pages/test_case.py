"""The case file: overview, members, technology, history, progress, and how much it asks of the database."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import MemberRole, Role
from duediligence.models import Case, User
from tests import factories, stories
from tests.duediligence.admin.visiting import judged, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

ENGLISH = (
    "Overview", "Judge", "Second review", "Research-security", "not assigned", "No hit", "Screening", "Decided by",
    "Before and after", "Principal", "Affiliation", "In progress", "Recorded by",
)  # fmt: skip
SECTIONS = ["case", "case_members", "case_hits", "case_technology", "case_steps", "case_history"]


def page(by: User, case: Case, name: str, *, language: str = "en", **query: Any) -> str:
    return told(visitor(by, language=language).get(reverse(f"admin:{name}", args=[case.reference]), query))


def queries(by: User, path: str) -> int:
    client = visitor(by)
    client.get(path)  # what is read once and kept is read now
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_the_overview_says_what_is_next_of_whom_and_by_when(case: Case, cast: Cast) -> None:
    text = page(cast.reviewer, case, "case")

    assert "Reception of classical literature" in text
    assert "Judge 1 hit · Research-security officer (not assigned)" in text
    assert "Judge the hits</a>" in text
    assert str(cast.submitter) in text and "15 Jun 2026" in text


def test_somebody_else_reads_why_there_is_no_button(case: Case, cast: Cast) -> None:
    text = page(cast.decision_maker, case, "case")

    assert 'aria-disabled="true">Decide this step' in text
    assert "This step is decided by another role: Research-security officer." in text


def test_a_revision_is_offered_to_those_who_may_and_while_the_case_is_open(case: Case, cast: Cast) -> None:
    offered = [
        "Revise the proposal" in page(who, case, "case") for who in (cast.submitter, cast.reviewer, cast.auditor)
    ]
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")

    assert offered == [True, True, False]
    assert "Revise the proposal" not in page(cast.submitter, case, "case")


def test_a_closed_case_says_why_it_is_closed(case: Case, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="相手の事情")

    text = page(cast.submitter, case, "case")

    assert "Withdrawn" in text and "相手の事情" in text
    assert "Decide this step" not in text


def test_members_are_shown_with_their_names_numbers_and_periods(cast: Cast, case: Case) -> None:
    numbers = {"erad_number": "12345678", "orcid": "0000-0002-1825-0097"}
    person = factories.member("試験 花子", furigana="しけん はなこ", **numbers)
    other = factories.case(cast.submitter, members=(person, factories.member("学生 一", role=MemberRole.STUDENT)))

    text = page(cast.reviewer, other, "case_members")

    for words in ("試験 花子", "しけん はなこ", "e-Rad 12345678", "ORCID 0000-0002-1825-0097", "学生 一", "Student"):
        assert words in text
    assert "No organisation besides the members' own is named." in text


def test_an_unfinished_screening_says_nothing_is_clear(cast: Cast, case: Case) -> None:
    waiting = factories.case(cast.submitter, title_ja="審査前")

    assert "The screening has not finished." in page(cast.reviewer, waiting, "case_hits")
    assert "The text has not been classified." in page(cast.reviewer, waiting, "case_technology")
    assert "every 2s" in page(cast.reviewer, waiting, "case")


def test_progress_is_a_part_of_a_page_until_the_screening_ends(cast: Cast, case: Case) -> None:
    waiting = factories.case(cast.submitter, title_ja="審査前")
    path = reverse("admin:case_progress", args=[waiting.reference])

    under_way = visitor(cast.reviewer).get(path)
    stories.screened(waiting)
    ended = visitor(cast.reviewer).get(path)

    assert "<html" not in told(under_way) and "Screening is under way" in told(under_way)
    assert ended["HX-Refresh"] == "true"


def test_the_history_tells_who_did_what_in_words(case: Case, cast: Cast) -> None:
    judged(case, cast.reviewer)

    text = page(cast.reviewer, case, "case_history")

    for words in ("Proposal recorded", "Case opened", "Screening complete", "Hit judged", str(cast.reviewer)):
        assert words in text
    assert "hit.judged" not in text


def test_a_long_history_has_pages(case: Case, cast: Cast, time_machine: Any) -> None:
    time_machine.shift(dt.timedelta(hours=1))
    for number in range(60):
        cases.assign(case, cast.reviewer if number % 2 else None, actor=Actor.of_user(cast.reviewer))

    first, second = page(cast.reviewer, case, "case_history"), page(cast.reviewer, case, "case_history", page="2")

    assert first.count('<li><div class="timeline-when">') == 50
    assert "Case opened" in second and "Case opened" not in first


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_speaks_the_readers_language_alone(name: str, case: Case, cast: Cast) -> None:
    judged(case, cast.reviewer)

    japanese = page(cast.second_reviewer, case, name, language="ja")

    assert [english for english in ENGLISH if english in japanese] == []


def test_a_case_with_much_in_it_asks_no_more_of_the_database(case: Case, cast: Cast) -> None:
    """Ten more members, ten more partners and their hits: not one query more on any page."""
    paths = {name: reverse(f"admin:{name}", args=[case.reference]) for name in SECTIONS}
    before = {name: queries(cast.reviewer, path) for name, path in paths.items()}
    members = tuple(factories.member(f"構成員 {number}", role=MemberRole.PARTICIPANT) for number in range(10))
    partners = tuple(factories.partner(f"Exemplar Hypersonics {'I' * number}", country="KP") for number in range(10))
    stories.revise(case, cast, members=(factories.member(), *members), parties=partners)
    case.refresh_from_db()
    stories.screened(case)

    after = {name: queries(cast.reviewer, path) for name, path in paths.items()}

    assert {name: (before[name], after[name]) for name in SECTIONS if after[name] > before[name] + 2} == {}


def test_a_department_officer_finds_the_cases_of_the_own_department(cast: Cast, case: Case) -> None:
    department = cast.department_officer.department
    own = factories.case(factories.user(cast.institution, Role.RESEARCHER, department=department))

    assert visitor(cast.department_officer).get(reverse("admin:case", args=[own.reference])).status_code == 200
    assert visitor(cast.department_officer).get(reverse("admin:case", args=[case.reference])).status_code == 404


@pytest.mark.parametrize("name", [*SECTIONS, "case_progress", "case_next_hit"])
def test_nothing_is_sent_to_a_page_that_is_read(name: str, case: Case, cast: Cast) -> None:
    assert visitor(cast.reviewer).post(reverse(f"admin:{name}", args=[case.reference])).status_code == 405
