"""Many strings in two arrays, so that they can be mapped from disk and shared between processes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

CHUNK: Final = 1 << 16


class Texts:
    """An immutable sequence of strings: one UTF-8 blob and the offset at which each string begins."""

    __slots__ = ("_blob", "_bytes", "_offsets")

    def __init__(self, blob: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self._blob = blob
        self._bytes = blob.data
        self._offsets = offsets

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Surrogates that stand alone are kept: no name is refused for its characters."""
        offsets = np.zeros(len(texts) + 1, np.int64)
        blobs = []
        for start in range(0, len(texts), CHUNK):
            encoded = [text.encode("utf-8", "surrogatepass") for text in texts[start : start + CHUNK]]
            offsets[start + 1 : start + len(encoded) + 1] = [len(text) for text in encoded]
            blobs.append(b"".join(encoded))
        np.cumsum(offsets, out=offsets)
        return cls(np.frombuffer(b"".join(blobs), np.uint8), offsets)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        return cls(arrays["blob"], arrays["offsets"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"blob": self._blob, "offsets": self._offsets}

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, position: int) -> str:
        start, end = self._offsets.item(position), self._offsets.item(position + 1)
        return str(self._bytes[start:end], "utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), CHUNK):
            yield from self.take(np.arange(start, min(start + CHUNK, len(self))))

    def take(self, positions: Sequence[int] | NDArray[np.integer[Any]]) -> list[str]:
        chosen = np.asarray(positions, np.intp)
        bounds = zip(self._offsets[chosen].tolist(), self._offsets[chosen + 1].tolist(), strict=True)
        blob = self._bytes
        return [str(blob[start:end], "utf-8", "surrogatepass") for start, end in bounds]
