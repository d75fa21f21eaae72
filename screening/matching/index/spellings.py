"""Which of many strings are spelt nearly like a given one: every string within its edit budget, none lost."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.matching.index.signature import (
    Words,
    character_signature,
    character_signatures,
    shared_bits,
    words,
)
from screening.matching.index.texts import Arrays, Texts
from screening.names.similarity import SIMILARITY_FLOOR, edit_budget

BITS: Final = 64
_MOST_EDITS: Final = edit_budget(1 << 30)
_UNREACHABLE: Final = -1

Positions = NDArray[Any]
Budgets = NDArray[np.int8]


class Near(NamedTuple):
    """Positions of strings, and by how many edits and over how many letters each differs."""

    positions: NDArray[np.intp]
    edits: NDArray[np.int32]
    longer: NDArray[np.int32]


_NONE: Final = Near(np.empty(0, np.intp), np.empty(0, np.int32), np.empty(0, np.int32))


class Spellings:
    """Distinct strings in order of length, then of text.

    `weight` is what a similarity by this spelling counts at most: a budget under which weight · (1 − edits /
    length) stays below `SIMILARITY_FLOOR` is cut to what reaches it, so fewer strings are looked at.
    """

    __slots__ = ("_arrays", "_bits", "_longest", "_signatures", "_starts", "_texts", "_weight")

    def __init__(self, arrays: Arrays, weight: float) -> None:
        self._arrays = arrays
        self._texts = Texts(arrays["blob"], arrays["offsets"])
        self._starts = arrays["starts"]
        self._signatures = arrays["signatures"]
        self._bits = arrays["bits"]
        self._longest = len(self._starts) - 2
        self._weight = weight

    @classmethod
    def build(cls, ascending: Sequence[str], weight: float) -> Self:
        """`ascending` holds distinct strings, sorted by `by_length`."""
        lengths = np.fromiter((len(text) for text in ascending), np.int32, len(ascending))
        longest = int(lengths[-1]) if len(lengths) else 0
        signatures = character_signatures(ascending, BITS)
        arrays = {
            **Texts.build(ascending).arrays(),
            "starts": np.searchsorted(lengths, np.arange(longest + 2)).astype(np.int32),
            "signatures": signatures,
            "bits": np.bitwise_count(signatures[0]),
        }
        return cls(arrays, weight)

    def arrays(self) -> Arrays:
        return self._arrays

    @property
    def texts(self) -> Texts:
        return self._texts

    def position(self, text: str) -> int | None:
        """Where this very string stands, or None."""
        if len(text) > self._longest:
            return None
        start, end = int(self._starts[len(text)]), int(self._starts[len(text) + 1])
        found = bisect_left(self._texts, text, start, end)
        return found if found < end and self._texts[found] == text else None

    def near(self, text: str, among: Positions | None = None) -> Near:
        """Every string (among those at these ascending positions) within the budget that lengths allow."""
        budgets = _budgets(len(text), self._weight)
        if among is None and not (budgets > 0).any():
            return self._same(text)
        candidates, allowed = self._within_reach(text, budgets) if among is None else self._of(among, text, budgets)
        if not len(candidates):
            return _NONE
        chosen = self._texts.take(candidates)
        edits = process.cdist([text], chosen, scorer=OSA.distance, score_cutoff=int(allowed.max()), dtype=np.int32)[0]
        kept = (edits <= allowed).nonzero()[0]
        longer = np.array([max(len(chosen[position]), len(text)) for position in kept], np.int32)
        return Near(candidates[kept], edits[kept], longer)

    def _same(self, text: str) -> Near:
        position = self.position(text)
        if position is None:
            return _NONE
        return Near(np.array([position]), np.zeros(1, np.int32), np.array([len(text)], np.int32))

    def _within_reach(self, text: str, budgets: Budgets) -> tuple[Positions, Budgets]:
        """What stands in the window of lengths and may be within budget by its signature."""
        shortest = max(len(text) - _MOST_EDITS, 0)
        longest = min(len(text) + _MOST_EDITS, self._longest)
        if shortest > longest:
            return _NONE.positions, budgets[:0]
        starts = self._starts[shortest : longest + 2]
        first, last = int(starts[0]), int(starts[-1])
        offset = len(text) - _MOST_EDITS
        allowed = np.repeat(budgets[shortest - offset : longest - offset + 1], starts[1:] - starts[:-1])
        kept = _by_signature(text, self._signatures[:, first:last], self._bits[first:last], allowed)
        return kept + first, allowed[kept]

    def _of(self, among: Positions, text: str, budgets: Budgets) -> tuple[Positions, Budgets]:
        """Which of these strings may be within budget by length and signature."""
        lengths = np.searchsorted(self._starts, among, side="right") - 1
        near = np.abs(lengths - len(text)) <= _MOST_EDITS
        among, lengths = among[near], lengths[near]
        allowed = budgets[lengths - len(text) + _MOST_EDITS]
        kept = _by_signature(text, self._signatures[:, among], self._bits[among], allowed)
        return among[kept], allowed[kept]


def _by_signature(text: str, signatures: Words, bits: NDArray[np.uint8], allowed: Budgets) -> Positions:
    """What may be within budget: an edit puts at most one character on each side that the other lacks."""
    signature = character_signature(text, BITS)
    shared = shared_bits(words(signature, BITS), signatures).view(np.int8)
    unshared = np.maximum(bits, signature.bit_count()).view(np.int8) - shared
    kept: Positions = ((unshared <= allowed) & (allowed != _UNREACHABLE)).nonzero()[0]
    return kept


def by_length(text: str) -> tuple[int, str]:
    """The order in which `Spellings` keeps its strings."""
    return len(text), text


@lru_cache(maxsize=4096)
def _budgets(length: int, weight: float) -> Budgets:
    """The edits allowed to strings of each length from `length` − 3 to `length` + 3; −1 where none can be
    near.
    """
    budgets = []
    for other in range(length - _MOST_EDITS, length + _MOST_EDITS + 1):
        longer = max(length, other, 1)
        edits = edit_budget(longer)
        while edits and weight * (1 - edits / longer) < SIMILARITY_FLOOR:
            edits -= 1
        budgets.append(edits if abs(length - other) <= edits else _UNREACHABLE)
    return np.array(budgets, np.int8)
