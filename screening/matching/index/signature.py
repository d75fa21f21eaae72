"""Bit signatures: a set of small features of a text, hashed into a few machine words.

Two texts that share a feature share its bit. So the bits of one text that the other lacks never outnumber the
features that it lacks: a filter on bits can let a stranger through, and can never lose a match, whatever the
hashing.

A feature is counted: the second "a" of a text is another feature than the first, so that bits bound
multisets. Each rule is written once, in arithmetic that Python integers and numpy arrays share: one query
takes integers, a build takes arrays.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import run_starts

Number = TypeVar("Number", int, NDArray[np.int64])
Words = NDArray[np.uint64]

WORD: Final = 64
_MASK: Final = (1 << WORD) - 1
_CODE_BITS: Final = 21
_CODE_MASK: Final = (1 << _CODE_BITS) - 1
# How many characters one step of a build holds: bounds its memory whatever the lengths of the texts.
_STEP_CHARACTERS: Final = 1 << 20
# Before the first character of a text and after its last; no text holds it, Unicode ends below.
_EDGE: Final = _CODE_MASK


def character_slot(code: Number, occurrence: Number, bits: int) -> Number:
    """The bit of the n-th occurrence of a character. Lower-case Latin letters keep 26 bits of their own."""
    return (code + 27 * occurrence) & (bits - 1)


def bigram_slot(first: Number, second: Number, occurrence: Number, bits: int) -> Number:
    """The bit of the n-th occurrence of two neighbouring characters."""
    mixed = first * 40503 + second * 31153 + occurrence * 7993
    return (mixed >> 7) & (bits - 1)


def character_signature(text: str, bits: int) -> int:
    seen: dict[str, int] = {}
    signature = 0
    for character in text:
        occurrence = seen.get(character, 0)
        seen[character] = occurrence + 1
        signature |= 1 << character_slot(ord(character), occurrence, bits)
    return signature


def bigram_signature(text: str, bits: int) -> int:
    seen: dict[tuple[int, int], int] = {}
    signature = 0
    first = _EDGE
    for second in [*map(ord, text), _EDGE]:
        occurrence = seen.get((first, second), 0)
        seen[first, second] = occurrence + 1
        signature |= 1 << bigram_slot(first, second, occurrence, bits)
        first = second
    return signature


def words(signature: int, bits: int) -> tuple[np.uint64, ...]:
    """The signature as machine words, lowest first."""
    return tuple(np.uint64(signature >> shift & _MASK) for shift in range(0, bits, WORD))


def character_signatures(texts: Sequence[str], bits: int) -> Words:
    """One row of words for each text: `character_signature` of many texts at once."""
    return _signatures(texts, bits, _character_slots)


def bigram_signatures(texts: Sequence[str], bits: int) -> Words:
    """One row of words for each text: `bigram_signature` of many texts at once."""
    return _signatures(texts, bits, _bigram_slots)


_Extract = Callable[[NDArray[np.int64], NDArray[np.int64], int], tuple[NDArray[np.int64], NDArray[np.int64]]]


def _signatures(texts: Sequence[str], bits: int, extract: _Extract) -> Words:
    signatures = np.zeros((bits // WORD, len(texts)), np.uint64)
    lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))
    for start, end in _steps(lengths):
        joined = "".join(texts[start:end]).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(joined, np.uint32).astype(np.int64)
        owners, slots = extract(codes, lengths[start:end], bits)
        _set_bits(signatures[:, start:end], owners, slots)
    return signatures


def _steps(lengths: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Runs of texts of about a step's characters each; a longer text is a run of its own."""
    ends = np.cumsum(lengths + 1)
    steps = []
    start = 0
    while start < len(lengths):
        budget = (ends[start - 1] if start else 0) + _STEP_CHARACTERS
        end = max(start + 1, int(np.searchsorted(ends, budget, side="right")))
        steps.append((start, end))
        start = end
    return steps


def _set_bits(signatures: Words, owners: NDArray[np.int64], slots: NDArray[np.int64]) -> None:
    """OR the bits into their owners' words; `owners` ascend."""
    if not len(owners):
        return
    starts = run_starts(owners)
    for word, row in enumerate(signatures):
        bit = np.where(slots // WORD == word, np.uint64(1) << (slots % WORD).astype(np.uint64), np.uint64(0))
        row[owners[starts]] = np.bitwise_or.reduceat(bit, starts)


def _occurrences(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many equal keys stand before each of these sorted keys."""
    positions = np.arange(len(keys))
    starts = run_starts(keys)
    return positions - np.repeat(starts, np.diff(starts, append=len(keys)))


def _character_slots(
    codes: NDArray[np.int64], lengths: NDArray[np.int64], bits: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    keys = np.sort(np.repeat(np.arange(len(lengths)), lengths) << _CODE_BITS | codes)
    slots = character_slot(keys & _CODE_MASK, _occurrences(keys), bits)
    return keys >> _CODE_BITS, slots


def _bigram_slots(
    codes: NDArray[np.int64], lengths: NDArray[np.int64], bits: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    owners = np.repeat(np.arange(len(lengths)), lengths + 1)
    inside = np.ones(len(owners), bool)
    inside[np.cumsum(lengths + 1) - 1] = False
    second = np.full(len(owners), _EDGE, np.int64)
    second[inside] = codes
    first = np.roll(second, 1)
    keys = np.sort((owners << _CODE_BITS | first) << _CODE_BITS | second)
    slots = bigram_slot(keys >> _CODE_BITS & _CODE_MASK, keys & _CODE_MASK, _occurrences(keys), bits)
    return keys >> 2 * _CODE_BITS, slots


def shared_bits(query: tuple[np.uint64, ...], signatures: Words) -> NDArray[np.uint8]:
    """How many bits of the query each column of `signatures` has too."""
    shared = np.bitwise_count(signatures[0] & query[0])
    for word, row in zip(query[1:], signatures[1:], strict=True):
        shared += np.bitwise_count(row & word)
    return cast("NDArray[np.uint8]", shared)
