"""Rows of words by everything that words can have in common: spelling, joined words, sound in either script,
initials."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final, Self

import numpy as np

from screening.matching.index.d2 import D2
from screening.matching.index.groups import Groups
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.query import QueryText, QueryToken, TextKind, query_tokens
from screening.matching.index.texts import Arrays
from screening.matching.row_texts import row_keys
from screening.matching.rules import LIMITED, Rules
from screening.matching.sound_lookup import SoundLookup
from screening.names.form import Form
from screening.names.kinds import NameKind
from screening.names.romaji import romaji_fold
from screening.names.similarity import LONGEST_JOINED_DIFFERENCE
from screening.names.words import is_initial

_SLACK: Final = 1e-6


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

    @classmethod
    def build(cls, forms: Mapping[Form, Set[int]], rules: Rules) -> Self:
        rows = list(forms)
        strong = np.array([min(rules.strong_words(form), 2) for form in rows], np.int8)
        arrays = {
            **prefixed(
                "rows", D2.build((form.tokens for form in rows), rules.weigh_listed, map(row_keys, rows)).arrays()
            ),
            **prefixed("entries", _grouped(forms.values()).arrays()),
            **prefixed("sounds", SoundLookup.build(rows, rules.supported).arrays()),
            "strong": strong,
            "letters": np.array([sum(map(len, form.tokens)) for form in rows], np.int32),
        }
        return cls(arrays, rules)

    def arrays(self) -> Arrays:
        return self._arrays

    def candidates(self, form: Form, floor: float) -> Iterator[int]:
        """Every entry one of whose rows may score the floor with this form."""
        if not len(self._rows):
            return
        tokens = self._query(form)
        if not tokens:
            return
        longest = sum(map(len, form.tokens)) + LONGEST_JOINED_DIFFERENCE
        is_weak = self._rules.strong_words(form) < 2
        least = 2 if self._rules.kind is NameKind.PERSON and not is_weak and floor > LIMITED else 0
        for row, _ in self._rows.search(tokens, floor - _SLACK, self._rules.unmatched, least):
            if not (is_weak and floor > LIMITED and self._strong[row] > 1 and self._letters[row] > longest):
                yield from self._entries[row].tolist()

    def _query(self, form: Form) -> tuple[QueryToken, ...]:
        """The words of a form with every text that reaches them; initials by themselves score nothing."""
        words = tuple((token, place) for place, token in enumerate(form.tokens) if not is_initial(token))
        spelt = query_tokens([token for token, _ in words], [self._rules.weigh(token) for token, _ in words])
        sounded = self._sounds.rows(form)
        return tuple(
            QueryToken(token.weight, (*token.texts, *_keys(word)), self._rules.counts(word), sounded[place])
            for token, (word, place) in zip(spelt, words, strict=True)
        )


def _keys(word: str) -> Iterator[QueryText]:
    folded = romaji_fold(word)
    if folded:
        yield QueryText(folded, TextKind.KEY)


def _grouped(members: Iterable[Iterable[int]]) -> Groups:
    rows = [sorted(group) for group in members]
    counts = np.array([len(row) for row in rows], np.int64)
    flat = np.array([number for row in rows for number in row], np.int32)
    return Groups.build(np.repeat(np.arange(len(rows)), counts), flat, len(rows))
