"""The weights of `screening.names.sounds` as arrays, for many pairs of a query word and a listed word at once."""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.names.scripts import Script
from screening.names.sounds import STRANGE, weights

UNKNOWN: Final = 0
"""The number of every symbol without weights."""

UNITS: Final = 256
END: Final = UNITS - 1
"""Symbols of listed words are numbered below `END`, which fills the places after a word's end: it is worth nothing and
stands opposite nothing."""

CODED: Final = (Script.KANA, Script.HANGUL, Script.ARABIC, Script.HEBREW, Script.CYRILLIC, Script.HAN, Script.OTHER)
"""Scripts whose words have sound codes of their own; a script's place here is its number."""

_IMPOSSIBLE: Final = -12_000

Weights = NDArray[np.int16]


class Costs(NamedTuple):
    """Query symbols are numbered by ``query_symbols``, listed symbols by `unit_symbols`; the last query symbol,
    ``padding``, stands after the end of a query word and changes nothing.

    ``added[b]`` is the weight of listed symbol b without counterpart, ``gain[b, a]`` what it gains opposite query
    symbol a, ``best[a, b]`` the better of its weights with a and without; ``silent[s, a]`` the weight of a without
    counterpart in a word of script s.
    """

    query_symbols: dict[str, int]
    best: Weights
    gain: Weights
    silent: Weights
    added: Weights

    @property
    def padding(self) -> int:
        return len(self.best) - 1

    def numbers(self, code: str) -> list[int]:
        return [self.query_symbols.get(letter, UNKNOWN) for letter in code]


@lru_cache(maxsize=1)
def latin_symbols() -> dict[str, int]:
    """The number of each symbol of a Latin code."""
    return {chr(code): code for code in range(1, 128)}


@lru_cache(maxsize=16)
def unit_symbols(script: Script) -> dict[str, int]:
    """The number of each symbol of a coded script: one numbering for all of them."""
    own = sorted(set(weights(script)) - {""})
    earlier = sum(len(unit_symbols(other)) for other in CODED[: CODED.index(script)])
    return {symbol: place for place, symbol in enumerate(own, earlier + 1)}


@lru_cache(maxsize=16)
def latin_units(script: Script) -> Costs:
    """Query words in this script, or Latin spelling codes when it is LATIN, and listed Latin words."""
    own = (
        latin_symbols()
        if script is Script.LATIN
        else {symbol: at for at, symbol in enumerate(sorted(weights(script)), 1)}
    )
    costs = _empty(own, 1)
    for source, row in weights(script).items():
        for latin, weight in row.items():
            _enter(costs, own.get(source, 0) if source else 0, latin_symbols().get(latin, 0), 0, weight)
    return _finished(costs)


@lru_cache(maxsize=1)
def coded_units() -> Costs:
    """Latin query words, and listed words in every coded script."""
    costs = _empty(latin_symbols(), len(CODED))
    for place, script in enumerate(CODED):
        symbols = unit_symbols(script)
        for source, row in weights(script).items():
            for latin, weight in row.items():
                _enter(costs, latin_symbols().get(latin, 0), symbols.get(source, 0), place, weight)
    return _finished(costs)


def _empty(query_symbols: dict[str, int], scripts: int) -> Costs:
    queries = max(query_symbols.values()) + 1
    opposite = np.full((UNITS, queries + 1), STRANGE, np.int16)
    silent = np.full((scripts, queries + 1), STRANGE, np.int16)
    return Costs(query_symbols, opposite, opposite, silent, np.full(UNITS, STRANGE, np.int16))


def _enter(costs: Costs, ours: int, theirs: int, script: int, weight: int) -> None:
    if not ours:
        costs.added[theirs] = weight
    elif not theirs:
        costs.silent[script, ours] = weight
    else:
        costs.gain[theirs, ours] = weight


def _finished(costs: Costs) -> Costs:
    """The weights entered opposite each other, less what the listed symbol costs alone."""
    costs.gain[END], costs.added[END] = _IMPOSSIBLE, 0
    gain = costs.gain - costs.added[:, None]
    gain[:, -1], costs.silent[:, -1] = _IMPOSSIBLE, 0
    best = np.ascontiguousarray((np.maximum(gain, 0) + costs.added[:, None]).T)
    return costs._replace(best=best, gain=gain)
