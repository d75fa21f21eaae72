"""A bounded memory of what was asked."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    @property
    def size(self) -> int: ...


Answer = TypeVar("Answer", bound=Sized)


class Memory(Generic[Answer]):
    """The least recently used answers are forgotten when their sizes would exceed the bound. Thread-safe."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Hashable) -> Answer | None:
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
            return known

    def keep(self, key: Hashable, answer: Answer) -> None:
        with self._lock:
            known = self._kept.pop(key, None)
            self._size += answer.size - (0 if known is None else known.size)
            self._kept[key] = answer
            while self._size > self._most:
                _, forgotten = self._kept.popitem(last=False)
                self._size -= forgotten.size

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0
