"""Lists of numbers, one list after another: what stands where, as two arrays."""

from collections.abc import Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.texts import Arrays

EMPTY: Final = np.empty(0, np.int32)


def run_starts(ascending: NDArray[Any]) -> NDArray[np.intp]:
    """Where each run of equal values begins."""
    begins = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=begins[1:])
    return begins.nonzero()[0]


def ascending(numbers: NDArray[Any]) -> NDArray[Any]:
    """The distinct numbers in order; many times as fast as `np.unique` for a few."""
    ordered = np.sort(numbers)
    return ordered[run_starts(ordered)]


def union(groups: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """All members of ascending groups, ascending and once."""
    filled = [group for group in groups if len(group)]
    if len(filled) < 2:
        return filled[0] if filled else EMPTY
    return ascending(np.concatenate(filled))


def distinct(numbers: NDArray[Any], count: int) -> NDArray[np.intp]:
    """The distinct numbers below ``count``, ascending."""
    present = np.zeros(count, bool)
    present[numbers] = True
    return present.nonzero()[0]


class Groups:
    """Group g holds `members[offsets[g]:offsets[g + 1]]`."""

    __slots__ = ("members", "offsets")

    def __init__(self, arrays: Arrays) -> None:
        self.offsets = arrays["offsets"]
        self.members = arrays["members"]

    @classmethod
    def build(cls, groups: NDArray[Any], members: NDArray[Any], count: int) -> Self:
        """Members in the order given within each of the `count` groups."""
        offsets = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(groups, minlength=count), out=offsets[1:])
        order = np.argsort(groups, kind="stable")
        return cls({"offsets": offsets, "members": members[order].astype(np.int32, copy=False)})

    def arrays(self) -> Arrays:
        return {"offsets": self.offsets, "members": self.members}

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, group: int) -> NDArray[np.int32]:
        members: NDArray[np.int32] = self.members[self.offsets[group] : self.offsets[group + 1]]
        return members

    def of(self, groups: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The members of several groups one after another, and how many each group has."""
        if len(groups) == 1:
            members = self[int(groups[0])]
            return members, np.array([len(members)])
        starts = self.offsets[groups]
        counts = self.offsets[groups + 1] - starts
        ends = np.cumsum(counts)
        if not len(groups) or not ends[-1]:
            return EMPTY, counts
        positions = np.arange(ends[-1]) + np.repeat(starts - ends + counts, counts)
        return self.members[positions], counts
