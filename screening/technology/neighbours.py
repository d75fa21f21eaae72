"""The past decisions nearest to a text: why the second opinion points where no listed word does."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from screening.technology.classify import TechnologyText
from screening.technology.features import gram_weights

SHARED_WORDS = 5


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What an office decided about one area of an earlier proposal; ``ref`` is the caller's own key."""

    ref: str
    text: TechnologyText
    area: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A past decision, how alike its text is (0 to 1), and the words both share, the weightiest first."""

    ref: str
    confirmed: bool
    similarity: float
    shared: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "confirmed": self.confirmed,
            "similarity": self.similarity,
            "shared": list(self.shared),
        }


class DecisionIndex:
    """Past decisions made ready for comparison. Words that many of them use count less."""

    def __init__(self, decisions: Iterable[PastDecision]) -> None:
        self._decisions = [(decision, gram_weights(decision.text)) for decision in decisions]
        number: dict[str, int] = {}
        for _decision, grams in self._decisions:
            for gram in grams:
                number[gram] = number.get(gram, 0) + 1
        total = len(self._decisions)
        self._rarity = {gram: math.log((total + 1) / (count + 0.5)) for gram, count in number.items()}
        self._vectors = [self._unit(grams) for _decision, grams in self._decisions]

    def nearest(self, text: TechnologyText, area: str, *, limit: int = 3) -> tuple[Neighbour, ...]:
        """The decisions on ``area`` whose texts are most like this one; none when no word is shared."""
        asked = self._unit(gram_weights(text))
        neighbours = []
        for (decision, _grams), vector in zip(self._decisions, self._vectors, strict=True):
            if decision.area == area:
                shared = {gram: weight * vector[gram] for gram, weight in asked.items() if gram in vector}
                if shared:
                    neighbours.append(_neighbour(decision, shared))
        return tuple(sorted(neighbours, key=lambda neighbour: (-neighbour.similarity, neighbour.ref))[:limit])

    def _unit(self, grams: dict[str, float]) -> dict[str, float]:
        weighted = {gram: weight * self._rarity[gram] for gram, weight in grams.items() if gram in self._rarity}
        length = math.sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        return {gram: weight / length for gram, weight in weighted.items()}


def _neighbour(decision: PastDecision, shared: dict[str, float]) -> Neighbour:
    words = [gram for gram in shared if not gram.startswith("title:") and not gram.endswith("-")]
    words.sort(key=lambda gram: (-shared[gram], gram))
    similarity = round(sum(shared.values()), 3)
    return Neighbour(decision.ref, decision.confirmed, similarity, tuple(words[:SHARED_WORDS]))
