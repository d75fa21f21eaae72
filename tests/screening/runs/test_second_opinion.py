"""The learned second opinion within a run: asked for, recorded to the bit, and never a hit."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duediligence.domain.reference import FIXTURES, _read
from screening import runs
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.models import Run
from screening.runs import second_opinion
from screening.runs.request import ScreeningRequest, TechnologyUse
from screening.technology.second_opinion import save_second_opinion
from screening.technology.shipped import lexicon_data
from tests import factories

pytestmark = pytest.mark.django_db
POINTED_AT = "脳波から運動意図を読み取る"
FOUND = "量子鍵配送の実証"


@pytest.fixture(autouse=True)
def _published() -> None:
    for name in ("jp20", "uk_nsi"):
        take_technology_list(_read(FIXTURES / "technology" / "lists" / f"{name}.json"), now=factories.NOW)
    take_lexicon(lexicon_data(FIXTURES / "technology"), now=factories.NOW)


def screened(title: str, list_code: str = "JP20", *, asked: bool = True) -> Run:
    return runs.screen(
        ScreeningRequest(
            owner_ref="case:1",
            purpose="test",
            as_at_date=factories.TODAY,
            subjects=(),
            lists=(),
            texts={"title_ja": title},
            technologies=(TechnologyUse(list_code, "inform", "review", asked),),
        )
    )


def recorded(run: Run) -> dict[str, Any]:
    opinion: dict[str, Any] = run.technology["JP20"]["second_opinion"]
    return opinion


def test_an_area_worth_a_look_is_recorded_and_is_no_hit() -> None:
    run = screened(POINTED_AT)
    (pointed,) = recorded(run)["worth_a_look"]
    assert (pointed["code"], pointed["probability"] >= recorded(run)["threshold"]) == ("JP20-11", True)
    assert run.technology_hits.count() == 0


def test_the_model_is_recorded_by_its_hashes_and_answers_alike_again() -> None:
    run = screened(POINTED_AT)
    hashes = {name: recorded(run)[name] for name in ("manifest_sha256", "weights_sha256")}
    assert hashes == second_opinion.hashes()
    assert {len(value) for value in hashes.values()} == {64}
    assert screened(POINTED_AT).technology == run.technology


def test_it_takes_no_hit_away() -> None:
    columns = ("area_code", "score", "level", "action", "detail")
    with_it, without = (screened(FOUND, asked=asked) for asked in (True, False))
    hits = list(with_it.technology_hits.values_list(*columns))
    assert hits == list(without.technology_hits.values_list(*columns)) != []
    assert recorded(with_it)["worth_a_look"] == []


def test_policy_and_list_switch_it_off() -> None:
    assert "second_opinion" not in screened(POINTED_AT, asked=False).technology["JP20"]
    assert "second_opinion" not in screened(POINTED_AT, "UK_NSI").technology["UK_NSI"]


def test_the_model_was_trained_on_the_list_it_speaks_of() -> None:
    assert second_opinion.model().manifest["list"]["code"] == second_opinion.LIST
    assert second_opinion.model() is second_opinion.model()


def test_a_model_that_the_office_trained_takes_the_place_of_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert second_opinion.folder() == second_opinion.SHIPPED
    own = replace(second_opinion.model(), threshold=0.99)
    save_second_opinion(replace(own, manifest={**own.manifest, "threshold": 0.99}), tmp_path)
    monkeypatch.setattr(second_opinion, "OWN", tmp_path)
    second_opinion.model.cache_clear()
    second_opinion.hashes.cache_clear()
    try:
        run = screened(POINTED_AT)
    finally:
        second_opinion.model.cache_clear()
        second_opinion.hashes.cache_clear()
    assert (recorded(run)["threshold"], recorded(run)["worth_a_look"]) == (0.99, [])
