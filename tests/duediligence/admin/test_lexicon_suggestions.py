"""What judgements suggest for the lexicon: exclusions and terms, each taken into the draft or declined."""

from pathlib import Path

import pytest
from django.test import Client

from duediligence.enums import AreaJudgement
from duediligence.models import DeclinedCandidate
from screening.models import LexiconDraft
from tests.duediligence.admin import technology
from tests.duediligence.admin.technology import own
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published() -> None:
    technology.publish_all()


def suggested(client: Client) -> list[tuple[str, str]]:
    rows = client.get("/technology/suggestions/").context["page"].object_list
    return [(row["candidate"].kind, row["candidate"].text) for row in rows]


def test_a_dismissed_hit_suggests_an_exclusion_that_is_taken_over_once(cast: Cast, tmp_path: Path) -> None:
    technology.judged(technology.classified_case(cast, tmp_path), cast.reviewer)
    client = visitor(cast.reviewer)
    assert suggested(client) == [("exclude", "量子鍵配送史")]
    taken = {"list": "L", "area": "L-1-01", "kind": "exclude", "text": "量子鍵配送史", "concept": "quantum"}

    answers = [client.post("/technology/suggestions/", {**taken, "act": "accept"}).status_code for _twice in range(2)]

    assert answers == [302, 302]
    assert own() == [("quantum", "量子鍵配送史")]
    assert suggested(client) == []


def test_a_confirmed_area_suggests_keywords_to_take_over_or_to_decline(cast: Cast, tmp_path: Path) -> None:
    case = technology.classified_case(cast, tmp_path, keywords_ja=("円舞",), keywords_en=("waltz",))
    technology.judged(case, cast.reviewer, "L-2", AreaJudgement.CONFIRMED)
    technology.judged(case, cast.reviewer, "L-3", AreaJudgement.CONFIRMED)
    client = visitor(cast.reviewer)
    term = {"list": "L", "area": "L-3", "kind": "include", "text": "waltz", "concept": "sensor", "weight": "3"}
    assert sorted(suggested(client)) == sorted(2 * [("include", "waltz"), ("include", "円舞")])
    assert "No concept stands for this area yet" in told(client.get("/technology/suggestions/"))

    client.post("/technology/suggestions/", {**term, "act": "decline"})
    client.post("/technology/suggestions/", {**term, "text": "円舞", "act": "accept"})

    assert (own(), suggested(client)) == ([("sensor", "円舞")], [("include", "waltz")])
    client.post("/technology/suggestions/", {**term, "area": "L-2", "act": "decline"})
    assert suggested(client) == []
    assert set(DeclinedCandidate.objects.values_list("area_code", "text")) == {("L-2", "waltz"), ("L-3", "waltz")}


def test_a_suggestion_that_nobody_made_sense_of_is_not_found(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    term = {"list": "L", "area": "L-3", "kind": "include", "text": "waltz", "act": "accept", "concept": "none"}

    assert client.post("/technology/suggestions/", term).status_code == 404
    assert client.post("/technology/suggestions/", {"act": "accept"}).status_code == 404
    assert not LexiconDraft.objects.exists()
