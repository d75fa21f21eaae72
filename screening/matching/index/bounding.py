"""One search of D2: the rows that may still reach the threshold, and what each has matched so far."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import EMPTY, union
from screening.matching.index.lookup import Lookup, Rows
from screening.matching.index.query import QueryToken, TextKind, Unmatched
from screening.matching.index.reached import Reached

Weights = NDArray[np.float64]

# Two sums of the same terms in another order differ by less.
SLACK: Final = 1e-9


class Demand(NamedTuple):
    """What a row must reach, its query side made linear: with M matched of a total W and u = omitted_query,
    Σ w·s ≥ t · (M + u · (W − M)) says the same as Σ w·s − t · (1 − u) · M ≥ t · u · W.
    """

    total: float
    threshold: float
    unmatched: Unmatched
    least_counted: int = 0

    @property
    def needed(self) -> float:
        return self.threshold * self.unmatched.omitted_query * self.total - SLACK

    def gain(self, score: Any, weight: Any) -> Any:
        return score - self.threshold * (1.0 - self.unmatched.omitted_query) * weight

    def most(self, token: QueryToken) -> float:
        """What this token can add at most."""
        best = max((text.discount for text in token.texts), default=0.0)
        best = max(best, float(token.given.similarities.max(initial=0.0)))
        return float(max(self.gain(token.weight * best, token.weight), 0.0))

    def bounds(self, score: Weights, matched: Weights, listed: Weights) -> Weights:
        """The bound of rows that have matched so much and leave so much unmatched on the list."""
        missing = np.maximum(self.total - matched, 0.0)
        shape = self.unmatched
        omitted = shape.omitted_query * missing + shape.omitted_listed * listed
        contradicted = shape.contradicted_query * missing + shape.contradicted_listed * listed
        both = (missing > SLACK) & (listed > SLACK)
        bounds: Weights = score / np.maximum(matched + np.where(both, contradicted, omitted), SLACK)
        return bounds


class Bounding:
    def __init__(self, lookup: Lookup, demand: Demand) -> None:
        self._lookup = lookup
        self._demand = demand
        self._found: list[Reached] = []
        self._candidates = lookup.candidates(EMPTY)
        self._score: Weights = np.zeros(0)
        self._matched: Weights = np.zeros(0)
        self._counted = np.zeros(0, np.int32)
        self._runs: list[Rows] = []

    def frequency(self, token: QueryToken) -> int:
        return len(token.given.rows) + sum(self._lookup.frequency(text) for text in token.texts)

    @property
    def rows(self) -> Rows:
        """The rows that are still candidates, ascending."""
        return self._candidates.rows

    def nominate(self, tokens: Sequence[QueryToken], given: Sequence[QueryToken]) -> None:
        """Begin with the rows that these tokens reach, and those given with the others."""
        reached = [self._lookup.reached(text).rows for token in tokens for text in token.texts]
        reached += [token.given.rows for token in given]
        rows = union(reached)
        self._candidates = self._lookup.candidates(rows)
        self._score, self._matched = np.zeros(len(rows)), np.zeros(len(rows))
        self._counted = np.zeros(len(rows), np.int32)

    def confirm(self, token: QueryToken, still_possible: float) -> None:
        """Add what this token reaches; drop the rows that even all later tokens would leave short."""
        if not len(self._candidates.rows):
            return
        similarities = self._similarities(token)
        score = self._score + token.weight * similarities
        matched = self._matched + token.weight * (similarities > 0)
        kept = (self._demand.gain(score, matched) + still_possible >= self._demand.needed).nonzero()[0]
        self._score, self._matched = score[kept], matched[kept]
        self._counted = (self._counted + (similarities > 0) * token.is_counted)[kept]
        if len(kept) < len(score):
            self._candidates = self._lookup.candidates(self._candidates.rows[kept])

    def hits(self) -> list[tuple[int, float]]:
        rows = self._candidates.rows
        if not len(rows):
            return []
        listed = self._unmatched() if self._demand.unmatched.asks_for_listed else np.zeros(len(rows))
        bounds = self._demand.bounds(self._score, self._matched, listed)
        kept = ((bounds >= self._demand.threshold - SLACK) & (self._score > 0) & self._are_enough(rows)).nonzero()[0]
        return list(zip(rows[kept].tolist(), bounds[kept].tolist(), strict=True))

    def _similarities(self, token: QueryToken) -> Weights:
        best = _in_rows(token.given, self._candidates.rows)
        if len(token.given.rows):
            self._found.append(token.given)
        for text in token.texts:
            reached = self._lookup.reached(text, self._candidates)
            if len(reached.rows):
                self._found.append(reached)
                if text.kind is TextKind.SINGLE:
                    self._runs.append(reached.joined)
                np.maximum(best, text.discount * _in_rows(reached, self._candidates.rows), out=best)
        return best

    def _are_enough(self, rows: Rows) -> NDArray[np.bool_]:
        """Whether enough tokens reach a row; one that reaches joined tokens of the row may stand for several."""
        enough: NDArray[np.bool_] = self._counted >= self._demand.least_counted
        return enough if enough.all() else enough | _among(union(self._runs), rows)

    def _unmatched(self) -> Weights:
        """What at least each row leaves unmatched, in weight."""
        candidates = self._candidates
        alike = union([found.tokens for found in self._found])
        weights = self._lookup.weights(candidates.numbers) * ~_among(alike, candidates.numbers)
        unmatched = np.bincount(candidates.owners, weights, len(candidates.rows)).astype(np.float64)
        unmatched[_among(union([found.joined for found in self._found]), candidates.rows)] = 0.0
        return unmatched


def _among(ascending: Rows, wanted: Rows) -> NDArray[np.bool_]:
    """Which of these numbers stand among ascending ones."""
    if not len(ascending):
        return np.zeros(len(wanted), bool)
    found: NDArray[np.bool_] = ascending.take(np.searchsorted(ascending, wanted), mode="clip") == wanted
    return found


def _in_rows(reached: Reached, rows: Rows) -> Weights:
    """The similarity in each of these rows, 0 where the text does not reach it."""
    if reached.rows is rows:
        return reached.similarities.copy()
    if not len(reached.rows):
        return np.zeros(len(rows))
    places = np.searchsorted(reached.rows, rows)
    found = reached.rows.take(places, mode="clip") == rows
    return np.where(found, reached.similarities.take(places, mode="clip"), 0.0)
