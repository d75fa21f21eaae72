"""Training the second opinion on labelled texts, and trying it on those that a model has not seen."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from screening.technology.classify import Classification
from screening.technology.features import AREA_FEATURES, HASH_BITS, FeatureSpace
from screening.technology.labelled import FOLDS, Item, classified, examples, read_items
from screening.technology.lexicon import Lexicon
from screening.technology.matcher import Matcher, compile_lexicon
from screening.technology.measures import Measure, at_least, measure, recall_at_precision
from screening.technology.second_opinion import SecondOpinion
from screening.technology.taxonomy import TechnologyList
from screening.technology.training import train

THRESHOLD = 0.4


def train_on(
    paths: Sequence[Path], lexicon: Lexicon, technology_list: TechnologyList, base: SecondOpinion | None = None
) -> SecondOpinion:
    """Train on every item of the files; the manifest tells on what and how well it does out of fold.

    With ``base``, its correction is learned instead of a new model.
    """
    items = [item for path in paths for item in read_items(path)]
    matcher = compile_lexicon(lexicon, technology_list)
    found = classified(items, matcher)
    space = base.space if base else space_of(lexicon, matcher)
    scores = out_of_fold(items, found, space, base)
    model = train(list(examples(items, found)), space, threshold=THRESHOLD, base=base)
    corrects = {"corrects": dict(base.manifest["trained_on"])} if base else {}
    origin = _origin(paths, items, lexicon, technology_list)
    return replace(model, manifest={**origin, **corrects, **_figures_of(items, scores, space)})


def out_of_fold(
    items: Sequence[Item], found: Sequence[Classification], space: FeatureSpace, base: SecondOpinion | None = None
) -> list[dict[str, float]]:
    """Each item's probabilities from a model that was trained without the item's fold."""
    answers: dict[str, dict[str, float]] = {}
    for fold in range(FOLDS):
        seen = [(item, one) for item, one in zip(items, found, strict=True) if item.fold != fold]
        given = list(examples([item for item, _ in seen], [one for _, one in seen]))
        model = train(given, space, threshold=THRESHOLD, base=base)
        for item, one in zip(items, found, strict=True):
            if item.fold == fold:
                answers[item.id] = model.probabilities(item.text, one)
    return [answers[item.id] for item in items]


def space_of(lexicon: Lexicon, matcher: Matcher) -> FeatureSpace:
    return FeatureSpace(
        tuple(area.code for area in matcher.technology_list.areas),
        tuple(concept.code for concept in lexicon.concepts),
    )


def _origin(
    paths: Sequence[Path], items: Sequence[Item], lexicon: Lexicon, technology_list: TechnologyList
) -> dict[str, Any]:
    return {
        "kind": "logistic regression per area over hashed words and characters and the lexicon's findings",
        "command": f"manage.py train_second_opinion {' '.join(path.name for path in paths)}",
        "list": {"code": technology_list.code, "edition": technology_list.edition},
        "lexicon_edition": lexicon.edition,
        "threshold": THRESHOLD,
        "seed": None,
        "features": {"hash_bits": HASH_BITS, "per_area": AREA_FEATURES, "per_concept": 1},
        "trained_on": {
            "items": len(items),
            "sha256": hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest(),
            "texts_shipped": False,
        },
    }


def _figures_of(items: Sequence[Item], scores: Sequence[dict[str, float]], space: FeatureSpace) -> dict[str, Any]:
    recall, threshold = recall_at_precision(items, scores, 0.9)
    return {
        "figures": {
            "folds": FOLDS,
            "at_threshold": _figures(measure(items, at_least(scores, THRESHOLD))),
            "at_precision_0.9": {"recall": round(recall, 3), "threshold": threshold},
        },
        "areas": list(space.areas),
        "concepts": list(space.concepts),
    }


def _figures(found: Measure) -> dict[str, float]:
    return {"precision": round(found.precision, 3), "recall": round(found.recall, 3), "f1": round(found.f1, 3)}
