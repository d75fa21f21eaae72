"""The codes of many words at once as arrays: a row for each word, a column for each letter."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from screening.names.scripts import Script
from screening.names.sound_codes import FRAME_CLASSES, MOST_COUNTED, frame_classes
from screening.names.sounds import LONGEST

_NO_CLASS: Final = 255

Points = NDArray[np.uint32]


def code_points(codes: Sequence[str]) -> Points:
    """No code is longer than LONGEST; 0 stands after its end."""
    return np.array(codes, f"U{LONGEST}").view(np.uint32).reshape(len(codes), LONGEST)


def numbered(points: Points, numbers: Mapping[str, int], *, unknown: int, end: int) -> NDArray[np.uint8]:
    """The number of each letter, of a letter without number, and of what is after the end."""
    table = np.full(int(points.max(initial=0)) + 1, unknown, np.uint8)
    table[0] = end
    for letter, number in numbers.items():
        if ord(letter) < len(table):
            table[ord(letter)] = number
    return table[points]


def frame_signatures(script: Script, points: Points) -> NDArray[np.uint32]:
    """`frame_signature` of each code."""
    classes = numbered(points, frame_classes(script), unknown=_NO_CLASS, end=_NO_CLASS)
    signatures = np.zeros(len(points), np.uint32)
    for place in range(FRAME_CLASSES):
        counts = np.minimum((classes == place).sum(axis=1), MOST_COUNTED).astype(np.uint32)
        signatures |= ((np.uint32(1) << counts) - np.uint32(1)) << np.uint32(place * MOST_COUNTED)
    return signatures
