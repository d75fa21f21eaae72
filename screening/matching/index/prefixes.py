"""Arrays of several parts in one mapping: each part's names carry its prefix."""

from typing import Any

from numpy.typing import NDArray

from screening.matching.index.texts import Arrays


def prefixed(part: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    return {f"{part}.{name}": array for name, array in arrays.items()}


def without_prefix(arrays: Arrays, part: str) -> dict[str, NDArray[Any]]:
    """The arrays of one part, under their own names."""
    start = f"{part}."
    return {name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)}
