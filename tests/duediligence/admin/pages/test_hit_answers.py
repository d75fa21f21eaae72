"""Judging a hit: two questions, the reasons that follow their answers, one judgement."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.enums import Judgement
from duediligence.models import AuditEvent, Case, Disposition
from screening.models import Hit
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def hit(case: Case) -> Hit:
    assert case.current_run
    return case.current_run.hits.get()


def address(case: Case, hit: Hit) -> str:
    return reverse("admin:case_hit", args=[case.reference, hit.pk])


ANSWERS = {
    Judgement.FALSE_POSITIVE: {"identity": "no"},
    Judgement.TRUE_MATCH_RELEVANT: {"identity": "yes", "relevance": "relevant"},
    Judgement.TRUE_MATCH_NOT_RELEVANT: {"identity": "yes", "relevance": "not_relevant"},
    Judgement.CANNOT_TELL: {"identity": "cannot_tell"},
}


def reasons_of(client: Client, case: Case, **answers: str) -> Any:
    return client.get(reverse("admin:case_hit_reasons", args=[case.reference]), answers)


def offered(response: Any) -> list[Any]:
    choices: list[Any] = response.context["form"].fields["reason_code"].choices
    return choices


@pytest.mark.parametrize("judgement", list(Judgement))
def test_each_judgement_offers_its_own_reasons_and_is_recorded(
    judgement: Judgement, case: Case, hit: Hit, cast: Cast
) -> None:
    client = visitor(cast.reviewer)
    code = offered(reasons_of(client, case, **ANSWERS[judgement]))[1][0]

    response = client.post(
        address(case, hit),
        {**ANSWERS[judgement], "reason_code": code, "text": "公表資料で確かめた", "title": "登記"},
    )

    given = Disposition.objects.get(hit=hit)
    assert response.status_code == 302
    assert (given.judgement, given.reason_code, given.text) == (judgement, code, "公表資料で確かめた")
    assert (given.judged_by, given.needs_second_review) == (cast.reviewer, True)
    assert AuditEvent.objects.filter(verb="hit.judged", case_reference=case.reference).count() == 1


def test_the_reasons_follow_the_answers(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)

    def groups(**answers: str) -> list[str]:
        return [str(head) for head, _reasons in offered(reasons_of(client, case, **answers))[1:]]

    assert groups() == ["Somebody or something else", "The same, and relevant", "The same, not relevant", "Cannot tell"]
    assert groups(identity="maybe") == groups()
    assert groups(identity="yes") == ["The same, and relevant", "The same, not relevant"]
    assert groups(identity="no", relevance="relevant") == groups(identity="no")


def test_whether_it_matters_is_asked_apart_and_of_the_same_one_alone(case: Case, hit: Hit, cast: Cast) -> None:
    page = told(visitor(cast.reviewer).get(address(case, hit)))
    assert page.index("Is it the same organisation?") < page.index("Does it matter for this collaboration?")
    assert 'name="relevance" value="relevant" data-key="4"' in page

    late = {"identity": "no", "relevance": "relevant", "reason_code": "seat_differs", "text": "所在国が異なる"}
    visitor(cast.reviewer).post(address(case, hit), late)  # the second was answered before the first was changed

    assert Disposition.objects.get().judgement == Judgement.FALSE_POSITIVE
