"""The learned second opinion within a run: areas that no listed word found and that are worth a look.

It adds questions and takes none away: nothing here becomes a hit, and no hit depends on it.
"""

import functools
import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from screening.technology.classify import Classification, TechnologyText
from screening.technology.second_opinion import MANIFEST, WEIGHTS, Opinion, SecondOpinion, load_second_opinion

SHIPPED: Path = settings.BASE_DIR / "fixtures" / "technology" / "second_opinion"
OWN: Path = settings.DATA_DIR / "second_opinion"
"""Where the office keeps a model that it trained itself; it takes the place of the shipped one."""

LIST = "JP20"
"""The list whose areas it was trained on; of others it has no opinion."""


def folder() -> Path:
    return OWN if (OWN / MANIFEST).is_file() else SHIPPED


@functools.cache
def model() -> SecondOpinion:
    """Return the model in use, read once per process."""
    return load_second_opinion(folder())


@functools.cache
def hashes() -> dict[str, str]:
    """Return what the model was, to the bit: the hashes of its manifest and of its weights."""
    files = {"manifest_sha256": MANIFEST, "weights_sha256": WEIGHTS}
    return {name: hashlib.sha256((folder() / file).read_bytes()).hexdigest() for name, file in files.items()}


def worth_a_look(text: TechnologyText, found: Classification) -> tuple[Opinion, ...]:
    """Return the areas that the lexicon did not flag, likeliest first."""
    return tuple(opinion for opinion in model().rank(text, found) if opinion.worth_a_look)


def facts(text: TechnologyText, found: Classification) -> dict[str, Any]:
    """Return the second opinion as a run records it."""
    return {
        **hashes(),
        "threshold": model().threshold,
        "worth_a_look": [brief(opinion) for opinion in worth_a_look(text, found)],
    }


def brief(opinion: Opinion) -> dict[str, Any]:
    return {"code": opinion.code, "probability": opinion.probability}
