"""How fast a search answers, and what it answers."""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

_KILOBYTES_PER_MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024


class Timing(NamedTuple):
    """`milliseconds` and `answers` are one for each query asked, in their order."""

    milliseconds: list[float]
    answers: list[Any]

    @property
    def per_second(self) -> float:
        return 1000 * len(self.milliseconds) / sum(self.milliseconds)

    def percentile(self, percent: int) -> float:
        if len(self.milliseconds) < 2:
            return self.milliseconds[0]
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]


class Stopwatch:
    """By the clock on the wall or, on a machine that others use too, by the processor time of this process."""

    def __init__(self, seconds: float, *, by_processor: bool) -> None:
        self._seconds = seconds
        self._now = time.process_time if by_processor else time.perf_counter

    def timed(self, search: Callable[[Any], Any], queries: Sequence[Any]) -> Timing:
        """One query at a time until all are answered or the seconds are over; three at least."""
        timing = Timing([], [])
        end = self._now() + self._seconds
        for query in queries:
            start = self._now()
            if start > end and len(timing.answers) >= 3:
                break
            timing.answers.append(search(query))
            timing.milliseconds.append(1000 * (self._now() - start))
        return timing

    def took(self, make: Callable[[], Any]) -> tuple[float, Any]:
        """How many seconds it takes to make something, and what is made."""
        start = self._now()
        made = make()
        return self._now() - start, made


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES_PER_MEGABYTE
