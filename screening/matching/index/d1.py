"""D1: every listed key whose `fuzz.ratio` with the query key reaches a threshold.

`fuzz.ratio` of keys of lengths l and L is 2·m / (l + L), m being the length of their longest common
subsequence. A ratio of t or more therefore demands m ≥ ⌈t·(l + L)/2⌉, which leaves at most l − m characters
of the query and L − m of the listed key unmatched, and at least 3m − (l + L) + 1 neighbouring pairs (edges
included) common to both. Three filters follow, each of which lets every match through: the window of lengths,
the signature of counted characters, the signature of counted bigrams. What is left is measured by rapidfuzz
itself.
"""

from collections.abc import Iterable, Iterator
from math import ceil, floor
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from screening.matching.index.signature import (
    Words,
    bigram_signature,
    bigram_signatures,
    character_signature,
    character_signatures,
    shared_bits,
    words,
)
from screening.matching.index.texts import Arrays, Texts

Hit = tuple[int, float]
Positions = NDArray[np.intp]

BITS: Final = 128
# Keeps a bound that is a whole number from being lifted by a rounding error.
_SLACK: Final = 1e-9
_PERCENT: Final = 100.0
# Bounds the memory of one verification: keys decoded and scores computed at a time.
_VERIFIED_AT_ONCE: Final = 1 << 14


class D1:
    """Immutable and safe to share between threads. Positions are those of the keys given to `build`."""

    __slots__ = (
        "_arrays",
        "_bigrams",
        "_characters",
        "_keys",
        "_lengths",
        "_longest",
        "_positions",
        "_starts",
    )

    def __init__(self, arrays: Arrays) -> None:
        """Open what `arrays` returned, whether it lies in memory or is mapped from disk."""
        self._arrays = arrays
        self._keys = Texts(arrays["blob"], arrays["offsets"])
        self._positions = arrays["positions"]
        self._starts = arrays["starts"]
        self._lengths = arrays["lengths"]
        self._characters: Words = arrays["characters"]
        self._bigrams: Words = arrays["bigrams"]
        self._longest = len(self._starts) - 2

    @classmethod
    def build(cls, keys: Iterable[str]) -> Self:
        listed = list(keys)
        lengths = np.fromiter((len(key) for key in listed), np.int32, len(listed))
        order = np.argsort(lengths, kind="stable").astype(np.int32)
        ascending = [listed[position] for position in order]
        lengths = lengths[order]
        longest = int(lengths[-1]) if len(lengths) else 0
        return cls(
            {
                **Texts.build(ascending).arrays(),
                "positions": order,
                "lengths": lengths,
                "starts": np.searchsorted(lengths, np.arange(longest + 2)).astype(np.int32),
                "characters": character_signatures(ascending, BITS),
                "bigrams": bigram_signatures(ascending, BITS),
            }
        )

    def arrays(self) -> Arrays:
        return self._arrays

    def __len__(self) -> int:
        return len(self._keys)

    def search(self, key: str, threshold: float) -> list[Hit]:
        """Every position whose key k has `fuzz.ratio(key, k) / 100 >= threshold`, with that ratio, in
        ascending order.

        Raises ValueError unless 0 < threshold <= 1: at 0 everything would be a hit.
        """
        if not 0 < threshold <= 1:
            raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
        candidates = self._by_characters(key, threshold)
        return sorted(self._verified(key, threshold, self._by_bigrams(key, threshold, candidates)))

    def _window(self, length: int, threshold: float) -> tuple[int, int]:
        shortest = min(ceil(length * threshold / (2 - threshold) - _SLACK), self._longest + 1)
        longest = min(floor(length * (2 - threshold) / threshold + _SLACK), self._longest)
        return shortest, max(longest, shortest - 1)

    def _by_characters(self, key: str, threshold: float) -> Positions:
        shortest, longest = self._window(len(key), threshold)
        starts = self._starts[shortest : longest + 2]
        first, last = int(starts[0]), int(starts[-1])
        signature = character_signature(key, BITS)
        matched = _matched(len(key), np.arange(shortest, longest + 1), threshold)
        needed = np.maximum(signature.bit_count() - (len(key) - matched), 0).astype(np.uint8)
        shared = shared_bits(words(signature, BITS), self._characters[:, first:last])
        kept = np.flatnonzero(shared >= np.repeat(needed, starts[1:] - starts[:-1]))
        lengths = self._lengths[first:last][kept]
        listed_bits = np.bitwise_count(self._characters[:, first:last][:, kept]).sum(axis=0, dtype=np.int32)
        allowed = lengths - _matched(len(key), lengths, threshold)
        candidates: Positions = kept[listed_bits - shared[kept] <= allowed] + first
        return candidates

    def _by_bigrams(self, key: str, threshold: float, candidates: Positions) -> Positions:
        if not len(candidates):
            return candidates
        signature = bigram_signature(key, BITS)
        listed = self._bigrams[:, candidates]
        lengths = self._lengths[candidates]
        total = lengths + len(key)
        common = 3 * _matched(len(key), lengths, threshold) - total + 1
        shared = shared_bits(words(signature, BITS), listed).astype(np.int32)
        listed_bits = np.bitwise_count(listed).sum(axis=0, dtype=np.int32)
        kept = signature.bit_count() - shared <= len(key) + 1 - common
        kept &= listed_bits - shared <= lengths + 1 - common
        fewer: Positions = candidates[kept]
        return fewer

    def _verified(self, key: str, threshold: float, candidates: Positions) -> Iterator[Hit]:
        for start in range(0, len(candidates), _VERIFIED_AT_ONCE):
            step = candidates[start : start + _VERIFIED_AT_ONCE]
            ratios = process.cdist(
                [key],
                self._keys.take(step),
                scorer=fuzz.ratio,
                score_cutoff=threshold * _PERCENT - _SLACK,
                dtype=np.float64,
            )[0]
            ratios /= _PERCENT
            hits = np.flatnonzero(ratios >= threshold)
            yield from zip(self._positions[step[hits]].tolist(), ratios[hits].tolist(), strict=True)


def _matched(length: int, lengths: NDArray[Any], threshold: float) -> NDArray[np.int32]:
    """How many characters at least a key of each of these lengths has in common with a hit's query key, in
    order.
    """
    return np.ceil((lengths + length) * (threshold / 2) - _SLACK).astype(np.int32)
