"""The bound of D2 over a whole list without any index: every token is measured, none is filtered by a signature."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.matching.index.joins import adjacent_joins
from screening.matching.index.query import QueryText, QueryToken, TextKind, Unmatched
from screening.names.similarity import edit_budget, fold, frame, joined_similarity, token_similarity

_MOST_EDITS = edit_budget(10_000)


class Reference:
    """Rows without tokens are not supported: none is alike to anything."""

    def __init__(self, rows: Sequence[Sequence[str]], weigh: Callable[[str], float]) -> None:
        self._tokens = sorted({token for row in rows for token in row})
        number = {token: place for place, token in enumerate(self._tokens)}
        self._folds = [fold(token) for token in self._tokens]
        self._flat = np.array([number[token] for row in rows for token in row], np.int64)
        self._starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        self._weights = np.array([weigh(token) for token in self._tokens])[self._flat]
        self._rows = len(rows)
        self._by_frame: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self._tokens):
            self._by_frame[frame(token)].append(place)
        self._joins: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for place, row in enumerate(rows):
            for _, _, joined in adjacent_joins(row):
                self._joins[frame(joined)].append((place, joined))

    def search(self, query: Sequence[QueryToken], threshold: float, unmatched: Unmatched) -> dict[int, float]:
        """Rows whose bound reaches the threshold, and the bound."""
        score, matched = np.zeros(self._rows), np.zeros(self._rows)
        is_alike, is_joined = np.zeros(len(self._flat), bool), np.zeros(self._rows, bool)
        for token in query:
            best = np.zeros(self._rows)
            for text in token.texts:
                alike = self._alike(text)[self._flat]
                is_alike |= alike > 0
                best = np.maximum(best, np.maximum.reduceat(alike, self._starts))
                for row, similarity in self._joined(text):
                    best[row] = max(best[row], similarity)
                    is_joined[row] = True
            score += token.weight * best
            matched += token.weight * (best > 0)
        listed = np.where(is_joined, 0.0, np.add.reduceat(self._weights * ~is_alike, self._starts))
        missing = sum(token.weight for token in query) - matched
        both = (missing > 1e-9) & (listed > 1e-9)
        weight = np.where(
            both,
            unmatched.contradicted_query * missing + unmatched.contradicted_listed * listed,
            unmatched.omitted_query * missing + unmatched.omitted_listed * listed,
        )
        bounds = score / np.maximum(matched + weight, 1e-9)
        return {int(row): float(bounds[row]) for row in np.flatnonzero((bounds >= threshold - 1e-9) & (score > 0))}

    def _alike(self, text: QueryText) -> np.ndarray:
        alike = np.zeros(len(self._tokens))
        if text.kind is TextKind.JOINED:
            for place in self._by_frame.get(frame(text.text), ()):
                alike[place] = joined_similarity(text.text, self._tokens[place])
            return alike
        spelt = process.cdist([text.text], self._tokens, scorer=OSA.distance, score_cutoff=_MOST_EDITS)[0]
        sounded = process.cdist([fold(text.text)], self._folds, scorer=OSA.distance, score_cutoff=_MOST_EDITS)[0]
        for place in np.flatnonzero((spelt <= _MOST_EDITS) | (sounded <= _MOST_EDITS)):
            alike[place] = token_similarity(text.text, self._tokens[place])
        return alike

    def _joined(self, text: QueryText) -> list[tuple[int, float]]:
        if text.kind is TextKind.JOINED:
            return []
        found = [(row, joined_similarity(joined, text.text)) for row, joined in self._joins.get(frame(text.text), ())]
        return [(row, similarity) for row, similarity in found if similarity]
