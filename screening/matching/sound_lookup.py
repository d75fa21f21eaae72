"""For each word of a query, the rows of a list that have a word which sounds alike.

Across scripts this is asked twice: first for every row with a word that sounds clearly alike, for a name of words that
are all doubtful is no match; then, among the rows that came so far, for every word that sounds alike at all.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise, repeat
from typing import Any, Final, NamedTuple, Self, TypeVar

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
from screening.matching.sound_members import Members, codes_of, pairs_of, words_of
from screening.names.form import Form, FormKind
from screening.names.hangul import romanise_hangul
from screening.names.korean_spelling import is_hangul, may_romanise
from screening.names.romaji import romaji_fold
from screening.names.scripts import Script
from screening.names.sound_codes import encode, encode_spelling

_REMEMBERED: Final = 2_000_000
_AT_ONCE: Final = 32

Numbers = NDArray[Any]
Steps = tuple[tuple[float, float], ...]


Key = TypeVar("Key", bound=Hashable)


class Asked(NamedTuple):
    """A word or two neighbouring words of a query in one script (None: in Latin letters), and what is looked for."""

    script: Script | None
    code: str
    is_joined: bool
    least_odds: float


class Spelt(NamedTuple):
    """A word of a query that is looked up by its spelling, among listed words without sound code (bare) or all."""

    is_bare: bool
    token: str


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
        self._spelling_tokens, self._bare_tokens = arrays["tokens"], arrays["bare_tokens"]
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

        words, bare = words_of(forms, lambda _: True), words_of(forms, lambda code: not code)
        codes = {script: codes_of(forms, script) for script in CODED}
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
            **prefixed("pairs", index(pairs_of(forms), encode, Script.OTHER)),
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
        self.prepare([form], is_clear=is_clear)
        found = [[self._memory.recall(one) or self._look_up_spelt([one])[0]] for one in _spelt(form)]
        for places, one in self._asked(form, _least(is_clear=is_clear)):
            reached = self._memory.recall(one) or self._look_up([one])[0]
            for place in places:
                found[place].append(reached)
        return [self._together(some) for some in found]

    def prepare(self, forms: Iterable[Form], *, is_clear: bool) -> None:
        """Look up and remember what `rows` will ask for these forms: many words at once take less time."""
        spelt: dict[bool, dict[Spelt, None]] = defaultdict(dict)
        sounds: dict[Script | None, dict[Asked, None]] = defaultdict(dict)
        for form in forms:
            for word in _spelt(form):
                if self._memory.recall(word) is None:
                    spelt[word.is_bare][word] = None
            for _, one in self._asked(form, _least(is_clear=is_clear)):
                if self._memory.recall(one) is None:
                    sounds[one.script][one] = None
        for words in spelt.values():
            self._remember(sorted(words, key=lambda one: len(one.token)), self._look_up_spelt)
        for asked in sounds.values():
            self._remember(sorted(asked, key=lambda one: len(one.code)), self._look_up)

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

    def _look_up_spelt(self, words: Sequence[Spelt]) -> list[Reached]:
        """All bare or none."""
        is_bare = words[0].is_bare
        index, tokens = (self._bare, self._bare_tokens) if is_bare else (self._spellings, self._spelling_tokens)
        codes = [encode_spelling(word.token) for word in words]
        found = []
        for heard in index.search(Script.LATIN, codes, SPELLING_STEPS[0][0]):
            reached = self._reached(index, heard.numbers, _similarities(heard.odds, SPELLING_STEPS))
            found.append(reached._replace(tokens=np.sort(tokens[heard.numbers]), joined=EMPTY))
        return found

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

    def _remember(self, asked: Iterable[Key], look_up: Callable[[Sequence[Key]], list[Reached]]) -> None:
        waiting = iter(asked)
        while some := list(islice(waiting, _AT_ONCE)):
            for one, reached in zip(some, look_up(some), strict=True):
                self._memory.keep(one, reached)

    def _look_up(self, asked: Sequence[Asked]) -> list[Reached]:
        """All of one script and for the same least odds."""
        found = zip(self._romanised(asked), self._sounding_among(asked, None), strict=False)
        return [self._together(some) for some in found]

    def _sounding_among(self, asked: Sequence[Asked], rows: Numbers | None) -> list[Reached]:
        found: list[list[Reached]] = [[] for _ in asked]
        for index in self._indexes(asked):
            among = None if rows is None else index.words_of(rows)
            are_joined = [one.script is None and one.is_joined for one in asked]
            codes = [self._code(one, index) for one in asked]
            heard = index.search(asked[0].script, codes, asked[0].least_odds, among, are_joined)
            for some, words in zip(found, heard, strict=True):
                some.append(self._sounding(index, words))
        return [self._together(some) for some in found]

    def _indexes(self, asked: Sequence[Asked]) -> Sequence[SoundIndex]:
        """Where to look words of one script up: neighbouring Latin words joined are one word in some scripts alone."""
        if asked[0].script is None:
            return (self._coded,)
        return (self._latin, self._pairs) if asked[0].script in SOUND_JOINED else (self._latin,)

    def _code(self, asked: Asked, index: SoundIndex) -> str:
        """The code to look up; none for what is not compared: Hangul by its sound, joined words with joined words."""
        if asked.script is None:
            return encode(asked.code)
        return "" if is_hangul(asked.code) or (asked.is_joined and index is self._pairs) else asked.code

    def _sounding(self, index: SoundIndex, heard: Heard) -> Reached:
        return self._reached(index, heard.numbers, self._supported(_similarities(heard.odds, SOUND_STEPS)))

    def _romanised(self, asked: Sequence[Asked]) -> Iterator[Reached]:
        """Hangul syllables as Latin letters may spell them; what passes the gates is `korean_reads` but for that."""
        script = asked[0].script
        if script is None and not len(self._korean):
            return repeat(NOTHING)
        if script is None:
            return self._romanised_in(self._korean, [encode(one.code) for one in asked], asked)
        codes = [encode(romanise_hangul(one.code)) if is_hangul(one.code) else "" for one in asked]
        if not any(codes):
            return repeat(NOTHING)
        single = ["" if one.is_joined else code for code, one in zip(codes, asked, strict=True)]
        found = self._romanised_in(self._latin, codes, asked), self._romanised_in(self._pairs, single, asked)
        return map(self._together, zip(*found, strict=True))

    def _romanised_in(self, index: SoundIndex, codes: Sequence[str], asked: Sequence[Asked]) -> Iterator[Reached]:
        owners, numbers = index.gated(Script.OTHER, codes)
        fitting = defaultdict(list)
        for place, number, text in zip(owners.tolist(), numbers.tolist(), index.texts.take(numbers), strict=True):
            one = asked[place]
            if may_romanise(one.code, text) if one.script else may_romanise(text, one.code):
                fitting[place].append(number)
        for place in range(len(asked)):
            found = np.array(fitting.get(place, ()), np.intp)
            yield self._reached(index, found, np.full(len(found), ROMANISED))

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


def _least(*, is_clear: bool) -> float:
    return CLEAR_ODDS if is_clear else SOUND_STEPS[0][0]


def _spelt(form: Form) -> list[Spelt]:
    """A word in Latin letters is compared by spelling with listed words that have no sound code only."""
    is_bare = not any(form.codes) and form.kind is not FormKind.SHORT_NAME
    return [Spelt(is_bare, token) for token in form.tokens]


def _similarities(odds: NDArray[np.float64], steps: Steps) -> NDArray[np.float64]:
    """`odds_similarity` of many log-odds, none of which is below the first step."""
    return np.interp(odds, [step for step, _ in steps], [value for _, value in steps])
