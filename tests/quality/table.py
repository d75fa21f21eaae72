"""The lines of a benchmark as one table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.quality.stopwatch import Timing


@dataclass(frozen=True, slots=True)
class Line:
    names: int
    method: str
    cold: float
    p50: float
    p99: float
    slowest: float
    hits: float
    warm: float | None = None
    build: float | None = None
    megabytes: float | None = None
    open: float | None = None
    peak: float | None = None
    awkward: float | None = None
    differing: str = ""


HEADS = {
    "names": "names",
    "method": "method",
    "cold": "q/s cold",
    "warm": "q/s warm",
    "p50": "p50 ms",
    "p99": "p99 ms",
    "slowest": "max ms",
    "hits": "hits/query",
    "build": "build s",
    "megabytes": "arrays MB",
    "open": "open s",
    "peak": "peak RSS MB",
    "awkward": "worst awkward ms",
    "differing": "differing",
}


def timing_columns(names: int, method: str, timing: Timing) -> dict[str, Any]:
    return {
        "names": names,
        "method": method,
        "cold": timing.per_second,
        "p50": timing.percentile(50),
        "p99": timing.percentile(99),
        "slowest": max(timing.milliseconds),
        "hits": sum(map(len, timing.answers)) / len(timing.answers),
    }


def as_table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    cells = [[_cell(getattr(line, column)) for column in HEADS] for line in lines]
    rows = [list(HEADS.values()), ["---"] * len(HEADS), *cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def growth(lines: Sequence[Line]) -> Iterator[str]:
    """How much slower a search becomes from the shortest list to the longest."""
    for method in dict.fromkeys(line.method for line in lines):
        own = [line for line in lines if line.method == method]
        if len(own) > 1:
            longer, slower = own[-1].names / own[0].names, own[0].cold / own[-1].cold
            yield f"{method}: a list {longer:,.0f} times as long is searched {slower:.1f} times as slowly"
