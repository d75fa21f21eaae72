"""Rows of words by everything that words can have in common: spelling, joined words, sound in either script,
initials."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, Self

import numpy as np

from screening.matching.index.d2 import D2
from screening.matching.index.groups import Groups
from screening.matching.index.lookup import Rows
from screening.matching.index.memory import Memory
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.query import QueryText, QueryToken, TextKind, query_tokens
from screening.matching.index.reached import Reached
from screening.matching.index.texts import Arrays, Texts
from screening.matching.row_texts import row_keys
from screening.matching.rules import LIMITED, Rules
from screening.matching.score import compare_forms
from screening.matching.sound_lookup import SoundLookup
from screening.names.form import Form, FormKind
from screening.names.kinds import NameKind
from screening.names.romaji import romaji_fold
from screening.names.scripts import Script
from screening.names.similarity import LONGEST_JOINED_DIFFERENCE
from screening.names.words import is_initial

_SLACK: Final = 1e-6
_FORMS_KEPT: Final = 1 << 12
_HITS_REMEMBERED: Final = 1_000_000
_ANSWER: Final = 64


class Hits(NamedTuple):
    """Rows that score a floor with a form."""

    rows: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.rows) + _ANSWER


class WordIndex:
    """Immutable. Its rows are forms; each belongs to one entry or more."""

    def __init__(self, arrays: Arrays, rules: Rules) -> None:
        self._arrays = arrays
        self._rules = rules
        self._rows = D2(without_prefix(arrays, "rows"))
        self._entries = Groups(without_prefix(arrays, "entries"))
        self._strong = arrays["strong"]
        self._letters = arrays["letters"]
        self._sounds = SoundLookup(without_prefix(arrays, "sounds"), rules.supported)
        self._texts = Texts.from_arrays(without_prefix(arrays, "forms"))
        self._form = lru_cache(_FORMS_KEPT)(self._read_form)
        self._memory: Memory[Hits] = Memory(_HITS_REMEMBERED)

    @classmethod
    def build(cls, forms: Mapping[Form, Sequence[int]], rules: Rules) -> Self:
        rows = list(forms)
        strong = np.array([min(rules.strong_words(form), 2) for form in rows], np.int8)
        words = D2.build((form.tokens for form in rows), rules.weigh_listed, map(row_keys, rows))
        numbers = {text: number for number, text in enumerate(words.texts)}
        arrays = {
            **prefixed("rows", words.arrays()),
            **prefixed("entries", _grouped(forms.values()).arrays()),
            **prefixed("sounds", SoundLookup.build(rows, rules.supported, numbers).arrays()),
            **prefixed("forms", Texts.build([_written(form) for form in rows]).arrays()),
            "strong": strong,
            "letters": np.array([sum(map(len, form.tokens)) for form in rows], np.int32),
        }
        return cls(arrays, rules)

    def arrays(self) -> Arrays:
        return self._arrays

    def entries(self, form: Form, floor: float) -> Iterator[int]:
        """Every entry one of whose rows scores the floor with this form."""
        if not len(self._rows):
            return
        known = self._memory.recall((form, floor))
        if known is None:
            known = Hits(tuple(row for row in self._candidates(form, floor) if self._scores(row, form, floor)))
            self._memory.keep((form, floor), known)
        for row in known.rows:
            yield from self._entries[row].tolist()

    def prepare(self, forms: Iterable[Form], floor: float) -> None:
        """Look up at once what `entries` will ask for these forms."""
        new = [form for form in forms if self._memory.recall((form, floor)) is None]
        self._sounds.prepare(new, is_clear=floor > LIMITED)

    def _candidates(self, form: Form, floor: float) -> Iterator[int]:
        """Every row that may score the floor with this form, and others."""
        sounded = self._sounds.rows(form, is_clear=floor > LIMITED)
        tokens = self._query(form, sounded)
        if not tokens:
            return
        longest = sum(map(len, form.tokens)) + LONGEST_JOINED_DIFFERENCE
        is_weak = self._rules.strong_words(form) < 2
        least = 2 if self._rules.kind is NameKind.PERSON and not is_weak and floor > LIMITED else 0
        again = self._ask_again(form, sounded) if floor > LIMITED and self._sounds.crosses_scripts(form) else None
        for row, _ in self._rows.search(tokens, floor - _SLACK, self._rules.unmatched, least, again):
            if not (is_weak and floor > LIMITED and self._strong[row] > 1 and self._letters[row] > longest):
                yield row

    def _ask_again(self, form: Form, sounded: Sequence[Reached]) -> Callable[[Rows], Sequence[QueryToken]]:
        return lambda rows: self._query(form, self._sounds.rows_among(form, rows, sounded))

    def _query(self, form: Form, sounded: Sequence[Reached]) -> tuple[QueryToken, ...]:
        """The words of a form with every text that reaches them; initials by themselves score nothing."""
        words = tuple((token, place) for place, token in enumerate(form.tokens) if not is_initial(token))
        spelt = query_tokens([token for token, _ in words], [self._rules.weigh(token) for token, _ in words])
        return tuple(
            QueryToken(token.weight, (*token.texts, *_keys(word)), self._rules.counts(word), sounded[place])
            for token, (word, place) in zip(spelt, words, strict=True)
        )

    def _scores(self, row: int, form: Form, floor: float) -> bool:
        return compare_forms(form, self._form(row), self._rules.kind).score >= floor - _SLACK

    def _read_form(self, row: int) -> Form:
        kind, script, tokens, codes = json.loads(self._texts[row])
        return Form(FormKind(kind), Script(script), tuple(tokens), tuple(codes))


def _written(form: Form) -> str:
    return json.dumps((form.kind, form.script, form.tokens, form.codes), ensure_ascii=False, separators=(",", ":"))


def _keys(word: str) -> Iterator[QueryText]:
    folded = romaji_fold(word)
    if folded:
        yield QueryText(folded, TextKind.KEY)


def _grouped(members: Iterable[Iterable[int]]) -> Groups:
    rows = [sorted(set(group)) for group in members]
    counts = np.array([len(row) for row in rows], np.int64)
    flat = np.array([number for row in rows for number in row], np.int32)
    return Groups.build(np.repeat(np.arange(len(rows)), counts), flat, len(rows))
