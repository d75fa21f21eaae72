"""What the second opinion sees of a text: hashed words and characters, and what the lexicon found in it."""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from screening.technology.classify import Classification, TechnologyText
from screening.technology.folding import fold
from screening.technology.score import TechnologyLevel

HASH_BITS = 15
AREA_FEATURES = 3
_LATIN_WORD = re.compile("\x02([^\x03]*)\x03")
_JAPANESE_RUN = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]{2,}")
_STEM_LENGTH = 5
_LEVELS = {TechnologyLevel.NONE: 0.0, TechnologyLevel.POSSIBLE: 0.5, TechnologyLevel.STRONG: 1.0}


@dataclass(frozen=True, slots=True)
class Features:
    """``hashed`` positions with their ``values`` (unit length) and the ``dense`` lexicon features."""

    hashed: NDArray[np.int32]
    values: NDArray[np.float32]
    dense: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """Which areas and concepts the dense features stand for; codes unknown to it are passed over."""

    areas: tuple[str, ...]
    concepts: tuple[str, ...]

    @property
    def dense_size(self) -> int:
        return AREA_FEATURES * len(self.areas) + len(self.concepts)

    def features(self, text: TechnologyText, found: Classification) -> Features:
        """The features of a text and of what the lexicon found in it."""
        slots: dict[int, float] = {}
        for gram, weight in gram_weights(text).items():
            code = zlib.crc32(gram.encode())
            slot = code & ((1 << HASH_BITS) - 1)
            slots[slot] = slots.get(slot, 0.0) + (weight if code >> 31 else -weight)
        length = math.sqrt(sum(value * value for value in slots.values())) or 1.0
        return Features(
            np.fromiter(slots.keys(), np.int32, len(slots)),
            np.fromiter((value / length for value in slots.values()), np.float32, len(slots)),
            self._dense(found),
        )

    def _dense(self, found: Classification) -> NDArray[np.float32]:
        """Per area: log score, share of the leading score, level; per concept: log of its strongest term."""
        dense = np.zeros(self.dense_size, np.float32)
        areas = {code: index * AREA_FEATURES for index, code in enumerate(self.areas)}
        concepts = {code: len(areas) * AREA_FEATURES + index for index, code in enumerate(self.concepts)}
        top = max((match.score for match in found.areas), default=0.0) or 1.0
        strongest: dict[str, float] = {}
        for match in found.areas:
            if match.code in areas:
                place = areas[match.code]
                dense[place : place + AREA_FEATURES] = (
                    math.log1p(match.score),
                    match.score / top,
                    _LEVELS[match.level],
                )
        for concept, points in _concept_points(found):
            strongest[concept] = max(strongest.get(concept, 0.0), points)
        for concept, points in strongest.items():
            if concept in concepts:
                dense[concepts[concept]] = math.log1p(points)
        return dense


def gram_weights(text: TechnologyText) -> dict[str, float]:
    """Words, neighbouring words, word beginnings and runs of 2 to 4 Japanese characters; log of their number.

    What stands in a title counts once more under a name of its own.
    """
    counts: Counter[str] = Counter()
    for name, written in text.fields.items():
        grams = list(_grams(fold(written).text))
        counts.update(grams)
        if name.startswith("title"):
            counts.update(f"title:{gram}" for gram in grams)
    return {gram: 1.0 + math.log(number) for gram, number in counts.items()}


def _grams(folded: str) -> Iterator[str]:
    words: Sequence[str] = _LATIN_WORD.findall(folded)
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
    yield from (f"{word[:_STEM_LENGTH]}-" for word in words if len(word) > _STEM_LENGTH)
    for run in _JAPANESE_RUN.findall(folded):
        for size in (2, 3, 4):
            yield from (run[start : start + size] for start in range(len(run) - size + 1))


def _concept_points(found: Classification) -> Iterator[tuple[str, float]]:
    for match in found.areas:
        for one in match.arithmetic:
            yield one.ready.term.concept, one.ready.term.weight * one.share
