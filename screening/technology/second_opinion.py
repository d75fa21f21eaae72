"""A learned second opinion: it ranks areas and points at ones no listed word found.

It never decides and never hides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.technology.classify import Classification, TechnologyText
from screening.technology.faults import TechnologyFault
from screening.technology.features import HASH_BITS, Features, FeatureSpace
from screening.technology.neighbours import DecisionIndex, Neighbour

WEIGHTS = "weights.npz"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely a reviewer confirms an area; ``worth_a_look``: likely, yet not flagged by the lexicon."""

    code: str
    probability: float
    worth_a_look: bool
    nearest: tuple[Neighbour, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "probability": self.probability,
            "worth_a_look": self.worth_a_look,
            "nearest": [neighbour.as_dict() for neighbour in self.nearest],
        }


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """One logistic regression per area, as plain arrays; ``manifest`` says how it was trained."""

    space: FeatureSpace
    hashed: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]
    threshold: float
    manifest: Mapping[str, Any]

    def probabilities(self, text: TechnologyText, found: Classification) -> dict[str, float]:
        """Area code → probability, for every area the model knows."""
        chances = 1.0 / (1.0 + np.exp(-self.scores(self.space.features(text, found))))
        return {code: round(float(chance), 3) for code, chance in zip(self.space.areas, chances, strict=True)}

    def scores(self, features: Features) -> NDArray[np.float64]:
        """The log-odds of every area, in the order of the space."""
        scores = features.values @ self.hashed[features.hashed] + features.dense @ self.dense + self.bias
        return scores.astype(np.float64)

    def rank(
        self, text: TechnologyText, found: Classification, decisions: DecisionIndex | None = None
    ) -> tuple[Opinion, ...]:
        """Every area, likeliest first; those worth a look with the nearest past decisions on it."""
        flagged = {match.code for match in found.flagged}
        opinions = []
        for code, chance in self.probabilities(text, found).items():
            worth_a_look = chance >= self.threshold and code not in flagged
            nearest = decisions.nearest(text, code) if decisions and worth_a_look else ()
            opinions.append(Opinion(code, chance, worth_a_look, nearest))
        return tuple(sorted(opinions, key=lambda opinion: (-opinion.probability, opinion.code)))


def load_second_opinion(folder: Path) -> SecondOpinion:
    """Read a model; refuses one whose features are not the features computed here."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["features"]["hash_bits"] != HASH_BITS:
        raise TechnologyFault(
            f"{MANIFEST}.features.hash_bits",
            "model_of_other_features",
            "trained with other features than these; train anew",
        )
    space = FeatureSpace(tuple(manifest["areas"]), tuple(manifest["concepts"]))
    with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
        hashed, dense, bias = (arrays[name].astype(np.float32) for name in ("hashed", "dense", "bias"))
    _refuse_shape("hashed", hashed, (1 << HASH_BITS, len(space.areas)))
    _refuse_shape("dense", dense, (space.dense_size, len(space.areas)))
    _refuse_shape("bias", bias, (len(space.areas),))
    return SecondOpinion(space, hashed, dense, bias, float(manifest["threshold"]), manifest)


def save_second_opinion(model: SecondOpinion, folder: Path) -> None:
    """Write the model as small files: half-precision word weights, and the manifest a person can read."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / WEIGHTS,
        hashed=model.hashed.astype(np.float16),
        dense=model.dense.astype(np.float16),
        bias=model.bias.astype(np.float32),
    )
    text = json.dumps(dict(model.manifest), ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def _refuse_shape(name: str, array: NDArray[np.float32], shape: Sequence[int]) -> None:
    if array.shape != tuple(shape):
        raise TechnologyFault(
            f"{WEIGHTS}.{name}", "model_incomplete", "{found} numbers where {needed} belong",
            found=array.shape, needed=tuple(shape),
        )  # fmt: skip
