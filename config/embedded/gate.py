"""A gate between processes: whoever is given its number waits until it is opened, or its keeper has ended."""

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

VARIABLE: Final = "GATE"


@contextmanager
def closed_gate() -> Iterator[int]:
    """Keep a gate closed during the block; yields the open file by which a child waits."""
    waiting, keeping = os.pipe()
    try:
        yield waiting
    finally:
        os.close(keeping)
        os.close(waiting)


def is_open(gate: int, *, seconds: float) -> bool:
    """Wait up to ``seconds`` for the gate to open and say whether it is."""
    return bool(select.select([gate], [], [], seconds)[0])
