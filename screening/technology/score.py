"""The arithmetic of a technology score, kept so that a reviewer can follow every point of it."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from screening.technology.lexicon import TermKind
from screening.technology.matcher import ReadyTerm
from screening.technology.taxonomy import Thresholds

ONCE_IN_LONG_TEXT = 0.55
FULL_ONCE_WORDS = 150
REPEAT_BONUS = 0.1
REPEAT_BONUS_CAP = 0.3
SUPPORTING_TERMS_CAP = 2.0
CONTEXT_STEP = 3


class TechnologyLevel(StrEnum):
    NONE = "none"
    POSSIBLE = "possible"
    STRONG = "strong"

    def lowered(self, steps: int) -> "TechnologyLevel":
        order = list(TechnologyLevel)
        return order[max(order.index(self) - steps, 0)]


@dataclass(frozen=True, slots=True)
class Contribution:
    """The points one term brings to one area: weight × factor × share, then cut by ``note`` if there is one.

    ``share`` is 0.55 for a single mention in a long abstract, else 1 and a little more for repetitions.
    """

    ready: ReadyTerm
    factor: float
    occurrences: int
    share: float
    points: float
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        term = self.ready.term
        return {
            "term": term.text,
            "concept": term.concept,
            "weight": term.weight,
            "factor": self.factor,
            "occurrences": self.occurrences,
            "share": self.share,
            "points": self.points,
            "note": self.note,
        }


def level_of(score: float, thresholds: Thresholds) -> TechnologyLevel:
    if score >= thresholds.strong:
        return TechnologyLevel.STRONG
    return TechnologyLevel.POSSIBLE if score >= thresholds.possible else TechnologyLevel.NONE


def contributions(
    fields_of: Mapping[ReadyTerm, Sequence[str]], once_in: Mapping[str, float]
) -> dict[str, tuple[Contribution, ...]]:
    """Area code → what each distinct term brings. ``once_in``: long field → share of a single mention."""
    raw: dict[str, list[Contribution]] = defaultdict(list)
    for ready, fields in fields_of.items():
        if ready.term.kind is TermKind.INCLUDE:
            share = share_of(fields, once_in)
            for area, factor in ready.areas:
                points = round(ready.term.weight * factor * share, 2)
                raw[area].append(Contribution(ready, factor, len(fields), share, points))
    return {area: _cut_supporting_terms(_one_language_per_concept(points)) for area, points in raw.items()}


def single_mention_share(words: int) -> float:
    """How fully a term counts that a long text mentions once: 0.55, and less above 150 words."""
    return round(ONCE_IN_LONG_TEXT * min(1.0, math.sqrt(FULL_ONCE_WORDS / words)), 2)


def share_of(fields: Sequence[str], once_in: Mapping[str, float]) -> float:
    """How fully a term counts that occurs once in each of ``fields``."""
    if len(fields) == 1:
        return once_in.get(fields[0], 1.0)
    return round(1.0 + min(REPEAT_BONUS * (len(fields) - 2), REPEAT_BONUS_CAP), 2)


def context_words(
    fields_of: Mapping[ReadyTerm, Sequence[str]], once_in: Mapping[str, float]
) -> tuple[tuple[str, ...], int]:
    """The words that speak about a technology rather than make it, and the steps they lower a level.

    History, policy, education. Only titles, keywords and short texts count: a long abstract mentions such
    words in passing.
    """
    weights = {
        ready.term.text: ready.term.weight
        for ready, fields in fields_of.items()
        if ready.term.kind is TermKind.CONTEXT and any(name not in once_in for name in fields)
    }
    return tuple(weights), min(sum(weights.values()) // CONTEXT_STEP, 2)


def _one_language_per_concept(points: Sequence[Contribution]) -> list[Contribution]:
    """A concept named in both languages counts in the one where it weighs more."""
    totals: dict[tuple[str, str], float] = defaultdict(float)
    for one in points:
        totals[one.ready.term.concept, one.ready.term.language] += one.points
    best: dict[str, str] = {}
    for (concept, language), total in totals.items():
        if concept not in best or total > totals[concept, best[concept]]:
            best[concept] = language
    return [
        one if best[one.ready.term.concept] == one.ready.term.language else _cut(one, 0.0, "translation")
        for one in points
    ]


def _cut_supporting_terms(points: Sequence[Contribution]) -> tuple[Contribution, ...]:
    """Words of weight 1 support others: together they bring at most ``SUPPORTING_TERMS_CAP`` points."""
    left = SUPPORTING_TERMS_CAP
    kept = []
    for one in points:
        if one.ready.term.weight > 1:
            kept.append(one)
            continue
        allowed = min(one.points, left)
        left = round(left - allowed, 2)
        kept.append(one if allowed == one.points else _cut(one, allowed, "supporting_terms_cap"))
    return tuple(kept)


def _cut(one: Contribution, points: float, note: str) -> Contribution:
    return Contribution(one.ready, one.factor, one.occurrences, one.share, points, note)
