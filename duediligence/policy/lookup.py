"""Finds the one item of a catalogue that is asked for."""

from collections.abc import Iterator
from typing import TypeVar

_T = TypeVar("_T")


def only(found: Iterator[_T]) -> _T:
    """Return the first item found. Raises ``LookupError`` when the policy has none."""
    for item in found:
        return item
    raise LookupError("the policy has no such item")
