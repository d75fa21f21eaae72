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

from screening.matching.sound_costs import UNITS, Costs
from screening.names.sounds import HUNDREDTHS, SHORTNESS, STRANGE

_SLACK: Final = 1.0
_AT_ONCE: Final = 8
"""Codes are filled up to a multiple of this, which makes rows that are copied in one go."""

Numbers = NDArray[Any]


class Listed(NamedTuple):
    """Listed words, one row each: their symbols up to the longest, their lengths, the numbers of their scripts."""

    symbols: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    scripts: NDArray[np.uint8]


class Sheet(NamedTuple):
    """What every symbol is worth to the codes of a query: ``best`` at most, for each code and symbol; ``gains``
    opposite each letter of the code, less what it costs alone; ``silent``, for each code and script, each letter
    without counterpart.
    """

    costs: Costs
    lengths: NDArray[np.int64]
    best: NDArray[np.float32]
    gains: NDArray[np.int16]
    silent: NDArray[np.int16]

    @classmethod
    def of(cls, costs: Costs, codes: Sequence[str]) -> Self:
        lengths = np.array(list(map(len, codes)))
        width = -(-int(lengths.max()) // _AT_ONCE) * _AT_ONCE
        letters = np.full((len(codes), width), costs.padding, np.intp)
        for place, code in enumerate(codes):
            letters[place, : len(code)] = costs.numbers(code)
        opposite = [
            costs.opposite[letters[place, : len(code)]].max(axis=0, initial=STRANGE) for place, code in enumerate(codes)
        ]
        gains = np.ascontiguousarray(costs.gain[letters].swapaxes(1, 2)).reshape(-1, width)
        silent = np.ascontiguousarray(costs.silent[letters].swapaxes(1, 2)).reshape(-1, width)
        return cls(costs, lengths, np.maximum(opposite, costs.added).astype(np.float32).reshape(-1), gains, silent)

    def measured(self, owners: Numbers, listed: Listed, least_odds: float) -> tuple[Numbers, NDArray[np.float64]]:
        """The places of the pairs that have the odds, and their odds; ``owners`` says which code each is of."""
        letters = SHORTNESS + 0.5 * (listed.lengths + self.lengths[owners])
        needed = HUNDREDTHS * least_odds * letters - _SLACK
        cells = listed.symbols + (owners * UNITS)[:, None]
        ones = np.ones(listed.symbols.shape[1], np.float32)
        hopeful = np.flatnonzero(self.best.take(cells) @ ones >= needed)
        added = (self.costs.added.take(listed.symbols[hopeful]) @ ones).astype(np.int32)
        gains = self.gains.take(np.ascontiguousarray(cells[hopeful].T), axis=0)
        silent = self.silent.take(owners[hopeful] * self.costs.silent.shape[1] + listed.scripts[hopeful], axis=0)
        most = np.maximum(gains.max(axis=0), silent).sum(axis=1, dtype=np.int32)
        likely = np.flatnonzero(most + added >= needed[hopeful])
        places = hopeful[likely]
        odds = (_best_paths(gains.take(likely, axis=1), silent[likely]) + added[likely]) / HUNDREDTHS / letters[places]
        kept = odds >= least_odds
        return places[kept], odds[kept]


def _best_paths(gains: NDArray[np.int16], silent: NDArray[np.int16]) -> NDArray[np.int16]:
    """The greatest sum for each pair, listed letters without counterpart not yet paid for; ``gains`` by listed letter,
    pair and letter of the code.
    """
    path = np.zeros((gains.shape[0] + 1, gains.shape[1]), np.int16)
    for opposite, unspoken in zip(np.ascontiguousarray(gains.transpose(2, 0, 1)), silent.T, strict=True):
        opposite += path[:-1]
        path += unspoken
        np.maximum(path[1:], opposite, out=path[1:])
        for shorter, longer in pairwise(path):
            np.maximum(longer, shorter, out=longer)
    paths: NDArray[np.int16] = path[-1]
    return paths
