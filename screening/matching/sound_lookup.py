"""For each word of a query, the rows of a list that have a word which sounds alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import EMPTY
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.reached import NOTHING, Reached, best_of_each
from screening.matching.index.texts import Arrays
from screening.matching.pairing import (
    ROMANISED,
    SOUND_JOINED,
    SOUND_STEPS,
    SPELLING_STEPS,
    korean_reads,
    odds_similarity,
)
from screening.matching.sound_index import SoundIndex
from screening.names.form import Form
from screening.names.hangul import romanise_hangul
from screening.names.korean_spelling import is_hangul
from screening.names.scripts import Script
from screening.names.sound_codes import encode, encode_spelling

CODED: Final = (Script.KANA, Script.HANGUL, Script.ARABIC, Script.HEBREW, Script.CYRILLIC, Script.HAN, Script.OTHER)
KOREAN: Final = "korean"
_REMEMBERED: Final = 1 << 13

Supported = Callable[[float], float]
Members = dict[str, list[int]]


class SoundLookup:
    """Latin words by their spelling code, Latin words and pairs of words by their sound code, words in each other
    script by
    theirs, Hangul given names by their official romanisation. Remembers what was asked."""

    def __init__(self, arrays: Arrays, supported: Supported) -> None:
        """``supported`` says what a similarity across scripts counts for at most, once other words support it."""
        self._arrays = arrays
        self._supported = supported
        self._count = int(arrays["count"][0])
        self._spellings = SoundIndex(without_prefix(arrays, "spellings"), Script.LATIN, is_latin=True)
        self._latin = SoundIndex(without_prefix(arrays, "latin"), Script.OTHER, is_latin=True)
        self._korean = SoundIndex(without_prefix(arrays, KOREAN), Script.OTHER, is_latin=True)
        coded = {script: SoundIndex(without_prefix(arrays, script), script, is_latin=False) for script in CODED}
        self._coded = {script: index for script, index in coded.items() if len(index)}
        self._spelt = lru_cache(_REMEMBERED)(self._find_spelt)
        self._heard = lru_cache(_REMEMBERED)(self._find_heard)
        self._written = lru_cache(_REMEMBERED)(self._find_written)

    @classmethod
    def build(cls, forms: Sequence[Form], supported: Supported) -> Self:
        words, pairs = _words(forms), _pairs(forms)
        codes = {script: _codes(forms, script) for script in CODED}
        hangul = {code: rows for code, rows in codes[Script.HANGUL].items() if is_hangul(code)}
        arrays: dict[str, NDArray[Any]] = {"count": np.array([len(forms)])}
        arrays |= prefixed("spellings", _built(words, encode_spelling, Script.LATIN))
        arrays |= prefixed(
            "latin", _built(words | {f"+{pair}": rows for pair, rows in pairs.items()}, encode, Script.OTHER)
        )
        arrays |= prefixed(KOREAN, _built(hangul, lambda code: encode(romanise_hangul(code)), Script.OTHER))
        for script, found in codes.items():
            own = ((code, code, rows) for code, rows in found.items() if not is_hangul(code))
            arrays |= prefixed(script, SoundIndex.build(own, script, is_latin=False).arrays())
        return cls(arrays, supported)

    def arrays(self) -> Arrays:
        return self._arrays

    def rows(self, form: Form) -> list[Reached]:
        """For each word of the form, the rows that have a word which sounds alike, with the similarity it counts
        for."""
        found = [[self._spelt(token)] for token in form.tokens]
        if any(form.codes):
            joined = form.script in SOUND_JOINED or any(map(is_hangul, form.codes))
            _add(found, form.codes, lambda code, _: self._heard(form.script, code), joined=joined)
        elif self._coded or len(self._korean):
            _add(found, form.tokens, self._written, joined=True)
        return [self._together(some) for some in found]

    def _find_spelt(self, word: str) -> Reached:
        numbers, odds = self._spellings.search(Script.LATIN, encode_spelling(word), SPELLING_STEPS[0][0])
        return self._reached(self._spellings, numbers, _similarities(odds, SPELLING_STEPS))

    def _find_heard(self, script: Script, code: str) -> Reached:
        """Rows with Latin words or pairs that this code of another script may sound like."""
        if is_hangul(code):
            numbers = self._latin.gated(Script.OTHER, encode(romanise_hangul(code)))
            texts = self._latin.texts.take(numbers)
            fitting = np.array([korean_reads(code, text.removeprefix("+")) for text in texts], bool)
            return self._reached(self._latin, numbers[fitting], np.full(int(fitting.sum()), ROMANISED))
        numbers, odds = self._latin.search(script, code, SOUND_STEPS[0][0])
        return self._reached(self._latin, numbers, self._support(_similarities(odds, SOUND_STEPS)))

    def _find_written(self, word: str, is_joined: bool) -> Reached:
        """Rows with words in other scripts that may sound like this Latin word."""
        return self._together(list(self._each_written(word, is_joined)))

    def _each_written(self, word: str, is_joined: bool) -> Iterator[Reached]:
        code = encode(word)
        for script, index in self._coded.items():
            if not is_joined or script in SOUND_JOINED:
                numbers, odds = index.search(script, code, SOUND_STEPS[0][0])
                yield self._reached(index, numbers, self._support(_similarities(odds, SOUND_STEPS)))
        numbers = self._korean.gated(Script.OTHER, code)
        fitting = np.array([korean_reads(text, word) for text in self._korean.texts.take(numbers)], bool)
        yield self._reached(self._korean, numbers[fitting], np.full(int(fitting.sum()), ROMANISED))

    def _support(self, similarities: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([self._supported(one) for one in similarities.tolist()])

    def _reached(self, index: SoundIndex, numbers: NDArray[Any], similarities: NDArray[np.float64]) -> Reached:
        if not len(numbers):
            return NOTHING
        rows, counts = index.rows.of(numbers)
        distinct, best = best_of_each(rows, np.repeat(similarities, counts), self._count)
        return Reached(distinct, best, EMPTY, distinct)

    def _together(self, some: list[Reached]) -> Reached:
        some = [reached for reached in some if len(reached.rows)]
        if len(some) < 2:
            return some[0] if some else NOTHING
        rows = np.concatenate([reached.rows for reached in some])
        distinct, best = best_of_each(rows, np.concatenate([reached.similarities for reached in some]), self._count)
        return Reached(distinct, best, EMPTY, distinct)


def _similarities(odds: NDArray[np.float64], steps: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    return np.array([odds_similarity(one, steps) for one in odds.tolist()])


def _add(
    found: list[list[Reached]], words: tuple[str, ...], look_up: Callable[[str, bool], Reached], *, joined: bool
) -> None:
    """What each word finds, and what two neighbouring words find together."""
    for place, word in enumerate(words):
        if word:
            found[place].append(look_up(word, False))
    for place, (first, second) in enumerate(pairwise(words) if joined else ()):
        if first and second:
            both = look_up(first + second, True)
            found[place].append(both)
            found[place + 1].append(both)


def _words(forms: Sequence[Form]) -> Members:
    members: Members = defaultdict(list)
    for row, form in enumerate(forms):
        for token in form.tokens:
            members[token].append(row)
    return members


def _pairs(forms: Sequence[Form]) -> Members:
    """Neighbouring words joined, of rows in Latin letters."""
    members: Members = defaultdict(list)
    for row, form in enumerate(forms):
        for first, second in pairwise(() if form.codes else form.tokens):
            members[first + second].append(row)
    return members


def _codes(forms: Sequence[Form], script: Script) -> Members:
    """The sound codes of words, and of neighbouring words joined where the script writes them so."""
    members: Members = defaultdict(list)
    for row, form in enumerate(forms):
        if form.script is script:
            for code in filter(None, form.codes):
                members[code].append(row)
            for first, second in pairwise(form.codes):
                if first and second and (script in SOUND_JOINED or is_hangul(first)):
                    members[first + second].append(row)
    return members


def _built(members: Members, encoded: Callable[[str], str], alphabet: Script) -> Arrays:
    words: Iterable[tuple[str, str, list[int]]] = ((text, encoded(text), rows) for text, rows in members.items())
    return SoundIndex.build(words, alphabet, is_latin=True).arrays()
