"""From a text to the rows it reaches: fuzzy tokens, joined tokens, keys, with a memory of what was asked."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import EMPTY, Groups, ascending
from screening.matching.index.joins import Joins
from screening.matching.index.memory import Memory
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.query import QueryText, TextKind
from screening.matching.index.reached import NOTHING, Found, Reached, best_of_each
from screening.matching.index.row_keys import RowKeys
from screening.matching.index.rows import token_rows
from screening.matching.index.texts import Arrays, Texts
from screening.matching.index.vocabulary import Vocabulary

Rows = NDArray[np.int32]

# About 30 MB of rows and similarities, and as much of tokens.
_ROWS_REMEMBERED: Final = 2_000_000
_TOKENS_REMEMBERED: Final = 2_000_000
# With more candidates than this, to read their tokens costs more than to search the whole vocabulary.
_FEW_CANDIDATES: Final = 2_000
_TEXTS_ASKED_ONCE: Final = 50_000
_EQUAL: Final = np.float64(1.0)


class Candidates:
    """Ascending rows and, once asked for, their tokens one after another."""

    def __init__(self, rows: Rows, tokens: Groups) -> None:
        self.rows = rows
        self._tokens = tokens

    @cached_property
    def _read(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        return self._tokens.of(self.rows)

    @property
    def numbers(self) -> NDArray[np.int32]:
        return self._read[0]

    @cached_property
    def owners(self) -> NDArray[np.intp]:
        """The place, among `rows`, of the row that each of `numbers` belongs to."""
        return np.repeat(np.arange(len(self.rows)), self._read[1])

    @cached_property
    def distinct(self) -> NDArray[np.int32]:
        return ascending(self.numbers)


class Lookup:
    """Thread-safe; what it remembers never changes what it answers."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._vocabulary = Vocabulary(without_prefix(arrays, "vocabulary"))
        self._tokens = Groups(without_prefix(arrays, "tokens"))
        self._postings = Groups(without_prefix(arrays, "postings"))
        self._joins = Joins(without_prefix(arrays, "joins"), self._vocabulary)
        self._keys = RowKeys(without_prefix(arrays, "keys"))
        self._reached: Memory[Reached] = Memory(_ROWS_REMEMBERED)
        self._found: Memory[Found] = Memory(_TOKENS_REMEMBERED)
        self._asked_once: set[str] = set()

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]], weigh: Callable[[str], float], keys: Iterable[Iterable[str]]) -> Self:
        vocabulary, tokens, postings = token_rows(rows, weigh)
        return cls(
            {
                **prefixed("vocabulary", vocabulary.arrays()),
                **prefixed("tokens", tokens.arrays()),
                **prefixed("postings", postings.arrays()),
                **prefixed("joins", Joins.build(vocabulary, tokens).arrays()),
                **prefixed("keys", RowKeys.build(keys).arrays()),
            }
        )

    def arrays(self) -> Arrays:
        return self._arrays

    @property
    def texts(self) -> Texts:
        return self._vocabulary.texts

    def __len__(self) -> int:
        return len(self._tokens)

    def candidates(self, rows: Rows) -> Candidates:
        return Candidates(rows, self._tokens)

    def weights(self, numbers: NDArray[np.int32]) -> NDArray[np.float64]:
        return self._vocabulary.weights[numbers]

    def frequency(self, text: QueryText) -> int:
        """About how many rows this text reaches; cheap, and good enough to begin with the rarest."""
        if text.kind is TextKind.JOINED:
            return 0
        if text.kind is TextKind.KEY:
            return len(self._keys.rows(text.text))
        known = self._reached.recall(_name(text))
        if known is not None:
            return len(known.rows)
        number = self._vocabulary.number(text.text)
        return 0 if number is None else len(self._postings[number])

    def reached(self, text: QueryText, among: Candidates | None = None) -> Reached:
        """The rows that this text reaches; given candidates, at least those among them."""
        if text.kind is TextKind.KEY:
            rows = self._keys.rows(text.text)
            return Reached(rows, np.broadcast_to(_EQUAL, len(rows)), EMPTY, rows)
        known = self._reached.recall(_name(text))
        if known is not None:
            return known
        if among is not None and len(among.rows) <= _FEW_CANDIDATES:
            return self._reached_among(self._alike(text, among), among)
        reached = self._reached_by(self._alike(text, None))
        self._reached.keep(_name(text), reached)
        return reached

    def forget(self) -> None:
        self._reached.clear()
        self._found.clear()
        self._asked_once.clear()

    def _alike(self, text: QueryText, among: Candidates | None) -> Found:
        """What is alike to a text; among candidates only, when it is asked for the first time and was fuzzy."""
        known = self._found.recall(_name(text))
        if known is not None:
            return known
        if among is not None and self._is_new(text):
            return Found(*self._vocabulary.alike(text.text, among.distinct), *self._joins.alike(text.text))
        found = self._find(text)
        self._found.keep(_name(text), found)
        return found

    def _is_new(self, text: QueryText) -> bool:
        """Whether a fuzzy look-up is the first of its text: one that comes again is worth remembering."""
        if text.kind is not TextKind.SINGLE or text.text in self._asked_once:
            return False
        if len(self._asked_once) >= _TEXTS_ASKED_ONCE:
            self._asked_once.clear()
        self._asked_once.add(text.text)
        return True

    def _find(self, text: QueryText) -> Found:
        if text.kind is TextKind.JOINED:
            return Found(*self._vocabulary.alike_joined(text.text), EMPTY, np.empty(0))
        return Found(*self._vocabulary.alike(text.text), *self._joins.alike(text.text))

    def _reached_by(self, found: Found) -> Reached:
        rows, counts = self._postings.of(found.tokens)
        return self._best(found, rows, np.repeat(found.similarities, counts))

    def _reached_among(self, found: Found, among: Candidates) -> Reached:
        if not len(found.tokens):
            return self._best(found, EMPTY, np.empty(0))
        places = np.searchsorted(found.tokens, among.numbers)
        hits = (found.tokens.take(places, mode="clip") == among.numbers).nonzero()[0]
        return self._best(found, among.rows[among.owners[hits]], found.similarities[places[hits]])

    def _best(self, found: Found, rows: Rows, similarities: NDArray[np.float64]) -> Reached:
        if len(found.joined):
            rows = np.concatenate([rows, found.joined])
            similarities = np.concatenate([similarities, found.joined_similarities])
        if not len(rows):
            return NOTHING
        return Reached(*best_of_each(rows, similarities, len(self)), found.tokens, ascending(found.joined))


def _name(text: QueryText) -> tuple[str, TextKind]:
    return text.text, text.kind
