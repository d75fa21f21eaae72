"""Rows of tokens, read once: their vocabulary, the token numbers of each row, the rows of each token."""

from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import Groups
from screening.matching.index.spellings import by_length
from screening.matching.index.vocabulary import Vocabulary


def token_rows(rows: Iterable[Sequence[str]], weigh: Callable[[str], float]) -> tuple[Vocabulary, Groups, Groups]:
    """The vocabulary, each row's token numbers in their order, and each token's rows, ascending and once.

    An empty token is no token.
    """
    seen: dict[str, int] = {}
    flat, counts = array("i"), array("i")
    for row in rows:
        before = len(flat)
        flat.extend(seen.setdefault(token, len(seen)) for token in row if token)
        counts.append(len(flat) - before)
    ascending = sorted(seen, key=by_length)
    rank = np.empty(len(ascending), np.int32)
    rank[np.fromiter((seen[token] for token in ascending), np.int32, len(ascending))] = np.arange(len(ascending))
    numbers = rank[np.frombuffer(flat, np.int32)] if flat else np.empty(0, np.int32)
    owners = np.repeat(np.arange(len(counts), dtype=np.int32), np.array(counts, np.int32))
    return (
        Vocabulary.build(ascending, weigh),
        Groups.build(owners, numbers, len(counts)),
        _postings(numbers, owners, len(ascending), len(counts)),
    )


def _postings(numbers: NDArray[np.int32], owners: NDArray[np.int32], tokens: int, rows: int) -> Groups:
    pairs = np.unique(numbers.astype(np.int64) * max(rows, 1) + owners)
    return Groups.build(pairs // max(rows, 1), pairs % max(rows, 1), tokens)
