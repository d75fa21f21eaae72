"""The learnt weights of sounds as arrays, for one query word against many listed words at once."""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.names.scripts import Script
from screening.names.sounds import STRANGE, weights

PRESENCE_BITS: Final = 64
_LIKELY: Final = 40
"""Letters whose weight is at least this are counterparts of each other; the bound looks whether a word has any."""

Weights = NDArray[np.int16]


class Costs(NamedTuple):
    """For queries on one side of a script's table and listed words (units) on the other. Symbol 0 is any symbol that
    was never
    seen. ``opposite[a, b]`` is the weight of query symbol a opposite unit symbol b, ``silent[a]`` of a without
    counterpart,
    ``added[b]`` of b without counterpart; ``counterparts[a]`` are the bits of the symbols likely opposite a,
    ``likely[a]`` the
    best weight with one of them and ``unlikely[a]`` the best without."""

    query_symbols: dict[str, int]
    opposite: Weights
    silent: Weights
    added: Weights
    counterparts: NDArray[np.uint64]
    likely: Weights
    unlikely: Weights


@lru_cache(maxsize=32)
def symbols_of(script: Script, *, is_latin: bool) -> dict[str, int]:
    """The number of each symbol. Latin codes are ASCII and keep one numbering for all scripts."""
    if is_latin:
        return {chr(code): code for code in range(1, 128)}
    return {symbol: place for place, symbol in enumerate(sorted(set(weights(script)) - {""}), 1)}


@lru_cache(maxsize=32)
def costs(script: Script, *, units_are_latin: bool) -> Costs:
    queries = symbols_of(script, is_latin=not units_are_latin or script is Script.LATIN)
    units = symbols_of(script, is_latin=units_are_latin)
    opposite = np.full((max(queries.values(), default=0) + 1, max(units.values(), default=0) + 1), STRANGE, np.int16)
    silent, added = np.full(len(opposite), STRANGE, np.int16), np.full(opposite.shape[1], STRANGE, np.int16)
    for source, row in weights(script).items():
        for latin, weight in row.items():
            ours, theirs = (source, latin) if units_are_latin else (latin, source)
            if not ours:
                added[units[theirs]] = weight
            elif not theirs:
                silent[queries[ours]] = weight
            else:
                opposite[queries[ours], units[theirs]] = weight
    return Costs(queries, opposite, silent, added, *_bounds(opposite, silent))


def _bounds(opposite: Weights, silent: Weights) -> tuple[NDArray[np.uint64], Weights, Weights]:
    """A letter is worth at most ``likely`` in a word that has one of its counterparts, and ``unlikely`` in any
    other."""
    is_likely = opposite >= _LIKELY
    bits = np.uint64(1) << (np.arange(opposite.shape[1], dtype=np.uint64) % np.uint64(PRESENCE_BITS))
    counterparts = np.bitwise_or.reduce(np.where(is_likely, bits, np.uint64(0)), axis=1)
    likely = np.maximum(opposite.max(axis=1), silent)
    unlikely = np.maximum(np.where(is_likely, STRANGE, opposite).max(axis=1), silent)
    return counterparts, likely, unlikely.astype(np.int16)


def presence(symbols: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Which symbols each column has, as bits; symbol numbers beyond the bits share one, which only loosens the
    bound."""
    bits = np.uint64(1) << (symbols.astype(np.uint64) % np.uint64(PRESENCE_BITS))
    return np.bitwise_or.reduce(bits, axis=0) if len(symbols) else np.zeros(0, np.uint64)
