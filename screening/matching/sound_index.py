"""Every word of a list that sounds like a given one, with its log-odds: `sound_odds` for a whole vocabulary at once.

Lossless: the gates of `may_sound_alike` are looked up as bits, bounds on the odds drop most of what passes, and the
rest is measured with the same whole-number weights and the same recurrence, so the odds are those of `sound_odds` to
the last bit.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import Groups, ascending, distinct
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.texts import Arrays, Texts
from screening.matching.pairing import SOUND_JOINED
from screening.matching.sound_arrays import code_points, frame_signatures, numbered
from screening.matching.sound_costs import CODED, END, UNKNOWN, coded_units, latin_symbols, latin_units, unit_symbols
from screening.matching.sound_measure import Listed, Sheet
from screening.names.scripts import Script
from screening.names.sound_codes import frame_signature
from screening.names.sounds import LONGEST, SOUND_GATE, SPELLING_GATE, latin_side, longest_fit

_AT_ONCE: Final = 1 << 14
_FEW: Final = 1 << 9
_LENGTHS: Final = LONGEST + 1
_NEVER: Final = (1, 0)
_SCRIPTS: Final = tuple(Script)

Numbers = NDArray[Any]
_NONE: Final = np.empty(0, np.intp)


class Unit(NamedTuple):
    """A listed word, its code in the alphabet of ``script`` (LATIN: spelling codes, OTHER: sound codes of Latin words
    too), and the rows it stands in.
    """

    text: str
    code: str
    script: Script
    rows: Sequence[int]


class Heard(NamedTuple):
    """Ascending numbers of words, and the log-odds that each is the word asked for."""

    numbers: Numbers
    odds: NDArray[np.float64]


NOTHING_HEARD: Final = Heard(_NONE, np.empty(0))


class SoundIndex:
    """Words of a list by the number of their consonants: Latin words, or words in every other script."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self.texts = Texts(arrays["blob"], arrays["offsets"])
        self.rows = Groups(without_prefix(arrays, "rows"))
        self.words = Groups(without_prefix(arrays, "words"))
        self.scripts: NDArray[np.uint8] = arrays["scripts"]
        self._signatures = arrays["signatures"]
        self._starts = arrays["starts"]
        self._lengths = arrays["lengths"]
        self._symbols = arrays["symbols"]

    @classmethod
    def build(cls, units: Iterable[Unit], rows: int, *, is_latin: bool) -> Self:
        """``rows`` is how many rows the list has. Words without code or with too long a one are left out."""
        known = sorted((unit for unit in units if 0 < len(unit.code) <= LONGEST), key=attrgetter("text", "script"))
        signatures, symbols = _encoded(known, is_latin=is_latin)
        lengths = np.array([len(unit.code) for unit in known], np.int32)
        groups = np.bitwise_count(signatures) * np.int64(_LENGTHS) + lengths
        order = np.lexsort((signatures, groups))
        known = [known[place] for place in order.tolist()]
        by_word = _rows_of(known, rows)
        owners = np.repeat(np.arange(len(known)), np.diff(by_word.offsets))
        counts = np.bincount(groups, minlength=len(SOUND_GATE) * _LENGTHS)
        arrays = {
            **Texts.build([unit.text for unit in known]).arrays(),
            **prefixed("rows", by_word.arrays()),
            **prefixed("words", Groups.build(by_word.members, owners, rows).arrays()),
            "signatures": signatures[order],
            "starts": np.concatenate([[0], np.cumsum(counts)]),
            "lengths": lengths[order],
            "scripts": np.array([0 if is_latin else CODED.index(unit.script) for unit in known], np.uint8),
            "symbols": np.ascontiguousarray(symbols[order].T),
        }
        return cls(arrays)

    def arrays(self) -> Arrays:
        return self._arrays

    def __len__(self) -> int:
        return len(self._lengths)

    def words_of(self, rows: Numbers) -> Numbers:
        """The ascending numbers of all words of these rows."""
        return distinct(self.words.of(rows)[0], len(self))

    def search(
        self,
        script: Script | None,
        codes: Sequence[str],
        least_odds: float,
        among: Numbers | None = None,
        are_joined: Sequence[bool] = (),
    ) -> list[Heard]:
        """For each code all words (among these ascending numbers) whose odds with it are ``least_odds`` or more.

        The codes are of ``script`` and the words Latin; without a script the codes are Latin and the words are of the
        other scripts: of those that write two words as one alone, for codes that ``are_joined``.
        """
        owners, numbers = self.gated(script, codes, among)
        if any(are_joined):
            fit = (self._may_be_joined.take(numbers) | ~np.array(are_joined).take(owners)).nonzero()[0]
            owners, numbers = owners.take(fit), numbers.take(fit)
        if not len(numbers):
            return [NOTHING_HEARD] * len(codes)
        costs = coded_units() if script is None else latin_units(script)
        sheet = Sheet.of(costs, [code[:LONGEST] for code in codes], least_odds)
        steps = [
            (places + start, odds)
            for start in range(0, len(numbers), _AT_ONCE)
            for step in (slice(start, start + _AT_ONCE),)
            for places, odds in (sheet.measured(owners[step], self._listed(numbers[step])),)
        ]
        kept, odds = map(np.concatenate, zip(*steps, strict=True))
        ends = np.searchsorted(owners[kept], np.arange(len(codes) + 1))
        return [Heard(numbers[kept[first:last]], odds[first:last]) for first, last in pairwise(ends)]

    def gated(
        self, script: Script | None, codes: Sequence[str], among: Numbers | None = None
    ) -> tuple[Numbers, Numbers]:
        """All pairs of a code and a word (among these) that pass the gates of length and of consonants: the places of
        the codes and the numbers of the words, both ascending.
        """
        if among is None and len(self) <= _FEW:
            among = np.arange(len(self))
        if among is not None:
            return self._near_among(script, codes, among)
        found = [self._near(script, code) for code in codes]
        return np.repeat(np.arange(len(codes)), list(map(len, found))), np.concatenate([_NONE, *found])

    @cached_property
    def _may_be_joined(self) -> NDArray[np.bool_]:
        return np.isin(self.scripts, [CODED.index(script) for script in SOUND_JOINED])

    def _listed(self, numbers: Numbers) -> Listed:
        lengths = self._lengths[numbers]
        return Listed(self._symbols[: lengths.max()].take(numbers, axis=1), lengths, self.scripts[numbers])

    def _near(self, script: Script | None, code: str) -> Numbers:
        """Words about as long with about as many consonants, of which few differ."""
        if len(code) not in _fits(script is Script.LATIN):
            return _NONE
        signature = _signature(script, code)
        first, gates = _gates(script is Script.LATIN, signature.bit_count(), len(code))
        starts = self._starts[first : first + len(gates) + 1]
        differing = np.bitwise_count(self._signatures[starts[0] : starts[-1]] ^ np.uint32(signature))
        near: Numbers = np.flatnonzero(differing < np.repeat(gates, np.diff(starts))) + starts[0]
        return near

    def _near_among(self, script: Script | None, codes: Sequence[str], among: Numbers) -> tuple[Numbers, Numbers]:
        signatures, lengths = self._signatures[among], self._lengths[among]
        asked = np.array([_signature(script, code) for code in codes], np.uint32)[:, None]
        fits = np.array([_fits(script is Script.LATIN).get(len(code), _NEVER) for code in codes])
        consonants = np.maximum(np.bitwise_count(signatures), np.bitwise_count(asked))
        near = np.bitwise_count(signatures ^ asked) <= _limits(script).take(consonants)
        near &= (lengths >= fits[:, :1]) & (lengths <= fits[:, 1:])
        owners, places = np.nonzero(near)
        return owners, among[places]


def _signature(script: Script | None, code: str) -> int:
    return frame_signature(latin_side(Script.OTHER) if script is None else script, code[:LONGEST])


@lru_cache(maxsize=2)
def _fits(is_spelling: bool) -> dict[int, tuple[int, int]]:
    """For each length of a code the shortest and the longest code it is compared with."""
    script = Script.LATIN if is_spelling else Script.OTHER
    longest = [longest_fit(script, length) for length in range(LONGEST + 1)]
    return {
        length: (next(other for other, most in enumerate(longest) if most >= length), longest[length])
        for length in range(1, LONGEST + 1)
    }


@lru_cache(maxsize=1024)
def _gates(is_spelling: bool, consonants: int, length: int) -> tuple[int, NDArray[np.uint8]]:
    """For the numbers of consonants and the lengths that words may have, from the first such group on: how many
    consonants more than a word of the group may differ in.
    """
    limits = _limits(Script.LATIN if is_spelling else None)
    shortest, longest = _fits(is_spelling)[length]
    gates = np.zeros((len(limits), _LENGTHS), np.uint8)
    for other in range(len(limits)):
        gate = int(limits[max(other, consonants)])
        gates[other, shortest : longest + 1] = gate + 1 if abs(other - consonants) <= gate else 0
    flat = gates.reshape(-1)
    open_groups = np.flatnonzero(flat)
    return int(open_groups[0]), flat[open_groups[0] : open_groups[-1] + 1]


@lru_cache(maxsize=16)
def _limits(script: Script | None) -> NDArray[np.uint8]:
    gates = (SPELLING_GATE,) * len(SOUND_GATE) if script is Script.LATIN else SOUND_GATE
    return np.array(gates, np.uint8)


def _encoded(units: Sequence[Unit], *, is_latin: bool) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """The consonants of each word as bits, and the numbers of its symbols."""
    points = code_points([unit.code for unit in units])
    signatures, symbols = np.zeros(len(units), np.uint32), np.zeros(points.shape, np.uint8)
    scripts = np.array([_SCRIPTS.index(unit.script) for unit in units], np.uint8)
    for script in {unit.script for unit in units}:
        own = (scripts == _SCRIPTS.index(script)).nonzero()[0]
        numbers = latin_symbols() if is_latin else unit_symbols(script)
        signatures[own] = frame_signatures(script, points[own])
        symbols[own] = numbered(points[own], numbers, unknown=UNKNOWN, end=END)
    return signatures, symbols


def _rows_of(units: Sequence[Unit], rows: int) -> Groups:
    counts = np.array([len(unit.rows) for unit in units], np.int64)
    flat = np.fromiter(chain.from_iterable(unit.rows for unit in units), np.int64, counts.sum())
    owners = np.repeat(np.arange(len(units)), counts)
    pairs = ascending(owners * max(rows, 1) + flat)
    return Groups.build(pairs // max(rows, 1), pairs % max(rows, 1), len(units))
