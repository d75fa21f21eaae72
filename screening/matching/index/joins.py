"""Neighbouring tokens written together: "abd al ghaffar" for "abdulghaffar", "김 철수" for "김철수".

A listed row is reached through its joined tokens by their consonants: `joined_similarity` is 0 unless these
agree, so one look-up of a key finds every joined text that counts.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import Groups
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.texts import CHUNK, Arrays
from screening.matching.index.vocabulary import Alike, Vocabulary, frame_key, same_key
from screening.names.similarity import LONGEST_JOINED_DIFFERENCE, joined_similarity, numerals

MOST_JOINED: Final = 3
_NO_TOKEN: Final = -1
Numbers = NDArray[Any]


def adjacent_joins(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, joined text) of every two and three neighbours; numbers are never run together."""
    for start in range(len(tokens) - 1):
        for end in range(start + 2, min(start + MOST_JOINED, len(tokens)) + 1):
            if may_join(tokens[start:end]):
                yield start, end, "".join(tokens[start:end])


def may_join(parts: Sequence[str]) -> bool:
    """Unit 1 12 is not unit 11 2: at most one part may hold a number."""
    return sum(bool(numerals(part)) for part in parts) <= 1


class Joins:
    """The distinct runs of two or three listed tokens, by the frame of their joined text, and their
    rows.
    """

    __slots__ = ("_arrays", "_keys", "_lengths", "_parts", "_rows", "_vocabulary")

    def __init__(self, arrays: Arrays, vocabulary: Vocabulary) -> None:
        self._arrays = arrays
        self._vocabulary = vocabulary
        self._keys = arrays["keys"]
        self._parts = arrays["parts"]
        self._lengths = arrays["lengths"]
        self._rows = Groups(without_prefix(arrays, "rows"))

    @classmethod
    def build(cls, vocabulary: Vocabulary, rows: Groups) -> Self:
        """`rows` holds the token numbers of each row, in the order of the name."""
        parts, numbers, owners = _runs(rows, vocabulary)
        keys = _keys(parts, vocabulary)
        order = np.argsort(keys, kind="stable")
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order))
        parts = parts[order]
        lengths = np.where(parts == _NO_TOKEN, 0, vocabulary.lengths[parts]).sum(axis=1, dtype=np.int32)
        by_run = Groups.build(rank[numbers], owners, len(order))
        arrays = {"keys": keys[order], "parts": parts, "lengths": lengths}
        return cls({**arrays, **prefixed("rows", by_run.arrays())}, vocabulary)

    def arrays(self) -> Arrays:
        return self._arrays

    def alike(self, token: str) -> Alike:
        """Rows whose joined tokens have some `joined_similarity` with this token, and that similarity."""
        numbers, similarities = self._runs_alike(token)
        rows, counts = self._rows.of(numbers)
        return rows, np.repeat(similarities, counts)

    def _runs_alike(self, token: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        place = same_key(self._keys, frame_key(token))
        similar_length = np.abs(self._lengths[place] - len(token)) <= LONGEST_JOINED_DIFFERENCE
        numbers = similar_length.nonzero()[0] + place.start
        if not len(numbers):
            return numbers, np.empty(0)
        joined = _joined(self._parts[numbers], self._vocabulary)
        similarities = np.array([joined_similarity(text, token) for text in joined], np.float64)
        kept = np.flatnonzero(similarities)
        return numbers[kept], similarities[kept]


def _runs(rows: Groups, vocabulary: Vocabulary) -> tuple[Numbers, Numbers, Numbers]:
    """The distinct runs as rows of three token numbers; the run and the list row of each occurrence."""
    tokens = rows.members
    owners = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(rows.offsets))
    numerals_in = vocabulary.has_numerals[tokens].astype(np.int8)
    found = []
    for length in range(2, MOST_JOINED + 1):
        last = max(len(tokens) - length + 1, 0)
        together = owners[:last] == owners[length - 1 :][:last]
        with_numerals = sum(numerals_in[part : part + last] for part in range(length))
        starts = np.flatnonzero(together & (with_numerals <= 1))
        found.append((_distinct([tokens[starts + part] for part in range(length)], len(vocabulary)), owners[starts]))
    return _stacked(found)


def _stacked(found: list[tuple[tuple[Numbers, Numbers], Numbers]]) -> tuple[Numbers, Numbers, Numbers]:
    parts = np.concatenate([distinct for (distinct, _), _ in found])
    shift = np.cumsum([0] + [len(distinct) for (distinct, _), _ in found])
    numbers = np.concatenate([which + shift[place] for place, ((_, which), _) in enumerate(found)])
    return parts, numbers, np.concatenate([owners for _, owners in found])


def _distinct(columns: list[Numbers], base: int) -> tuple[Numbers, Numbers]:
    """The distinct rows of these columns, filled up to `MOST_JOINED`, and which of them each row is."""
    which = columns[0].astype(np.int64)
    for column in columns[1:]:
        _, first, which = np.unique(which * base + column, return_index=True, return_inverse=True)
    parts = np.full((len(first), MOST_JOINED), _NO_TOKEN, np.int32)
    for place, column in enumerate(columns):
        parts[:, place] = column[first]
    return parts, which


def _keys(parts: Numbers, vocabulary: Vocabulary) -> NDArray[np.uint32]:
    keys = np.empty(len(parts), np.uint32)
    for start in range(0, len(parts), CHUNK):
        joined = _joined(parts[start : start + CHUNK], vocabulary)
        keys[start : start + CHUNK] = [frame_key(text) for text in joined]
    return keys


def _joined(parts: Numbers, vocabulary: Vocabulary) -> list[str]:
    columns = [vocabulary.texts.take(np.maximum(column, 0)) for column in parts.T]
    thirds = [
        text if number != _NO_TOKEN else "" for text, number in zip(columns[-1], parts[:, -1].tolist(), strict=True)
    ]
    return ["".join(texts) for texts in zip(*columns[:-1], thirds, strict=True)]
