"""The distinct tokens of a list, and which of them are alike to a given token by `token_similarity`."""

from collections.abc import Callable, Iterable
from typing import Any, Final, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import Groups, ascending
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.reached import best_of_each
from screening.matching.index.spellings import Spellings, by_length
from screening.matching.index.texts import Arrays, Texts
from screening.names.similarity import (
    FOLD_EQUAL,
    FOLD_EQUAL_SHORT,
    FOLD_WEIGHT,
    SHORT_TOKEN,
    SIMILARITY_FLOOR,
    fold,
    frame,
    has_sound,
    joined_similarity,
    numerals,
)

Alike = tuple[NDArray[np.int32], NDArray[np.float64]]

_WHOLE: Final = 1.0
_NO_FOLD: Final = -1


class Vocabulary:
    """Tokens are known by their number: their place in order of length, then of text."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._spellings = Spellings(without_prefix(arrays, "spellings"), _WHOLE)
        self._folds = Spellings(without_prefix(arrays, "folds"), FOLD_WEIGHT)
        self._folded = Groups(without_prefix(arrays, "folded"))
        self._fold_of = arrays["fold_of"]
        self.lengths: NDArray[np.int32] = arrays["lengths"]
        self.has_numerals: NDArray[np.bool_] = arrays["has_numerals"]
        self._frame_keys = arrays["frame_keys"]
        self._by_frame = arrays["by_frame"]
        self.weights: NDArray[np.float64] = arrays["weights"]

    @classmethod
    def build(cls, tokens: Iterable[str], weigh: Callable[[str], float]) -> Self:
        ascending = sorted(tokens, key=by_length)
        sounds = {number: fold(token) for number, token in enumerate(ascending) if has_sound(token)}
        folds = sorted(set(sounds.values()), key=by_length)
        places = {text: place for place, text in enumerate(folds)}
        of_sounds = np.fromiter((places[text] for text in sounds.values()), np.int32, len(sounds))
        keys = np.fromiter((frame_key(token) for token in ascending), np.uint32, len(ascending))
        order = np.argsort(keys, kind="stable").astype(np.int32)
        numbers = np.fromiter(sounds, np.int32, len(sounds))
        fold_of = np.full(len(ascending), _NO_FOLD, np.int32)
        fold_of[numbers] = of_sounds
        return cls(
            {
                **prefixed("spellings", Spellings.build(ascending, _WHOLE).arrays()),
                **prefixed("folds", Spellings.build(folds, FOLD_WEIGHT).arrays()),
                **prefixed("folded", Groups.build(of_sounds, numbers, len(folds)).arrays()),
                "fold_of": fold_of,
                "lengths": np.fromiter(map(len, ascending), np.int32, len(ascending)),
                "has_numerals": np.fromiter((bool(numerals(t)) for t in ascending), bool, len(ascending)),
                "frame_keys": keys[order],
                "by_frame": order,
                "weights": np.fromiter(map(weigh, ascending), np.float64, len(ascending)),
            }
        )

    def arrays(self) -> Arrays:
        return self._arrays

    def __len__(self) -> int:
        return len(self.lengths)

    def number(self, token: str) -> int | None:
        return self._spellings.position(token)

    @property
    def texts(self) -> Texts:
        return self._spellings.texts

    def alike(self, token: str, among: NDArray[Any] | None = None) -> Alike:
        """Every token whose `token_similarity` with this one is not 0, with that similarity.

        Given ascending numbers, at least every such token among these.
        """
        near = self._spellings.near(token, among)
        numbers: NDArray[Any] = near.positions
        similarities: NDArray[Any] = 1.0 - near.edits / np.maximum(near.longer, 1)
        if has_sound(token) and len(fold(token)) > 1:
            by_sound = self._alike_by_sound(token, among)
            numbers = np.concatenate([numbers, by_sound[0]])
            similarities = np.concatenate([similarities, by_sound[1]])
        return self._with_same_numerals(token, *best_of_each(numbers, similarities, len(self)))

    def alike_joined(self, joined: str) -> Alike:
        """Every token whose `joined_similarity` with these joined tokens is not 0, with that similarity."""
        numbers = same_key(self._frame_keys, frame_key(joined))
        candidates = self._by_frame[numbers]
        if not len(candidates):
            return candidates, np.empty(0)
        similarities = [joined_similarity(joined, token) for token in self.texts.take(candidates)]
        kept = np.flatnonzero(similarities)
        return candidates[kept], np.array(similarities, np.float64)[kept]

    def _alike_by_sound(self, token: str, among: NDArray[Any] | None) -> Alike:
        near = self._folds.near(fold(token), None if among is None else self._folds_of(among))
        numbers, counts = self._folded.of(near.positions)
        edits = np.repeat(near.edits, counts)
        longer_folds = np.maximum(np.repeat(near.longer, counts), 1)
        is_long = np.maximum(self.lengths[numbers], len(token)) > SHORT_TOKEN
        equal = np.where(is_long, FOLD_EQUAL, FOLD_EQUAL_SHORT)
        return numbers, np.where(edits == 0, equal, FOLD_WEIGHT * (1.0 - edits / longer_folds))

    def _folds_of(self, numbers: NDArray[Any]) -> NDArray[Any]:
        folds = ascending(self._fold_of[numbers])
        known: NDArray[Any] = folds[folds != _NO_FOLD]
        return known

    def _with_same_numerals(self, token: str, numbers: NDArray[np.int32], similarities: NDArray[np.float64]) -> Alike:
        own = numerals(token)
        kept = similarities >= SIMILARITY_FLOOR
        if not own:
            kept &= ~self.has_numerals[numbers]
        numbers, similarities = numbers[kept], similarities[kept]
        if own and len(numbers):
            same = np.array([numerals(text) == own for text in self.texts.take(numbers)], bool)
            numbers, similarities = numbers[same], similarities[same]
        return numbers, similarities


def frame_key(text: str) -> int:
    """Equal for texts of one frame, and nearly always different for others."""
    return crc32(frame(text).encode("utf-8", "surrogatepass"))


def same_key(ascending: NDArray[np.uint32], key: int) -> slice:
    """Where this key stands among ascending keys."""
    wanted = np.uint32(key)
    return slice(int(np.searchsorted(ascending, wanted)), int(np.searchsorted(ascending, wanted, side="right")))
