"""``python -m tests.quality.technology [ITEMS.jsonl]``: how well the lexicon and the second opinion find areas.

The second opinion never scores an item its model was trained on. The lexicon has no training, but its authors have
read part of these items: the figures measure fit as well as generalisation.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from screening.technology.classify import Classification, TechnologyText, classify
from screening.technology.labelled import Item, classified, read_items
from screening.technology.matcher import Matcher, compile_lexicon
from screening.technology.measures import (
    Answers,
    at_least,
    flagged_without_area,
    measure,
    recall_at_precision,
    subsets,
)
from screening.technology.score import TechnologyLevel
from screening.technology.second_opinion import SecondOpinion, load_second_opinion
from screening.technology.shipped import read_lexicon, read_list
from screening.technology.trial import THRESHOLD, out_of_fold, space_of
from tests.data import DATA
from tests.quality.shipped import LIST, SHIPPED
from tests.quality.technology_bm25 import AreaDescriptions


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "technology" / "eval_dev.jsonl"
    items = read_items(path)
    lexicon = read_lexicon(SHIPPED)
    matcher = compile_lexicon(lexicon, read_list(SHIPPED, LIST))
    found = classified(items, matcher)
    print(f"{len(items)} items of {path.name}; lexicon {lexicon.edition}: {len(lexicon.concepts)} concepts, "
          f"{len(lexicon.terms)} terms")  # fmt: skip
    print(pace([item.text for item in items], matcher, load_second_opinion(SHIPPED / "second_opinion")))
    flagged = [frozenset(match.code for match in one.flagged) for one in found]
    strong = [level_answers(one, TechnologyLevel.STRONG) for one in found]
    print_table("lexicon, level possible and above", items, flagged)
    print_table("lexicon, level strong", items, strong)
    scores = out_of_fold(items, found, space_of(lexicon, matcher))
    print_table(f"second opinion ranking at {THRESHOLD} (out of fold)", items, at_least(scores, THRESHOLD))
    recall, threshold = recall_at_precision(items, scores, 0.9)
    print(f"   recall {recall:.3f} at precision 0.90 (threshold {threshold})")
    union = [one | two for one, two in zip(flagged, at_least(scores, THRESHOLD), strict=True)]
    print_table("lexicon or worth a look", items, union)
    naive = [AreaDescriptions(matcher.technology_list.areas).scores(item.text) for item in items]
    described = best_threshold(items, naive)
    print_table("BM25 against area descriptions, at its best threshold", items, described)
    for language in ("", *sorted({item.language for item in items})):
        print_areas(items, [flagged, at_least(scores, THRESHOLD), described], matcher, language)


def level_answers(found: Classification, level: TechnologyLevel) -> frozenset[str]:
    return frozenset(match.code for match in found.areas if match.level is level)


def print_table(title: str, items: Sequence[Item], answers: Answers) -> None:
    print(f"\n{title}")
    for name, belongs in subsets(items):
        rows = [(item, answer) for item, answer in zip(items, answers, strict=True) if belongs(item)]
        chosen, given = [item for item, _ in rows], [answer for _, answer in rows]
        wrong, bare = flagged_without_area(chosen, given)
        alarm = f"no area: {wrong}/{bare} flagged ({wrong / bare:.1%})" if bare else ""
        strict = measure(chosen, given, strict=True)
        print(f"   {name:12} n {len(chosen):5}  {measure(chosen, given)}  strict F1 {strict.f1:.3f}  {alarm}")


def print_areas(items: Sequence[Item], answers: Sequence[Answers], matcher: Matcher, language: str) -> None:
    """One line per area: lexicon, second opinion out of fold, BM25; with ``language``, of its items alone."""
    rows = [row for row, item in enumerate(items) if language in ("", item.language)]
    chosen = [items[row] for row in rows]
    given = [[one[row] for row in rows] for one in answers]
    print(f"\n{language or 'all':10} {'gold':>5}  {'lexicon':28} {'second opinion':28} {'BM25':28}")
    for area in matcher.technology_list.areas:
        gold = sum(area.code in item.gold for item in chosen)
        found = "".join(f"{measure(chosen, one, area=area.code)!s:29}" for one in given)
        print(f"{area.code:10} {gold:5}  {found}{area.name_en}")


def best_threshold(items: Sequence[Item], scores: Sequence[dict[str, float]]) -> Answers:
    """The naive alternative is given its best threshold on these very items."""
    tried = [at_least(scores, step / 50) for step in range(1, 200)]
    return max(tried, key=lambda answers: measure(items, answers).f1)


def pace(texts: Sequence[TechnologyText], matcher: Matcher, model: SecondOpinion) -> str:
    by_lexicon = per_second(lambda text: classify(text, matcher), texts)
    by_both = per_second(lambda text: model.rank(text, classify(text, matcher)), texts)
    return f"lexicon {by_lexicon:,.0f} texts/s, with the second opinion {by_both:,.0f} texts/s of processor time"


def per_second(answer: Callable[[TechnologyText], object], texts: Sequence[TechnologyText]) -> float:
    """Processor time, so that what else the machine does takes nothing away."""
    started = time.process_time()
    for text in texts:
        answer(text)
    return len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    main()
