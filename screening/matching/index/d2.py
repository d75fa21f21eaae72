"""D2: every row of tokens whose alignment with a query can reach a threshold.

A query token of weight w reaches a row with s, the best similarity of any of its texts with any token of the
row, with two or three neighbouring tokens of the row written together, or with a key of the row. Let M be the
weight of the query tokens that reach the row and U that of the others; let R be what those tokens of the row
weigh that are alike to no text of the query (nothing, when the row is reached by joined tokens or a key of
its own). The bound of a row is

Σ w·s / (M + query · U + listed · R)

`query` and `listed` being what `Unmatched` says of tokens that are contradicted when U and R both weigh
something, and of tokens that are omitted otherwise. An alignment that pairs tokens one to one and counts
unmatched tokens so scores no higher: it pairs no token better than s and leaves no less unmatched, and
pairing what can be paired never lowers a score as long as 1 − omitted_query is at most the least similarity.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Self

import numpy as np

from screening.matching.index.bounding import Bounding, Demand
from screening.matching.index.lookup import Lookup, Rows
from screening.matching.index.query import QueryToken, Unmatched
from screening.matching.index.texts import Arrays, Texts

Hit = tuple[int, float]
AskAgain = Callable[[Rows], Sequence[QueryToken]]

_PLAIN: Final = Unmatched()


def _weighs_one(token: str) -> float:
    """Every token weighs the same."""
    return 1.0


class D2:
    """Safe to share between threads. Positions are those of the rows given to `build`."""

    __slots__ = ("_lookup",)

    def __init__(self, arrays: Arrays) -> None:
        """Open what `arrays` returned, whether it lies in memory or is mapped from disk."""
        self._lookup = Lookup(arrays)

    @classmethod
    def build(
        cls,
        rows: Iterable[Sequence[str]],
        weigh: Callable[[str], float] = _weighs_one,
        keys: Iterable[Iterable[str]] = (),
    ) -> Self:
        """`weigh` says what a listed token weighs; `keys` are further texts of each row, in the order of
        rows.
        """
        return cls(Lookup.build(rows, weigh, keys).arrays())

    def arrays(self) -> Arrays:
        return self._lookup.arrays()

    @property
    def texts(self) -> Texts:
        """The distinct tokens, in the order of their numbers."""
        return self._lookup.texts

    def __len__(self) -> int:
        return len(self._lookup)

    def search(
        self,
        tokens: Sequence[QueryToken],
        threshold: float,
        unmatched: Unmatched = _PLAIN,
        least_counted: int = 0,
        ask_again: AskAgain | None = None,
    ) -> list[Hit]:
        """Every row whose bound reaches the threshold, with that bound, in order of position.

        Rows that fewer than `least_counted` of the counted tokens reach are left out, unless a token reaches
        joined tokens of the row.

        Given `ask_again`, the tokens' given rows are those alone that make a row worth looking at: they nominate
        rows whatever the token. `ask_again` receives the nominated rows and returns the same tokens with all that is
        given among these.

        Takes time in proportion to the distinct texts of the query. Raises ValueError unless 0 < threshold <=
        1: at 0 everything would be a hit.
        """
        if not 0 < threshold <= 1:
            raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
        demand = Demand(sum(token.weight for token in tokens), threshold, unmatched, least_counted)
        bounding = Bounding(self._lookup, demand)
        order = sorted(range(len(tokens)), key=lambda place: bounding.frequency(tokens[place]))
        # What the tokens from each rank on can add at most: where it falls short, they only confirm.
        possible = np.cumsum([0.0, *(demand.most(tokens[place]) for place in reversed(order))])[::-1]
        nominating = [tokens[place] for place in order[: int(np.count_nonzero(possible >= demand.needed))]]
        bounding.nominate(nominating, nominating if ask_again is None else tokens)
        if ask_again is not None:
            tokens = ask_again(bounding.rows)
        for place, still_possible in zip(order, possible[1:].tolist(), strict=True):
            bounding.confirm(tokens[place], still_possible)
        return bounding.hits()

    def forget(self) -> None:
        """Empty the memory of texts, as if just opened."""
        self._lookup.forget()
