"""Measuring how much many pairs of a query code and a listed word sound alike, at once.

Two bounds drop most pairs: what each listed letter finds at best among all letters of the query, and what each letter
of the query finds at best among the listed ones. The rest is measured by the recurrence of `best_path`, to the last
bit.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.sound_costs import END, Costs
from screening.names.sounds import HUNDREDTHS, SHORTNESS

_SLACK: Final = 1.0
_AT_ONCE: Final = 8
"""Codes are filled up to a multiple of this, which makes rows that are copied in one go."""

_MANY: Final = 100
_LEAST: Final = np.iinfo(np.int16).min

Numbers = NDArray[Any]


class Listed(NamedTuple):
    """Listed words, one column each: their symbols up to the longest, their lengths, the numbers of their scripts."""

    symbols: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    scripts: NDArray[np.uint8]


class Sheet(NamedTuple):
    """What every symbol is worth to the codes of a query, row by row: a row for each listed symbol and code.

    ``best`` is what the symbol brings at most, less what a letter must bring; ``asked`` what the letters of a code must
    bring in all; ``gains`` what the symbol brings opposite each letter of the code, less what it costs alone;
    ``silent``, for each script and code, what each letter costs without counterpart.
    """

    costs: Costs
    lengths: NDArray[np.int64]
    least_odds: float
    best: NDArray[np.float32]
    asked: NDArray[np.float64]
    gains: NDArray[np.int16]
    silent: NDArray[np.int16]

    @classmethod
    def of(cls, costs: Costs, codes: Sequence[str], least_odds: float) -> Self:
        lengths = np.array(list(map(len, codes)))
        width = -(-int(lengths.max()) // _AT_ONCE) * _AT_ONCE
        letters = np.full((len(codes), width), costs.padding, np.intp)
        for place, code in enumerate(codes):
            letters[place, : len(code)] = costs.numbers(code)
        best = costs.best.take(letters, axis=0).max(axis=1).T.astype(np.float32)
        best[:END] -= _share(least_odds)
        asked = HUNDREDTHS * least_odds * SHORTNESS + _share(least_odds) * lengths - _SLACK
        gains = costs.gain.take(letters, axis=1).reshape(-1, width)
        silent = costs.silent.take(letters, axis=1).reshape(-1, width)
        return cls(costs, lengths, least_odds, best.reshape(-1), asked, gains, silent)

    def measured(self, owners: Numbers, listed: Listed) -> tuple[Numbers, NDArray[np.float64]]:
        """The places of the pairs that have the odds, and their odds; ``owners`` says which code each is of."""
        count = len(self.lengths)
        cells = listed.symbols * np.intp(count)
        cells += owners
        hopeful = (np.add.reduce(self.best.take(cells), axis=0) >= self.asked.take(owners)).nonzero()[0]
        owners, lengths = owners.take(hopeful), listed.lengths.take(hopeful)
        longest = lengths.max(initial=0)
        added = self.costs.added.take(listed.symbols[:longest].take(hopeful, axis=1)).sum(axis=0, dtype=np.int32)
        gains = self.gains.take(cells[:longest].take(hopeful, axis=1), axis=0)
        silent = self.silent.take(listed.scripts.take(hopeful) * np.intp(count) + owners, axis=0)
        most = np.maximum(gains.max(axis=0, initial=_LEAST), silent)
        spare = most.sum(axis=1, dtype=np.int32) + added
        spare -= np.ceil(self.asked.take(owners) + _share(self.least_odds) * lengths).astype(np.int32)
        likely = (spare >= 0).nonzero()[0]
        letters = self.lengths.take(owners.take(likely))
        asked = gains.take(likely, axis=1).transpose(2, 0, 1)[: letters.max(initial=0)]
        most, silent = most.take(likely, axis=0).T, silent.take(likely, axis=0).T
        kept, paths = _best_paths(asked, silent, most, spare.take(likely))
        likely, letters = likely.take(kept), letters.take(kept)
        odds = (paths + added.take(likely)) / HUNDREDTHS / (SHORTNESS + 0.5 * (lengths.take(likely) + letters))
        kept = (odds >= self.least_odds).nonzero()[0]
        return hopeful.take(likely.take(kept)), odds.take(kept)


def _share(least_odds: float) -> float:
    """What each letter of either word must bring."""
    return 0.5 * HUNDREDTHS * least_odds


def _best_paths(
    gains: NDArray[np.int16], silent: NDArray[np.int16], most: NDArray[np.int16], spare: NDArray[np.int32]
) -> tuple[Numbers, NDArray[np.int16]]:
    """The greatest sum for each pair that can still have the odds, and which pairs these are; listed letters without
    counterpart are not yet paid for.

    ``gains`` are by letter of the code, listed letter and pair; the letters bring ``most`` and may bring ``spare``
    less in all. Half-way most pairs have brought too little.
    """
    half = len(gains) // 2
    path = np.zeros((gains.shape[1] + 1, gains.shape[2]), np.int16)
    _follow(path, np.ascontiguousarray(gains[:half]), silent)
    kept = (path.max(axis=0) + spare >= most[:half].sum(axis=0, dtype=np.int32)).nonzero()[0]
    path = path.take(kept, axis=1)
    _follow(path, gains[half:].take(kept, axis=2), silent[half:].take(kept, axis=1))
    return kept, path[-1]


def _follow(path: NDArray[np.int16], gains: NDArray[np.int16], silent: NDArray[np.int16]) -> None:
    """Lead the paths through further letters of the codes."""
    for opposite, unspoken in zip(gains, silent, strict=False):
        opposite += path[:-1]
        path += unspoken
        np.maximum(path[1:], opposite, out=path[1:])
        _keep_best_so_far(path)


def _keep_best_so_far(path: NDArray[np.int16]) -> None:
    """`np.maximum.accumulate` goes pair by pair, which is slow for many."""
    if path.shape[1] < _MANY:
        np.maximum.accumulate(path, axis=0, out=path)
        return
    for shorter, longer in pairwise(path):
        np.maximum(longer, shorter, out=longer)
