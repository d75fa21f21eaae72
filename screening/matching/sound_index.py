"""Every word of a list that sounds like a given one, with its log-odds: `sound_odds` for a whole vocabulary at once.

Lossless: the gates of `may_sound_alike` are looked up as bits, a bound on the odds drops most of what passes, and the
rest is measured with the same whole-number weights and the same recurrence, so the odds are those of `sound_odds` to
the last bit.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import Groups
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.texts import Arrays, Texts
from screening.matching.sound_costs import CODED, UNKNOWN, Costs, coded_units, latin_symbols, latin_units, unit_symbols
from screening.names.scripts import Script
from screening.names.sound_codes import frame_signature
from screening.names.sounds import HUNDREDTHS, LONGEST, SHORTNESS, SOUND_GATE, SPELLING_GATE, latin_side, longest_fit

_AT_ONCE: Final = 1 << 14
_SLACK: Final = 1.0
_PRUNED_BEFORE: Final = frozenset({1, 2, 4, 6})
_MANY: Final = 32

Numbers = NDArray[Any]
Path = NDArray[np.int16]


class Unit(NamedTuple):
    """A listed word, its code in the alphabet of ``script`` (LATIN: spelling codes, OTHER: sound codes of Latin words
    too), and the rows it stands in.
    """

    text: str
    code: str
    script: Script
    rows: Iterable[int]


class Heard(NamedTuple):
    """Ascending numbers of words, and the log-odds that each is the word asked for."""

    numbers: Numbers
    odds: NDArray[np.float64]


NOTHING_HEARD: Final = Heard(np.empty(0, np.intp), np.empty(0))


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
        known = sorted(
            (signature.bit_count(), signature, unit)
            for unit in units
            if 0 < len(unit.code) <= LONGEST
            for signature in (frame_signature(unit.script, unit.code),)
        )
        counts = np.bincount([count for count, _, _ in known], minlength=len(SOUND_GATE)).astype(np.int64)
        by_word = _rows_of([unit for _, _, unit in known])
        owners = np.repeat(np.arange(len(known)), np.diff(by_word.offsets))
        arrays = {
            **Texts.build([unit.text for _, _, unit in known]).arrays(),
            **prefixed("rows", by_word.arrays()),
            **prefixed("words", Groups.build(by_word.members, owners, rows).arrays()),
            "signatures": np.array([signature for _, signature, _ in known], np.uint32),
            "starts": np.concatenate([[0], np.cumsum(counts)]),
            "lengths": np.array([len(unit.code) for _, _, unit in known], np.int32),
            "scripts": np.array([0 if is_latin else CODED.index(unit.script) for _, _, unit in known], np.uint8),
            "symbols": _matrix([unit for _, _, unit in known], is_latin=is_latin),
        }
        return cls(arrays)

    def arrays(self) -> Arrays:
        return self._arrays

    def __len__(self) -> int:
        return len(self._lengths)

    def search(
        self, script: Script | None, codes: Sequence[str], least_odds: float, among: Numbers | None = None
    ) -> list[Heard]:
        """For each code all words (among these ascending numbers) whose odds with it are ``least_odds`` or more.

        The codes are of ``script`` and the words Latin; without a script the codes are Latin and the words are of the
        other scripts.
        """
        if not codes or not len(self) or (among is not None and not len(among)):
            return [NOTHING_HEARD] * len(codes)
        costs = coded_units() if script is None else latin_units(script)
        found = [self._hopeful(costs, code, self.gated(script, code, among), least_odds) for code in codes]
        owners = np.repeat(np.arange(len(codes)), [len(numbers) for numbers in found])
        numbers = np.concatenate(found)
        steps = [
            self._measured(
                costs, codes, owners[start : start + _AT_ONCE], numbers[start : start + _AT_ONCE], least_odds
            )
            for start in range(0, len(numbers), _AT_ONCE)
        ]
        kept = np.concatenate(
            [NOTHING_HEARD.numbers, *(places + _AT_ONCE * step for step, (places, _) in enumerate(steps))]
        )
        odds = np.concatenate([NOTHING_HEARD.odds, *(measured for _, measured in steps)])
        ends = np.searchsorted(owners[kept], np.arange(len(codes) + 1))
        return [Heard(numbers[kept[first:last]], odds[first:last]) for first, last in pairwise(ends)]

    def gated(self, script: Script | None, code: str, among: Numbers | None = None) -> Numbers:
        """The ascending numbers of all words (among these) that pass the gates of length and of consonants."""
        if not 0 < len(code) <= LONGEST:
            return NOTHING_HEARD.numbers
        side = latin_side(Script.OTHER) if script is None else script
        signature = frame_signature(side, code)
        passing = self._near(script, signature) if among is None else self._near_among(script, signature, among)
        shortest, longest = _fits(script is Script.LATIN)[len(code)]
        lengths = self._lengths[passing]
        kept: Numbers = passing[(lengths >= shortest) & (lengths <= longest)]
        return kept

    def _near(self, script: Script | None, signature: int) -> Numbers:
        """Words with about as many consonants, of which few differ."""
        first, last, gates = _gates(script is Script.LATIN, signature.bit_count())
        starts = self._starts[first : last + 1]
        differing = np.bitwise_count(self._signatures[starts[0] : starts[-1]] ^ np.uint32(signature))
        near: Numbers = np.flatnonzero(differing <= np.repeat(gates, np.diff(starts))) + starts[0]
        return near

    def _near_among(self, script: Script | None, signature: int, among: Numbers) -> Numbers:
        signatures = self._signatures[among]
        consonants = np.maximum(np.bitwise_count(signatures), signature.bit_count())
        near: Numbers = among[np.bitwise_count(signatures ^ np.uint32(signature)) <= _limits(script)[consonants]]
        return near

    def _hopeful(self, costs: Costs, code: str, candidates: Numbers, least_odds: float) -> Numbers:
        """Without the words that have too many letters without counterpart: silent letters are worth less than
        nothing.
        """
        if not len(candidates):
            return candidates
        best = np.maximum(costs.opposite[costs.numbers(code)].max(axis=0), costs.added)
        best[UNKNOWN] = 0
        lengths = self._lengths[candidates]
        symbols = self._symbols[: lengths.max()].take(candidates, axis=1)
        needed = HUNDREDTHS * least_odds * (SHORTNESS + 0.5 * (lengths + len(code)))
        hopeful: Numbers = candidates[best.take(symbols).sum(axis=0) >= needed - _SLACK]
        return hopeful

    def _measured(
        self, costs: Costs, codes: Sequence[str], owners: Numbers, numbers: Numbers, least_odds: float
    ) -> Heard:
        """The places of the pairs that have the odds, and their odds. Letters added on the list are paid for at the
        end; every few letters the pairs are dropped that the letters to come cannot lift to the odds.
        """
        lengths = self._lengths[numbers]
        symbols = self._symbols[: lengths.max()].take(numbers, axis=1).astype(np.intp)
        added = np.cumsum(costs.added.take(symbols), axis=0, dtype=np.int32)[lengths - 1, np.arange(len(numbers))]
        letters = SHORTNESS + 0.5 * (lengths + np.array(list(map(len, codes)))[owners])
        pairs = _Pairs(
            np.arange(len(numbers)), owners, symbols, self.scripts[numbers], HUNDREDTHS * least_odds * letters - added
        )
        asked = _padded(costs, codes)
        path = np.zeros((len(symbols) + 1, len(numbers)), np.int16)
        for place in range(len(asked)):
            if place in _PRUNED_BEFORE and len(pairs.places) > _MANY:
                kept = _promising(costs, asked[place:], pairs, path)
                pairs, path = pairs.only(kept), path[:, kept]
            path = _heard(costs, asked[place][pairs.owners], pairs, path)
        paths = path[lengths[pairs.places], np.arange(len(pairs.places))] + added[pairs.places]
        odds = paths / HUNDREDTHS / letters[pairs.places]
        kept = odds >= least_odds
        return Heard(pairs.places[kept], odds[kept])


class _Pairs(NamedTuple):
    """Pairs of a query code and a listed word that are being measured, one column each."""

    places: Numbers
    owners: Numbers
    symbols: NDArray[np.intp]
    scripts: NDArray[np.uint8]
    needed: NDArray[np.float64]

    def only(self, kept: NDArray[np.bool_]) -> "_Pairs":
        return _Pairs(
            self.places[kept], self.owners[kept], self.symbols[:, kept], self.scripts[kept], self.needed[kept]
        )


def _heard(costs: Costs, letters: Numbers, pairs: _Pairs, path: Path) -> Path:
    """The best sums after one more letter of each query code."""
    opposite = path[:-1] + costs.gain.reshape(-1).take(pairs.symbols + letters * costs.gain.shape[1])
    path += costs.silent[letters, pairs.scripts]
    np.maximum(path[1:], opposite, out=path[1:])
    for shorter, longer in pairwise(path):
        np.maximum(longer, shorter, out=longer)
    return path


def _promising(costs: Costs, asked: Numbers, pairs: _Pairs, path: Path) -> NDArray[np.bool_]:
    """Which pairs can still have the odds when every listed letter to come finds its best counterpart."""
    best = costs.gain[asked].max(axis=0)
    np.maximum(best, 0, out=best)
    best[:, UNKNOWN] = 0
    most = best.reshape(-1).take(pairs.symbols + pairs.owners * best.shape[1])
    reachable = path.astype(np.int32)
    reachable[:-1] += np.cumsum(most[::-1], axis=0, dtype=np.int32)[::-1]
    promising: NDArray[np.bool_] = reachable.max(axis=0) >= pairs.needed - _SLACK
    return promising


def _padded(costs: Costs, codes: Sequence[str]) -> NDArray[np.intp]:
    """One column for each code, filled up to the longest."""
    columns = np.full((max(map(len, codes)), len(codes)), costs.padding, np.intp)
    for place, code in enumerate(codes):
        columns[: len(code), place] = costs.numbers(code)
    return columns


@lru_cache(maxsize=2)
def _fits(is_spelling: bool) -> list[tuple[int, int]]:
    """For each length of a code the shortest and the longest code it is compared with."""
    script = Script.LATIN if is_spelling else Script.OTHER
    longest = [longest_fit(script, length) for length in range(LONGEST + 1)]
    shortest = [next(other for other, most in enumerate(longest) if most >= length) for length in range(LONGEST + 1)]
    return list(zip(shortest, longest, strict=True))


@lru_cache(maxsize=64)
def _gates(is_spelling: bool, consonants: int) -> tuple[int, int, NDArray[np.uint8]]:
    """The numbers of consonants that a word may have which differs in as many as its gate lets differ."""
    limits = _limits(Script.LATIN if is_spelling else None)
    near = [
        (other, gate)
        for other in range(len(limits))
        if abs(other - consonants) <= (gate := int(limits[max(other, consonants)]))
    ]
    return near[0][0], near[-1][0] + 1, np.array([gate for _, gate in near], np.uint8)


@lru_cache(maxsize=16)
def _limits(script: Script | None) -> NDArray[np.uint8]:
    gates = (SPELLING_GATE,) * len(SOUND_GATE) if script is Script.LATIN else SOUND_GATE
    return np.array(gates, np.uint8)


def _matrix(units: Sequence[Unit], *, is_latin: bool) -> NDArray[np.uint8]:
    """One column for each word: the numbers of its symbols."""
    matrix = np.full((max((len(unit.code) for unit in units), default=0), len(units)), UNKNOWN, np.uint8)
    for place, unit in enumerate(units):
        symbols = latin_symbols() if is_latin else unit_symbols(unit.script)
        matrix[: len(unit.code), place] = [symbols.get(letter, UNKNOWN) for letter in unit.code]
    return matrix


def _rows_of(units: Sequence[Unit]) -> Groups:
    groups = [sorted(set(unit.rows)) for unit in units]
    counts = np.array([len(rows) for rows in groups], np.int64)
    flat = np.array([row for rows in groups for row in rows], np.int32)
    return Groups.build(np.repeat(np.arange(len(groups)), counts), flat, len(groups))
