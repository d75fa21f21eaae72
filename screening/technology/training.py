"""Training the second opinion: kernel logistic regression by Newton steps, numpy only, no randomness."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening.technology.classify import Classification, TechnologyText
from screening.technology.features import AREA_FEATURES, HASH_BITS, Features, FeatureSpace
from screening.technology.second_opinion import SecondOpinion

Floats = NDArray[np.float64]

# How much each block of features may weigh; chosen once by cross-validation.
HASHED_BLOCK = 10.0
AREA_BLOCK = 0.1
OWN_AREA_BLOCK = 2.0
CONCEPT_BLOCK = 0.05
RIDGE = 1.0
NEWTON_STEPS = 15
SMALLEST_VARIANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled text: ``positive`` areas, and ``unknown`` ones nobody judged; all others are negative."""

    text: TechnologyText
    found: Classification
    positive: frozenset[str]
    unknown: frozenset[str] = frozenset()


def train(
    examples: Sequence[Example], space: FeatureSpace, *, threshold: float, base: SecondOpinion | None = None
) -> SecondOpinion:
    """Fit one model per area of ``space`` on all examples that say something about it.

    With ``base``, a model of the same space, only its correction is learned: an area that nobody judged stays as it is.
    """
    blocks = _Blocks.of([space.features(example.text, example.found) for example in examples], space)
    areas = len(space.areas)
    hashed = np.zeros((1 << HASH_BITS, areas), np.float32)
    dense = np.zeros((space.dense_size, areas), np.float32)
    bias = np.zeros(areas, np.float32)
    before = np.array([base.scores(one) for one in blocks.features]) if base else np.zeros((len(examples), areas))
    for index, code in enumerate(space.areas):
        judged = np.array([row for row, example in enumerate(examples) if code not in example.unknown], np.int64)
        if not len(judged):
            continue
        wanted = np.array([code in examples[row].positive for row in judged], np.float64)
        scale = blocks.dense_scale(index)
        support = fit(blocks.kernel(judged, scale), wanted, before[judged, index])
        hashed[:, index] = HASHED_BLOCK * blocks.hashed_sum(judged, support)
        dense[:, index] = scale * (support @ blocks.dense[judged])
        bias[index] = support.sum()
    if base:
        hashed, dense, bias = hashed + base.hashed, dense + base.dense, bias + base.bias
    return SecondOpinion(space, hashed, dense, bias, threshold, {})


def fit(kernel: Floats, wanted: Floats, before: Floats, *, steps: int = NEWTON_STEPS) -> Floats:
    """The support weights of a ridge-penalised logistic regression on top of ``before``, by Newton's method."""
    support: Floats = np.zeros(len(wanted))
    for _step in range(steps):
        scores: Floats = before + kernel @ support
        chance: Floats = 1.0 / (1.0 + np.exp(-scores))
        variance: Floats = np.maximum(chance * (1.0 - chance), SMALLEST_VARIANCE)
        target: Floats = scores - before + (wanted - chance) / variance
        penalised = kernel + RIDGE * np.diag(1.0 / variance)
        better: Floats = np.linalg.solve(penalised, target).astype(np.float64)
        moved = float(np.abs(better - support).max())
        support = better
        if moved < SMALLEST_VARIANCE:
            break
    return support


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The features of all examples, block by block."""

    features: list[Features]
    likeness: Floats
    dense: Floats
    areas: int

    @classmethod
    def of(cls, features: list[Features], space: FeatureSpace) -> "_Blocks":
        wide = np.zeros((len(features), 1 << HASH_BITS), np.float32)
        for row, one in enumerate(features):
            wide[row, one.hashed] = one.values
        likeness = (wide @ wide.T).astype(np.float64)
        return cls(features, likeness, np.array([one.dense for one in features], np.float64), len(space.areas))

    def dense_scale(self, index: int) -> Floats:
        """The weight of each lexicon feature for one area: its own score counts for more than the others'."""
        scale = np.full(self.dense.shape[1], CONCEPT_BLOCK)
        scale[: self.areas * AREA_FEATURES] = AREA_BLOCK
        scale[index * AREA_FEATURES : (index + 1) * AREA_FEATURES] += OWN_AREA_BLOCK
        return scale

    def kernel(self, rows: NDArray[np.int64], scale: Floats) -> Floats:
        dense = self.dense[rows]
        kernel: Floats = HASHED_BLOCK * self.likeness[np.ix_(rows, rows)] + (dense * scale) @ dense.T + 1.0
        return kernel

    def hashed_sum(self, rows: NDArray[np.int64], support: Floats) -> Floats:
        total = np.zeros(1 << HASH_BITS)
        for row, weight in zip(rows, support, strict=True):
            one = self.features[row]
            total[one.hashed] += weight * one.values
        return total
