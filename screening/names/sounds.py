"""How likely a word in another script is the sound of a Latin word: learnt letter correspondences, summed along the
best path.

The weights are log-odds (how much more often two letters stand opposite each other in one name than by chance) in
hundredths, learnt by ``tests.quality.learn_sounds`` from public transliteration pairs and kept in
``data/sounds.tsv``. The
script LATIN holds the correspondences between two Latin spellings of one name.
"""

from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from screening.names.scripts import Script
from screening.names.sound_codes import frame_signature

STRANGE: Final = -600
"""The weight of a correspondence that was never seen."""

HUNDREDTHS: Final = 100.0
SHORTNESS: Final = 2.0
"""Added to the length by which the sum is divided: a short word says less."""

LONGEST: Final = 24
"""A longer code is not compared by sound."""

SPELLING_GATE: Final = 1
SOUND_GATE: Final = (2, 2, 2, 2, 3, 3) + (4,) * 23
"""How many consonants two words may differ by at most, so that an index can find every word that sounds alike:
between two
Latin spellings, and across scripts by the number of consonants of the longer."""

SPELLING_LENGTHS: Final = 3
SOUND_LENGTHS: Final = 1.5

Weights = dict[str, dict[str, int]]
NOTHING_ALIKE: Final = -9.0


@cache
def weights(script: Script) -> Weights:
    """Source symbol → Latin symbol → log-odds; the empty symbol stands for a letter without counterpart."""
    return _all_weights()[script]


@cache
def _all_weights() -> dict[str, Weights]:
    tables: dict[str, Weights] = defaultdict(dict)
    for line in (files(__package__) / "data" / "sounds.tsv").read_text("utf-8").splitlines()[1:]:
        script, source, latin, weight = line.split("\t")
        tables[script].setdefault(source, {})[latin] = int(weight)
    return tables


@lru_cache(maxsize=1 << 15)
def sound_odds(script: Script, source: str, latin: str) -> float:
    """Log-odds per letter that ``latin`` is the sound of ``source`` (both encoded) in ``script``."""
    if not may_sound_alike(script, source, latin):
        return NOTHING_ALIKE
    return per_letter(best_path(weights(script), source, latin), len(source), len(latin))


def may_sound_alike(script: Script, source: str, latin: str) -> bool:
    """Whether two codes pass the gates of length and of consonants."""
    if not source or not latin or not lengths_fit(script, len(source), len(latin)):
        return False
    ours, theirs = frame_signature(script, source), frame_signature(latin_side(script), latin)
    consonants = max(ours.bit_count(), theirs.bit_count())
    gate = SPELLING_GATE if script is Script.LATIN else SOUND_GATE[consonants]
    return (ours ^ theirs).bit_count() <= gate


def latin_side(script: Script) -> Script:
    """The alphabet in which the Latin word is encoded when it is compared with a word in ``script``."""
    return Script.LATIN if script is Script.LATIN else Script.OTHER


def lengths_fit(script: Script, one: int, other: int) -> bool:
    return max(one, other) <= longest_fit(script, min(one, other))


def longest_fit(script: Script, shorter: int) -> int:
    """The longest code that is compared with one of this length."""
    return min(LONGEST, shorter + SPELLING_LENGTHS if script is Script.LATIN else int(SOUND_LENGTHS * shorter) + 2)


def per_letter(path: int, source: int, latin: int) -> float:
    return path / HUNDREDTHS / (SHORTNESS + 0.5 * (source + latin))


def best_path(table: Weights, source: str, latin: str) -> int:
    """The greatest sum of weights over all alignments of two codes, letter opposite letter or none."""
    unspoken = table.get("", {})
    row = [0]
    for letter in latin:
        row.append(row[-1] + unspoken.get(letter, STRANGE))
    for symbol in source:
        row = _next_row(row, table.get(symbol, {}), unspoken, latin)
    return row[-1]


def _next_row(row: list[int], spoken: dict[str, int], unspoken: dict[str, int], latin: str) -> list[int]:
    silent = spoken.get("", STRANGE)
    best = row[0] + silent
    following = [best]
    for position, letter in enumerate(latin):
        opposite = row[position] + spoken.get(letter, STRANGE)
        dropped = row[position + 1] + silent
        added = best + unspoken.get(letter, STRANGE)
        best = opposite if opposite >= dropped and opposite >= added else max(dropped, added)
        following.append(best)
    return following
