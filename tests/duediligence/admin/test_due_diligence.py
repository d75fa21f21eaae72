"""The due-diligence page: questions answered, sources and the result recorded, by those who may."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.domain import cross_check
from duediligence.models import Case, ConsultedSource, CrossCheck, DueDiligence
from duediligence.policy.answers import ItemAnswer
from tests import declaring, factories, forcing, stories
from tests.beginnings import begun
from tests.duediligence.admin.test_markup import Markup
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    case = stories.designated_case(cast, tmp_path, factories.programme())
    employer = ItemAnswer(rows=({**declaring.CAREER, "organization": "Exemplar Hypersonics"},))
    declaring.declared(case, case.revision.memberships.get().person, career=employer)
    case.refresh_from_db()
    return stories.screened(case)


beginning = begun(begin, at=factories.NOW)


@pytest.fixture
def officer(cast: Cast) -> Client:
    return visitor(cast.reviewer)


def page(case: Case) -> str:
    return reverse("admin:case_due_diligence", args=[case.reference])


def answer(client: Client, case: Case, key: str = "", **sent: str) -> Any:
    key = key or cross_check.questions(case)[0].key
    return client.post(reverse("admin:case_question", args=[case.reference, key]), sent, follow=True)


def test_a_question_is_shown_with_its_facts_and_answered(case: Case, officer: Client) -> None:
    shown = told(officer.get(page(case)))
    assert "見本 一郎" in shown and "Exemplar Hypersonics" in shown and "Foreign" in shown
    assert Markup(shown).faults == []

    missing = answer(officer, case, answer="explained", reason="")
    assert missing.status_code == 422 and Markup(told(missing)).faults == []
    done = told(answer(officer, case, answer="explained", reason="2年前に退職した"))

    assert "The answer is recorded." in done and "2年前に退職した" in done and "Answer anew" in done
    assert Markup(done).faults == []


def test_what_the_member_remarked_stands_beside_the_question(case: Case, officer: Client) -> None:
    forcing.force(case.declarations.get().versions.all(), remark="2年前に退職した")
    assert "2年前に退職した" in told(officer.get(page(case)))
    declared = reverse("admin:case_declaration", args=[case.reference, case.declarations.get().person_id])
    assert "Remark of the member: 2年前に退職した" in told(officer.get(declared))


def test_a_question_that_is_gone_says_so(case: Case, officer: Client) -> None:
    gone = answer(officer, case, "0" * 40, answer="explained", reason="x")
    assert gone.status_code == 422 and "This question is no longer asked" in told(gone)
    assert not CrossCheck.objects.exists()


def test_a_source_is_recorded(case: Case, officer: Client) -> None:
    address = reverse("admin:case_source", args=[case.reference])
    sent = {"title": "研究者総覧", "address": "https://example.ac.jp/1", "consulted_date": "2026-06-01", "note": "別人"}

    shown = told(officer.post(address, sent, follow=True))

    assert "研究者総覧" in shown and "1 Jun 2026" in shown and Markup(shown).faults == []
    assert officer.post(address, {**sent, "title": ""}).status_code == 422
    late = officer.post(address, {**sent, "consulted_date": "2026-06-02"})
    assert late.status_code == 422 and "is in the future" in told(late)
    assert ConsultedSource.objects.count() == 1


def test_the_result_is_recorded(case: Case, officer: Client) -> None:
    address = reverse("admin:case_result", args=[case.reference])
    refused = officer.post(address, {"result": "done_incomplete"})
    assert refused.status_code == 422 and "Write what could not be obtained." in told(refused)
    assert officer.post(address, {"result": ""}).status_code == 422

    shown = told(officer.post(address, {"result": "done_incomplete", "not_obtained": "株主"}, follow=True))

    assert "some information could not be obtained" in shown and "株主" in shown
    assert Markup(shown).faults == []


def test_others_read_or_see_why_not(case: Case, cast: Cast) -> None:
    decision_maker, submitter = visitor(cast.decision_maker), visitor(cast.submitter)

    assert "Exemplar Hypersonics" in told(decision_maker.get(page(case)))
    assert "Your roles do not include reading declarations." in told(submitter.get(page(case)))
    assert "Exemplar Hypersonics" not in told(submitter.get(page(case)))
    for client in (decision_maker, submitter):
        assert answer(client, case, answer="explained", reason="x").status_code == 422
        assert client.post(reverse("admin:case_result", args=[case.reference]), {"result": "done"}).status_code == 422
    assert not DueDiligence.objects.exists() and not CrossCheck.objects.exists()


def test_a_difference_about_technology_is_said_in_words(case: Case, officer: Client, cast: Cast) -> None:
    from duediligence.models import TechnologyAnswer
    from screening.models import TechnologyHit

    place = {"list_code": "JP20", "area_code": "X"}
    assert case.current_run
    TechnologyHit.objects.create(run=case.current_run, **place, score=1, level="strong", action="review")
    TechnologyAnswer.objects.create(
        case=case,
        revision=case.revision,
        **place,
        answer="neither",
        reason="x",
        answered_by=cast.submitter,
        answered_at=factories.NOW,
    )
    assert "Listed words were found, yet the answer is “neither”." in told(officer.get(page(case)))


def test_whoever_assesses_reads_the_declaration_and_the_questions_about_it(
    case: Case, officer: Client, cast: Cast
) -> None:
    person = case.revision.memberships.get().person_id
    address = reverse("admin:case_assess", args=[case.reference, "person", person])
    open_question = told(officer.get(address))
    for one in cross_check.questions(case):
        answer(officer, case, one.key, answer="explained", reason="2年前に退職した")

    answered = told(officer.get(address))

    assert "Version 1" in open_question and "Not answered" in open_question and "Foreign" in open_question
    assert "2年前に退職した" in answered and "Not answered" not in answered
    assert Markup(answered).faults == []
    others = visitor(cast.submitter).get(address)
    assert "2年前に退職した" not in told(others) and "Version 1" not in told(others)
