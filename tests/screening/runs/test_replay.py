"""A recorded run is repeated, or every difference is named; nothing of the repetition stays."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from duediligence.domain.reference import FIXTURES, _read
from screening import runs
from screening.enums import ListEffect
from screening.lists import own_file
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.matching.levels import Thresholds
from screening.models import ListEdition, Run
from screening.runs.record import run_record
from screening.runs.replay import Difference, replay
from screening.runs.request import ListUse, TechnologyUse
from screening.technology.shipped import lexicon_data
from tests import factories
from tests.screening.runs.test_screen import body, request

pytestmark = pytest.mark.django_db

JP20 = TechnologyUse("JP20", "inform", "review")


@pytest.fixture(autouse=True)
def _listed(tmp_path: Path) -> None:
    factories.watch_list(tmp_path, "1,organization,Example Institute of Hypersonics,Exemplar Hypersonics,KP")


def recorded(**changes: Any) -> dict[str, Any]:
    """A run as another installation reads it."""
    run = runs.screen(request(body("a", "Exemplar Hypersonics"), body("b", "Sample Library"), **changes))
    content: dict[str, Any] = json.loads(json.dumps(run_record(run)))
    return content


def test_the_same_is_found_again_and_no_trace_is_left() -> None:
    record = recorded()
    replayed = replay(record)
    assert (replayed.ref, replayed.differences, replayed.engine_before) == (record["ref"], (), replayed.engine_now)
    assert Run.objects.count() == 1


def test_a_list_that_is_not_loaded_is_named_and_not_compared() -> None:
    record = recorded()
    record["lists"][0]["sha256"] = "0" * 64
    (difference,) = replay(record).differences
    before = {"edition": record["lists"][0]["edition"], "sha256": "0" * 64}
    assert difference == Difference("edition_missing", ("jp_meti_eul",), before, {})


def test_an_own_list_is_lent_for_the_repetition_alone(tmp_path: Path) -> None:
    own = factories.watch_list(
        tmp_path,
        "7,organization,Example Trading House,Sample Traders,ZZ",
        code="own_watch_list",
        owner_ref="institution:1",
    )
    content = own_file.written(own)
    used = ListUse(
        "own_watch_list", ListEffect.OWN_WATCH_LIST, Thresholds(0.8, 0.9), Thresholds(0.7, 0.9), 365, is_required=False
    )
    asked = {"lists": (used,), "lists_of": "institution:1"}
    run = runs.screen(dataclasses.replace(request(body("a", "Sample Traders")), **asked))
    record = json.loads(json.dumps(run_record(run)))
    assert [hit["entry_uid"] for hit in record["hits"]] == ["7"]
    record["lists"][0]["sha256"] = "0" * 64  # as where that list was never loaded

    assert [one.kind for one in replay(record).differences] == ["edition_missing"]
    assert replay(record, {"0" * 64: content}).differences == ()
    other = content.replace(b"Sample Traders", b"Other Merchants")
    assert [one.kind for one in replay(record, {"0" * 64: other}).differences] == ["hit_missing"]
    assert ListEdition.objects.filter(source__code="own_watch_list").get() == own


def test_what_never_finished_is_not_repeated() -> None:
    record = {**recorded(), "status": "failed", "lists": [], "hits": []}
    replayed = replay(record)
    assert (replayed.is_repeated, replayed.differences) == (False, ())


def test_hits_that_are_missing_new_or_changed_are_named() -> None:
    record = recorded()
    (hit,) = record["hits"]
    key = ("jp_meti_eul", "a", "1")
    now = {name: hit[name] for name in ("level", "name_screened", "name_on_list", "clearance")}
    now["score"] = round(hit["score"], 6)

    (new,) = replay({**record, "hits": []}).differences
    assert new == Difference("hit_new", key, {}, now)

    (changed,) = replay({**record, "hits": [{**hit, "level": "possible"}]}).differences
    assert changed == Difference("hit_changed", key, {**now, "level": "possible"}, now)

    missing, _same = sorted(
        replay({**record, "hits": [{**hit, "entry_uid": "2"}]}).differences, key=lambda one: one.kind
    )
    assert (missing.kind, missing.place) == ("hit_missing", ("jp_meti_eul", "a", "2"))


def test_technology_is_classified_again_by_the_same_editions() -> None:
    take_technology_list(_read(FIXTURES / "technology" / "lists" / "jp20.json"), now=factories.NOW)
    take_lexicon(lexicon_data(FIXTURES / "technology"), now=factories.NOW)
    record = recorded(texts={"title_en": "Quantum key distribution over fibre"}, technologies=(JP20,))
    assert record["areas"]
    assert replay(record).differences == ()

    more = {"list": "JP20", "area": "JP20-99", "score": 3.0, "level": "possible"}
    (missing,) = replay({**record, "areas": [*record["areas"], more]}).differences
    assert (missing.kind, missing.place, missing.after) == ("area_missing", ("JP20", "JP20-99"), {})

    record["technology"]["JP20"]["lexicon_sha256"] = "0" * 64
    (unknown,) = replay(record).differences
    assert (unknown.kind, unknown.place) == ("edition_missing", ("JP20",))
