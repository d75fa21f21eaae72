"""``python -m tests.quality.technology_unseen ITEMS.jsonl``: what ships, on items that it was not made from.

The second opinion is the shipped model at its shipped thresholds; nothing is chosen on these items. Every figure
has a 95 % interval from items drawn again with replacement.
"""

import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from screening.technology.labelled import Item, classified, read_items
from screening.technology.matcher import compile_lexicon
from screening.technology.measures import Answers, at_least, flagged_without_area, measure
from screening.technology.score import TechnologyLevel
from screening.technology.second_opinion import load_second_opinion
from screening.technology.shipped import read_lexicon, read_list
from tests.quality.shipped import LIST, SHIPPED
from tests.quality.technology import level_answers

DRAWS = 2_000
Figure = Callable[[Sequence[Item], Answers], float]


def main() -> None:
    items = read_items(Path(sys.argv[1]))
    lexicon = read_lexicon(SHIPPED)
    found = classified(items, compile_lexicon(lexicon, read_list(SHIPPED, LIST)))
    model = load_second_opinion(SHIPPED / "second_opinion")
    scores = [model.probabilities(item.text, one) for item, one in zip(items, found, strict=True)]
    flagged = [frozenset(match.code for match in one.flagged) for one in found]
    careful = float(model.manifest["figures"]["at_precision_0.9"]["threshold"])
    asked = {
        "lexicon, possible and above": flagged,
        "lexicon, strong": [level_answers(one, TechnologyLevel.STRONG) for one in found],
        f"second opinion at {model.threshold}": at_least(scores, model.threshold),
        f"second opinion at {careful}": at_least(scores, careful),
        "lexicon or worth a look": [
            one | two for one, two in zip(flagged, at_least(scores, model.threshold), strict=True)
        ],
    }
    print(f"{len(items)} items; lexicon {lexicon.edition}; second opinion of {model.manifest['lexicon_edition']}")
    for name, answers in asked.items():
        print(f"\n{name}")
        for language in ("", *sorted({item.language for item in items})):
            rows = [row for row, item in enumerate(items) if language in ("", item.language)]
            print_figures(language or "all", [items[row] for row in rows], [answers[row] for row in rows])


def print_figures(name: str, items: Sequence[Item], answers: Answers) -> None:
    figures: dict[str, Figure] = {
        "P": lambda chosen, given: measure(chosen, given).precision,
        "R": lambda chosen, given: measure(chosen, given).recall,
        "F1": lambda chosen, given: measure(chosen, given).f1,
    }
    told = "  ".join(f"{label} {with_interval(items, answers, figure)}" for label, figure in figures.items())
    wrong, bare = flagged_without_area(items, answers)
    print(f"   {name:4} n {len(items):4}  {told}  no area: {wrong}/{bare} flagged")


def with_interval(items: Sequence[Item], answers: Answers, figure: Figure) -> str:
    draw = random.Random(2026)
    rows = range(len(items))
    values = []
    for _ in range(DRAWS):
        chosen = draw.choices(rows, k=len(items))
        values.append(figure([items[row] for row in chosen], [answers[row] for row in chosen]))
    values.sort()
    low, high = values[round(DRAWS * 0.025)], values[round(DRAWS * 0.975) - 1]
    return f"{figure(items, answers):.3f} ({low:.2f}-{high:.2f})"


if __name__ == "__main__":
    main()
