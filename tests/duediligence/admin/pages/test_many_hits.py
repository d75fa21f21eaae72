"""The hits of a case that has very many of them come a page at a time."""

import pytest
from django.urls import reverse

from duediligence.enums import Judgement
from duediligence.models import Case
from duediligence.queries.hits import next_open
from screening.models import Hit
from tests.duediligence.admin.visiting import judged, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db
MANY = 2_000  # 80 pages


def many(case: Case) -> Case:
    assert case.current_run
    one = case.current_run.hits.get()
    alike = dict(Hit.objects.filter(pk=one.pk).values().get())
    del alike["id"]
    Hit.objects.bulk_create(
        Hit(**{**alike, "subject_ref": f"name:{number}", "query_name": f"Name {number}", "evidence": -number})
        for number in range(1, MANY)
    )
    return case


def test_the_page_holds_some_and_leads_to_the_others(case: Case, cast: Cast) -> None:
    client, address = visitor(cast.reviewer), reverse("admin:case_hits", args=[many(case).reference])

    page = told(client.get(address))
    last = told(client.get(address, {"page": "80"}))

    assert page.count("<tr data-row>") == 25 and "?page=80" in page
    assert "Name 1999" in last and "Name 1999" not in page


def test_what_is_judged_leaves_the_list_of_what_is_not(case: Case, cast: Cast) -> None:
    client, address = visitor(cast.reviewer), reverse("admin:case_hits", args=[case.reference])
    judged(case, cast.reviewer, Judgement.TRUE_MATCH_RELEVANT)

    waiting = told(client.get(address, {"show": "unjudged"}))
    review = told(client.get(address, {"show": "review"}))

    assert "<tr data-row>" not in waiting and "No hit waits here." in waiting
    assert review.count("<tr data-row>") == 1


def test_one_follows_the_other_in_their_order(case: Case, cast: Cast) -> None:
    run = many(case).current_run
    assert run
    keys = dict(run.hits.values_list("query_name", "pk"))

    assert next_open(run, cast.reviewer, after=keys["Name 7"]) == keys["Name 8"]
    assert next_open(run, cast.reviewer, after=keys["Name 1999"]) == next_open(run, cast.reviewer)
