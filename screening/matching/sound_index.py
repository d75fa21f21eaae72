"""Every word of a list that sounds like a given one, with its log-odds: `sound_odds` for a whole vocabulary at once.

Lossless: the gates of `may_sound_alike` are looked up as bits, a bound on the odds drops most of what passes, and
the rest is
measured with the same whole-number weights and the same recurrence, so the odds are those of `sound_odds` to the
last bit.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import Groups
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.texts import Arrays, Texts
from screening.matching.sound_costs import costs, presence, symbols_of
from screening.names.scripts import Script
from screening.names.sound_codes import frame_signature
from screening.names.sounds import HUNDREDTHS, LONGEST, SHORTNESS, SOUND_GATE, latin_side, longest_fit

SIGNATURE_BITS: Final = 28
_AT_ONCE: Final = 1 << 14
_UNKNOWN: Final = 0
_GATES: Final = np.array(SOUND_GATE, np.uint8)

Numbers = NDArray[Any]
Odds = NDArray[np.float64]
Found = tuple[Numbers, Odds]


@lru_cache(maxsize=16)
def _longest_fits(script: Script) -> NDArray[np.int32]:
    return np.array([longest_fit(script, length) for length in range(LONGEST + 1)], np.int32)


class SoundIndex:
    """Words of a list in order of their signatures, and the rows they stand in: Latin words (``alphabet`` LATIN for
    spelling
    codes, OTHER for sound codes, ``is_latin``) or words in another script."""

    def __init__(self, arrays: Arrays, alphabet: Script, *, is_latin: bool) -> None:
        self._arrays = arrays
        self._is_latin = is_latin
        self._alphabet = alphabet
        self.texts = Texts(arrays["blob"], arrays["offsets"])
        self.rows = Groups(without_prefix(arrays, "rows"))
        self._signatures = arrays["signatures"]
        self._consonants = arrays["consonants"]
        self._lengths = arrays["lengths"]
        self._symbols = arrays["symbols"]
        self._presence = arrays["presence"]

    @classmethod
    def build(cls, words: Iterable[tuple[str, str, Iterable[int]]], alphabet: Script, *, is_latin: bool) -> Self:
        """``words`` are (text, sound code, rows); those without code or with too long a one are left out."""
        known = sorted(
            (frame_signature(alphabet, code), code, text, rows)
            for text, code, rows in words
            if 0 < len(code) <= LONGEST
        )
        symbols = symbols_of(alphabet, is_latin=is_latin)
        longest = max((len(code) for _, code, _, _ in known), default=0)
        matrix = np.zeros((longest, len(known)), np.uint8)
        for place, (_, code, _, _) in enumerate(known):
            matrix[: len(code), place] = [symbols.get(letter, _UNKNOWN) for letter in code]
        signatures = np.array([signature for signature, _, _, _ in known], np.uint32)
        arrays = {
            **Texts.build([text for _, _, text, _ in known]).arrays(),
            **prefixed("rows", _rows_of(rows for _, _, _, rows in known).arrays()),
            "signatures": signatures,
            "consonants": np.bitwise_count(signatures),
            "lengths": np.array([len(code) for _, code, _, _ in known], np.int32),
            "symbols": matrix,
            "presence": presence(matrix),
        }
        return cls(arrays, alphabet, is_latin=is_latin)

    def arrays(self) -> Arrays:
        return self._arrays

    def __len__(self) -> int:
        return len(self._lengths)

    def search(self, script: Script, code: str, least_odds: float) -> Found:
        """The numbers of all words whose odds with this code are ``least_odds`` or more by the weights of
        ``script``, and these.

        The code is one of ``script`` when the words are Latin, and of a Latin word otherwise.
        """
        candidates = self._hopeful(script, code, self.gated(script, code), least_odds)
        odds = [
            self._odds(script, code, candidates[start : start + _AT_ONCE])
            for start in range(0, len(candidates), _AT_ONCE)
        ]
        measured = np.concatenate([np.empty(0), *odds])
        kept = np.flatnonzero(measured >= least_odds)
        return candidates[kept], measured[kept]

    def gated(self, script: Script, code: str) -> Numbers:
        """The numbers of all words that pass the gates of length and consonants."""
        if not 0 < len(code) <= LONGEST or not len(self):
            return np.empty(0, np.intp)
        signature = frame_signature(script if self._is_latin else latin_side(script), code)
        passing = self._one_apart(signature) if script is Script.LATIN else self._near(signature)
        longest = _longest_fits(script)
        lengths = self._lengths[passing]
        longer, shorter = np.maximum(lengths, len(code)), np.minimum(lengths, len(code))
        kept: Numbers = passing[longer <= longest[shorter]]
        return kept

    def _one_apart(self, signature: int) -> Numbers:
        """Words whose signature differs in `SPELLING_GATE` bits at most, by looking up each such signature."""
        keys = np.array([signature, *(signature ^ (1 << bit) for bit in range(SIGNATURE_BITS))], np.uint32)
        starts = np.searchsorted(self._signatures, keys)
        counts = np.searchsorted(self._signatures, keys, side="right") - starts
        ends = np.cumsum(counts)
        near: Numbers = np.arange(ends[-1]) + np.repeat(starts - ends + counts, counts)
        return near

    def _near(self, signature: int) -> Numbers:
        gates = _GATES[np.maximum(self._consonants, signature.bit_count())]
        return np.flatnonzero(np.bitwise_count(self._signatures ^ np.uint32(signature)) <= gates)

    def _hopeful(self, script: Script, code: str, candidates: Numbers, least_odds: float) -> Numbers:
        """Without the words that lack counterparts of too many letters. Added letters are never worth more than
        nothing."""
        table = costs(script, units_are_latin=self._is_latin)
        if not len(candidates) or table.added.max() > 0:
            return candidates
        present = self._presence[candidates]
        most = np.zeros(len(candidates), np.int32)
        for letter in code:
            place = table.query_symbols.get(letter, _UNKNOWN)
            most += np.where(present & table.counterparts[place], table.likely[place], table.unlikely[place])
        needed = HUNDREDTHS * least_odds * (SHORTNESS + 0.5 * (self._lengths[candidates] + len(code)))
        hopeful: Numbers = candidates[most >= needed - 1.0]
        return hopeful

    def _odds(self, script: Script, code: str, candidates: Numbers) -> Odds:
        lengths = self._lengths[candidates]
        symbols = self._symbols[: int(lengths.max()), candidates]
        table = costs(script, units_are_latin=self._is_latin)
        added = table.added.take(symbols)
        row = np.zeros((len(symbols) + 1, len(candidates)), np.int16)
        np.cumsum(added, axis=0, out=row[1:])
        for letter in code:
            place = table.query_symbols.get(letter, _UNKNOWN)
            opposite = row[:-1] + table.opposite[place].take(symbols)
            row += table.silent[place]
            np.maximum(row[1:], opposite, out=row[1:])
            for shorter, longer, weight in zip(row, row[1:], added, strict=False):
                np.maximum(longer, shorter + weight, out=longer)
        paths = row[lengths, np.arange(len(candidates))]
        odds: Odds = paths / HUNDREDTHS / (SHORTNESS + 0.5 * (lengths + len(code)))
        return odds


def _rows_of(members: Iterable[Iterable[int]]) -> Groups:
    groups = [sorted(set(rows)) for rows in members]
    counts = np.array([len(rows) for rows in groups], np.int64)
    flat = np.array([row for rows in groups for row in rows], np.int32)
    return Groups.build(np.repeat(np.arange(len(groups)), counts), flat, len(groups))
