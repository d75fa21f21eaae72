"""For each word of a query, the rows of a list that have a word which sounds alike.

Across scripts this is asked twice: first for every row with a word that sounds clearly alike, for a name of words that
are all doubtful is no match; then, among the rows that came so far, for every word that sounds alike at all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import EMPTY, union
from screening.matching.index.memory import Memory
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.reached import NOTHING, Reached, best_of_each
from screening.matching.index.texts import Arrays, Texts
from screening.matching.pairing import (
    CLEAR_ODDS,
    ROMANISED,
    SOUND_JOINED,
    SOUND_STEPS,
    SPELLING_STEPS,
)
from screening.matching.sound_costs import CODED
from screening.matching.sound_index import Heard, SoundIndex, Unit
from screening.names.form import Form, FormKind
from screening.names.hangul import romanise_hangul
from screening.names.korean_spelling import is_hangul, may_romanise
from screening.names.romaji import romaji_fold
from screening.names.scripts import Script
from screening.names.sound_codes import encode, encode_spelling

_REMEMBERED: Final = 2_000_000
_JOINED_SCRIPTS: Final = tuple(CODED.index(script) for script in SOUND_JOINED)

Members = dict[str, list[int]]
Numbers = NDArray[Any]
Steps = tuple[tuple[float, float], ...]


class Asked(NamedTuple):
    """A word or two neighbouring words of a query in one script (None: in Latin letters), and what is looked for."""

    script: Script | None
    code: str
    is_joined: bool
    least_odds: float


class SoundLookup:
    """Latin words by their spelling code, Latin words and pairs of words by their sound code, words in other scripts
    by theirs, Hangul given names by their official romanisation. Remembers what was asked of the whole list.
    """

    def __init__(self, arrays: Arrays, supported: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> None:
        """``supported`` says what a similarity across scripts counts for at most, once other words support it."""
        self._arrays = arrays
        self._supported = supported
        self._count = int(arrays["count"][0])
        self._spellings = SoundIndex(without_prefix(arrays, "spellings"))
        self._bare = SoundIndex(without_prefix(arrays, "bare"))
        self._tokens = {
            index: arrays[name] for index, name in ((self._spellings, "tokens"), (self._bare, "bare_tokens"))
        }
        self._latin = SoundIndex(without_prefix(arrays, "latin"))
        self._pairs = SoundIndex(without_prefix(arrays, "pairs"))
        self._korean = SoundIndex(without_prefix(arrays, "korean"))
        self._coded = SoundIndex(without_prefix(arrays, "coded"))
        self._memory: Memory[Reached] = Memory(_REMEMBERED)

    @classmethod
    def build(
        cls,
        forms: Sequence[Form],
        supported: Callable[[NDArray[np.float64]], NDArray[np.float64]],
        numbers: Mapping[str, int],
    ) -> Self:
        """``numbers`` are those under which D2 knows the words of the forms."""

        def index(members: Members, encoded: Callable[[str], str], alphabet: Script) -> Arrays:
            units = (Unit(text, encoded(text), alphabet, rows) for text, rows in members.items())
            return SoundIndex.build(units, len(forms), is_latin=True).arrays()

        words, bare = _words(forms, lambda _: True), _words(forms, lambda code: not code)
        codes = {script: _codes(forms, script) for script in CODED}
        hangul = {code: rows for code, rows in codes[Script.HANGUL].items() if is_hangul(code)}
        coded = (
            Unit(code, code, script, rows)
            for script, found in codes.items()
            for code, rows in found.items()
            if not is_hangul(code)
        )
        spellings, bare_spellings = (
            index(words, encode_spelling, Script.LATIN),
            index(bare, encode_spelling, Script.LATIN),
        )
        arrays: dict[str, NDArray[Any]] = {
            "count": np.array([len(forms)]),
            **prefixed("spellings", spellings),
            "tokens": np.array([numbers[text] for text in Texts.from_arrays(spellings)], np.int32),
            **prefixed("bare", bare_spellings),
            "bare_tokens": np.array([numbers[text] for text in Texts.from_arrays(bare_spellings)], np.int32),
            **prefixed("latin", index(words, encode, Script.OTHER)),
            **prefixed("pairs", index(_pairs(forms), encode, Script.OTHER)),
            **prefixed("korean", index(hangul, lambda code: encode(romanise_hangul(code)), Script.OTHER)),
            **prefixed("coded", SoundIndex.build(coded, len(forms), is_latin=False).arrays()),
        }
        return cls(arrays, supported)

    def arrays(self) -> Arrays:
        return self._arrays

    def rows(self, form: Form, *, is_clear: bool) -> list[Reached]:
        """For each word of the form, the rows that have a word which sounds alike (clearly so, across scripts), with
        the similarity it counts for.
        """
        found = [[spelt] for spelt in self._spelt(form)]
        least = CLEAR_ODDS if is_clear else SOUND_STEPS[0][0]
        asked = list(self._asked(form, least))
        self._remember([one for places, one in asked if self._memory.recall(one) is None])
        for places, one in asked:
            reached = self._memory.recall(one) or self._look_up([one])[0]
            for place in places:
                found[place].append(reached)
        return [self._together(some) for some in found]

    def crosses_scripts(self, form: Form) -> bool:
        """Whether some words of this form are compared with words in another script."""
        return any(form.codes) or bool(len(self._coded))

    def rows_among(self, form: Form, rows: Numbers, known: Sequence[Reached]) -> list[Reached]:
        """The same among these ascending rows for every word that sounds alike at all, besides what is ``known``.

        In a row where no word sounds clearly alike, as another spelling or in kana, the others say nothing.
        """
        if not any(map(romaji_fold, form.tokens)):
            rows = rows[np.isin(rows, union([reached.rows for reached in known]), assume_unique=True)]
        found = [[reached] for reached in known]
        if not len(rows):
            return list(known)
        asked = list(self._asked(form, SOUND_STEPS[0][0]))
        for (places, _), some in zip(asked, self._sounding_among([one for _, one in asked], rows), strict=True):
            for place in places:
                found[place].append(some)
        return [self._together(some) for some in found]

    def _spelt(self, form: Form) -> list[Reached]:
        """By spelling. A word in Latin letters is compared so with listed words that have no sound code only."""
        is_latin = not any(form.codes) and form.kind is not FormKind.SHORT_NAME
        index = self._bare if is_latin else self._spellings
        keys = [("spelt", is_latin, token) for token in form.tokens]
        known = {key: reached for key in keys if (reached := self._memory.recall(key)) is not None}
        new = [key for key in keys if key not in known]
        heard = index.search(Script.LATIN, [encode_spelling(token) for _, _, token in new], SPELLING_STEPS[0][0])
        for key, one in zip(new, heard, strict=True):
            reached = self._reached(index, one.numbers, _similarities(one.odds, SPELLING_STEPS))
            known[key] = reached._replace(tokens=np.sort(self._tokens[index][one.numbers]), joined=EMPTY)
            self._memory.keep(key, known[key])
        return [known[key] for key in keys]

    def _asked(self, form: Form, least: float) -> Iterator[tuple[tuple[int, ...], Asked]]:
        """The words and pairs of words of a form, and which words they are."""
        script = form.script if any(form.codes) else None
        if script is None and not (len(self._coded) or len(self._korean)):
            return
        words = form.codes if script else form.tokens
        for place, word in enumerate(words):
            if word:
                yield (place,), Asked(script, word, False, least)
        if script is None or script in SOUND_JOINED or any(map(is_hangul, words)):
            for place, (first, second) in enumerate(pairwise(words)):
                if first and second:
                    yield (place, place + 1), Asked(script, first + second, True, least)

    def _remember(self, asked: Sequence[Asked]) -> None:
        for one, reached in zip(asked, self._look_up(asked), strict=True):
            self._memory.keep(one, reached)

    def _look_up(self, asked: Sequence[Asked]) -> list[Reached]:
        """All of one script and for the same least odds."""
        return [
            self._together([sounding, self._romanised(one)])
            for sounding, one in zip(self._sounding_among(asked, None), asked, strict=True)
        ]

    def _sounding_among(self, asked: Sequence[Asked], rows: Numbers | None) -> list[Reached]:
        found: list[list[Reached]] = [[] for _ in asked]
        for index in self._indexes(asked):
            among = None if rows is None else index.words_of(rows)
            heard = index.search(asked[0].script, [self._code(one, index) for one in asked], asked[0].least_odds, among)
            for some, one, words in zip(found, asked, heard, strict=True):
                some.append(self._sounding(index, words, one))
        return [self._together(some) for some in found]

    def _indexes(self, asked: Sequence[Asked]) -> Sequence[SoundIndex]:
        """Where to look words of one script up: neighbouring Latin words joined are one word in some scripts alone."""
        if not asked:
            return ()
        if asked[0].script is None:
            return (self._coded,)
        return (self._latin, self._pairs) if asked[0].script in SOUND_JOINED else (self._latin,)

    def _code(self, asked: Asked, index: SoundIndex) -> str:
        """The code to look up; none for what is not compared: Hangul by its sound, joined words with joined words."""
        if asked.script is None:
            return encode(asked.code)
        return "" if is_hangul(asked.code) or (asked.is_joined and index is self._pairs) else asked.code

    def _sounding(self, index: SoundIndex, heard: Heard, asked: Asked) -> Reached:
        """Two Latin words together sound like one word of the scripts that write them so, and of no other."""
        numbers, odds = heard
        if not len(numbers):
            return NOTHING
        if asked.script is None and asked.is_joined:
            kept = np.isin(index.scripts[numbers], _JOINED_SCRIPTS)
            numbers, odds = numbers[kept], odds[kept]
        return self._reached(index, numbers, self._supported(_similarities(odds, SOUND_STEPS)))

    def _romanised(self, asked: Asked) -> Reached:
        """Hangul syllables as Latin letters may spell them; what passes the gates is `korean_reads` but for that."""
        if asked.script is None and len(self._korean):
            return self._romanised_in(self._korean, encode(asked.code), lambda text: may_romanise(text, asked.code))
        if asked.script is None or not is_hangul(asked.code):
            return NOTHING
        code = encode(romanise_hangul(asked.code))
        indexes = (self._latin,) if asked.is_joined else (self._latin, self._pairs)
        found = [self._romanised_in(index, code, lambda text: may_romanise(asked.code, text)) for index in indexes]
        return self._together(found)

    def _romanised_in(self, index: SoundIndex, code: str, fits: Callable[[str], bool]) -> Reached:
        _, numbers = index.gated(Script.OTHER, [code])
        numbers = numbers[np.array([fits(text) for text in index.texts.take(numbers)], bool)]
        return self._reached(index, numbers, np.full(len(numbers), ROMANISED))

    def _reached(self, index: SoundIndex, numbers: Numbers, similarities: NDArray[np.float64]) -> Reached:
        if not len(numbers):
            return NOTHING
        rows, counts = index.rows.of(numbers)
        distinct, best = best_of_each(rows, np.repeat(similarities, counts), self._count)
        return Reached(distinct, best, EMPTY, distinct)

    def _together(self, some: Sequence[Reached]) -> Reached:
        some = [reached for reached in some if len(reached.rows)]
        if len(some) < 2:
            return some[0] if some else NOTHING
        rows = np.concatenate([reached.rows for reached in some])
        best = best_of_each(rows, np.concatenate([reached.similarities for reached in some]), self._count)
        return Reached(*best, union([reached.tokens for reached in some]), union([reached.joined for reached in some]))


def _similarities(odds: NDArray[np.float64], steps: Steps) -> NDArray[np.float64]:
    """`odds_similarity` of many log-odds, none of which is below the first step."""
    return np.interp(odds, [step for step, _ in steps], [value for _, value in steps])


def _words(forms: Sequence[Form], is_wanted: Callable[[str], bool]) -> Members:
    """The words of rows, as far as their sound codes are wanted."""
    members: Members = defaultdict(list)
    for row, form in enumerate(forms):
        for token, code in zip(form.tokens, form.codes or ("",) * len(form.tokens), strict=True):
            if is_wanted(code):
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
