"""The measure itself, worked out by hand, and a floor under what ships."""

import json
import re
from pathlib import Path

from screening.technology.classify import TechnologyText
from screening.technology.features import FeatureSpace
from screening.technology.labelled import FOLDS, Item, classified, examples, read_items
from screening.technology.matcher import compile_lexicon
from screening.technology.measures import (
    Measure,
    at_least,
    flagged_without_area,
    measure,
    recall_at_precision,
)
from screening.technology.score import TechnologyLevel
from screening.technology.second_opinion import load_second_opinion
from screening.technology.shipped import read_lexicon, read_list
from screening.technology.training import train
from tests.data import DATA, needs_data
from tests.quality.shipped import LIST, SHIPPED
from tests.quality.technology import level_answers, pace
from tests.quality.technology_bm25 import AreaDescriptions

ITEMS = DATA / "technology" / "eval_dev.jsonl"


def item(name: str, gold: str = "", ok: str = "") -> Item:
    text = TechnologyText.of(title=name)
    return Item(name, "en", "test", text, frozenset(gold.split()), frozenset(ok.split()))


LABELLED = [item("one", "A B", "C"), item("two", "A"), item("three")]
ANSWERS = [frozenset("AC"), frozenset("D"), frozenset("D")]


def test_tolerated_areas_count_neither_way_unless_strict() -> None:
    assert measure(LABELLED, ANSWERS) == Measure(right=1, wrong=2, missed=2)
    assert measure(LABELLED, ANSWERS, strict=True) == Measure(right=1, wrong=3, missed=2)
    assert measure(LABELLED, ANSWERS, area="A") == Measure(right=1, wrong=0, missed=1)


def test_precision_recall_and_their_mean() -> None:
    found = Measure(right=3, wrong=1, missed=3)

    assert (found.precision, found.recall, found.f1) == (0.75, 0.5, 0.6)
    assert str(Measure(0, 0, 0)) == "P 0.000  R 0.000  F1 0.000"


def test_flagged_items_that_touch_no_area() -> None:
    assert flagged_without_area(LABELLED, ANSWERS) == (1, 1)


def test_recall_at_precision_finds_the_threshold() -> None:
    scores = [{"A": 0.9, "B": 0.2}, {"A": 0.6}, {"A": 0.3}]

    assert recall_at_precision(LABELLED, scores, 0.9) == (2 / 3, 0.31)
    assert at_least(scores, 0.6) == [frozenset("A"), frozenset("A"), frozenset()]


def test_an_item_is_read_with_its_labels(tmp_path: Path) -> None:
    row = {"id": "x", "lang": "ja", "title": "t", "text": "b", "gold": ["A"], "ok": ["A", "B"], "tier": "k"}
    (tmp_path / "items.jsonl").write_text(json.dumps(row) + "\n\n", encoding="utf-8")

    (one,) = read_items(tmp_path / "items.jsonl")

    assert (one.id, one.language, one.source, one.gold, one.ok) == ("x", "ja", "k", {"A"}, {"B"})
    assert one.text == TechnologyText.of(title="t", abstract="b")
    assert 0 <= one.fold < FOLDS


def test_the_naive_alternative_prefers_the_area_it_shares_words_with() -> None:
    scores = AreaDescriptions(read_list(SHIPPED, LIST).areas).scores(
        TechnologyText.of(title="brain-computer interfaces")
    )

    assert max(scores, key=lambda code: scores[code]) == "JP20-11"


@needs_data
def test_what_ships_stays_above_its_targets_on_the_labelled_items() -> None:
    items = read_items(ITEMS)
    found = classified(items, compile_lexicon(read_lexicon(SHIPPED), read_list(SHIPPED, LIST)))
    flagged = [frozenset(match.code for match in one.flagged) for one in found]
    strong = [level_answers(one, TechnologyLevel.STRONG) for one in found]
    wrong, bare = flagged_without_area(items, flagged)

    assert measure(items, flagged).f1 >= 0.85
    assert measure(items, strong).precision >= 0.93
    assert wrong / bare <= 0.08


@needs_data
def test_the_second_opinion_learns_from_labelled_items_it_does_not_score() -> None:
    items = read_items(ITEMS)
    matcher = compile_lexicon(read_lexicon(SHIPPED), read_list(SHIPPED, LIST))
    found = classified(items, matcher)
    space = FeatureSpace(("JP20-03", "JP20-08"), ())
    seen = [(one, hit) for one, hit in zip(items, found, strict=True) if one.fold]
    model = train(list(examples([one for one, _ in seen], [hit for _, hit in seen])), space, threshold=0.4)
    unseen = [(one, model.probabilities(one.text, hit)) for one, hit in zip(items, found, strict=True) if not one.fold]

    answers = at_least([scores for _one, scores in unseen], 0.4)

    assert measure([one for one, _ in unseen], answers, area="JP20-08").f1 >= 0.8
    assert measure([one for one, _ in unseen], answers, area="JP20-03").f1 >= 0.7


def test_the_pace_of_both_opinions_is_told() -> None:
    model = load_second_opinion(SHIPPED / "second_opinion")
    matcher = compile_lexicon(read_lexicon(SHIPPED), read_list(SHIPPED, LIST))
    texts = [TechnologyText.of(title="Soft robots", abstract="Robots with soft grippers learn to grasp fruit.")] * 3

    told = re.fullmatch(
        r"lexicon ([\d,]+) texts/s, with the second opinion ([\d,]+) texts/s of processor time",
        pace(texts, matcher, model),
    )

    assert told and all(int(rate.replace(",", "")) for rate in told.groups())
