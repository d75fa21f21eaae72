"""What one text is alike to, and the rows that it reaches by that."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import EMPTY, run_starts

# From here on one array as long as the list is cheaper than sorting what was found.
_MANY_ROWS: Final = 1 << 14
# An answer takes about as much memory besides its numbers as this many numbers.
_ENTRY: Final = 64


class Found(NamedTuple):
    """Ascending listed tokens with their similarity, and rows (in any order) that joined tokens of theirs reach."""

    tokens: NDArray[np.int32]
    similarities: NDArray[np.float64]
    joined: NDArray[np.int32]
    joined_similarities: NDArray[np.float64]

    @property
    def size(self) -> int:
        return len(self.tokens) + len(self.joined) + _ENTRY


class Reached(NamedTuple):
    """Ascending distinct rows, the best similarity in each, and the listed tokens by which they are reached.

    `joined` are the rows that some joined tokens of their own reach.
    """

    rows: NDArray[np.int32]
    similarities: NDArray[np.float64]
    tokens: NDArray[np.int32]
    joined: NDArray[np.int32]

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.tokens) + _ENTRY


NOTHING: Final = Reached(EMPTY, np.empty(0), EMPTY, EMPTY)


def best_of_each(
    numbers: NDArray[np.integer], similarities: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Distinct ascending numbers below `count`, with the highest similarity of each."""
    if len(numbers) > _MANY_ROWS:
        best = np.zeros(count)
        np.maximum.at(best, numbers, similarities)
        distinct = best.nonzero()[0].astype(np.int32)
        return distinct, best[distinct]
    order = np.lexsort((-similarities, numbers))
    ordered = numbers[order].astype(np.int32, copy=False)
    first = run_starts(ordered)
    return ordered[first], similarities[order][first]
