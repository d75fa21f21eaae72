"""Keys of rows: texts that are found by equality and belong to a row as a whole, such as a sound or an
initial.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.groups import EMPTY, Groups
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.texts import Arrays, Texts


class RowKeys:
    __slots__ = ("_arrays", "_rows", "_texts")

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._texts = Texts(arrays["blob"], arrays["offsets"])
        self._rows = Groups(without_prefix(arrays, "rows"))

    @classmethod
    def build(cls, keys: Iterable[Iterable[str]]) -> Self:
        seen: dict[str, int] = {}
        numbers, owners = array("i"), array("i")
        for row, row_keys in enumerate(keys):
            for key in set(row_keys):
                numbers.append(seen.setdefault(key, len(seen)))
                owners.append(row)
        ascending = sorted(seen)
        rank = np.empty(len(seen), np.int32)
        rank[[seen[key] for key in ascending]] = np.arange(len(seen))
        by_key = Groups.build(rank[np.array(numbers, np.int32)], np.array(owners, np.int32), len(seen))
        return cls({**Texts.build(ascending).arrays(), **prefixed("rows", by_key.arrays())})

    def arrays(self) -> Arrays:
        return self._arrays

    def rows(self, key: str) -> NDArray[np.int32]:
        """The rows that have this key, in ascending order."""
        place = bisect_left(self._texts, key)
        return self._rows[place] if place < len(self._texts) and self._texts[place] == key else EMPTY
