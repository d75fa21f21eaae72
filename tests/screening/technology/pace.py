"""How many times a second something can be done: the best of a few rounds, in processor time."""

import os
import sys
import time
from collections.abc import Callable

import pytest

undisturbed = pytest.mark.skipif(
    sys.gettrace() is not None or "COV_CORE_SOURCE" in os.environ or "coverage" in sys.modules,
    reason="a coverage tracer slows every line; pace is measured without one",
)


def rate(work: Callable[[], object], *, rounds: int) -> float:
    return max(_once(work, rounds) for _ in range(4))


def _once(work: Callable[[], object], rounds: int) -> float:
    started = time.process_time()
    for _ in range(rounds):
        work()
    return rounds / (time.process_time() - started)
