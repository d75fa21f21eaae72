"""`python -m tests.quality.bench --names 10000,100000`: the indexes against brute force under the same
scorer.

Each size is measured in a process of its own, so that its memory is its own. Cold: no text was asked before (the tables
of all scripts are loaded). Warm: the same queries for the third time, for a text is remembered when it comes again.
Differing: queries whose hits are not those of brute force, of how many compared.
"""

import argparse
import datetime
import gc
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from screening.matching.engine import Engine
from screening.matching.index.d1 import D1
from screening.matching.index.d2 import D2
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.query import QueryToken, Unmatched, query_tokens
from screening.matching.index.store import IndexStore
from screening.matching.index.stored import Stored
from screening.matching.judge import judge
from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.match import Match
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.forms import name_forms
from screening.names.kinds import NameKind
from tests.data import DATA
from tests.quality.corpus import Name, listed_names, queries, words
from tests.quality.reference import Reference
from tests.quality.stopwatch import Stopwatch, Timing, peak_megabytes
from tests.quality.table import Line, as_table, growth, timing_columns

RATIO, BOUND, NAIVE = 0.8, 0.75, 86
UNMATCHED = Unmatched(omitted_query=0.8, omitted_listed=0.2, contradicted_query=0.8, contradicted_listed=0.2)
BATCH, NAIVELY_ASKED = 64, 50
LONGEST_JUDGED, JUDGED = 10_000, 4
AWKWARD = ("Li", "Kim", "Mohammad", "CORP", "University of", "a", "of the", "x" * 10_000, "Ivan Petrov " * 833)
Row = tuple[str, ...]


def weight(token: str) -> float:
    return 1.0 if len(token) > 2 else 0.5


def sorted_key(row: Sequence[str]) -> str:
    return " ".join(sorted(row))


def tokens_of(row: Sequence[str]) -> tuple[QueryToken, ...]:
    return query_tokens(row, [weight(token) for token in row])


def measure(names: int, asked: int, watch: Stopwatch, compared: int) -> list[Line]:
    """Every method on one list."""
    questions = queries(DATA, names, asked)
    rows = [words(question.text) for question in questions]
    with tempfile.TemporaryDirectory() as folder:
        d1_line, d1 = measure_d1(names, rows, Path(folder), watch)
        d2_line, d2 = measure_d2(names, rows, Path(folder), watch)
        listed = [words(name.text) for name in listed_names(DATA, names)]
        lines = list(measure_brute_force(names, listed, rows, d1, watch, compared))
        reference = measure_reference(names, listed, rows, d2, watch, compared)
    ratio, *others = lines
    return [
        ratio,
        *others,
        replace(d1_line, differing=ratio.differing),
        replace(reference, differing=""),
        replace(d2_line, differing=reference.differing),
    ]


def measure_d1(names: int, rows: Sequence[Row], folder: Path, watch: Stopwatch) -> tuple[Line, D1]:
    def build() -> D1:
        return D1.build(sorted_key(words(name.text)) for name in listed_names(DATA, names))

    line, d1 = measure_index(names, f"D1, ratio ≥ {RATIO}", build, D1, folder, watch)
    timing = watch.timed(lambda row: d1.search(sorted_key(row), RATIO), rows)
    worst = watch.timed(lambda name: d1.search(sorted_key(words(name)), RATIO), AWKWARD)
    return line(timing, timing, worst), d1


def measure_d2(names: int, rows: Sequence[Row], folder: Path, watch: Stopwatch) -> tuple[Line, D2]:
    def build() -> D2:
        return D2.build((words(name.text) for name in listed_names(DATA, names)), weight)

    def search(row: Row) -> list[tuple[int, float]]:
        return d2.search(tokens_of(row), BOUND, UNMATCHED)

    line, d2 = measure_index(names, f"D2, bound ≥ {BOUND}", build, D2, folder, watch)
    cold = watch.timed(search, rows)
    watch.timed(search, rows)
    warm = watch.timed(search, rows)
    d2.forget()
    return line(cold, warm, watch.timed(lambda name: search(words(name)), AWKWARD)), d2


def measure_engine(names: int, asked: Sequence[Name], watch: Stopwatch) -> list[Line]:
    """The whole engine at its shipped threshold: forms, indexes, scorer, explanations, built and opened again."""

    def entities() -> Iterator[ListedEntity]:
        for place, name in enumerate(listed_names(DATA, names)):
            yield ListedEntity(str(place), name.kind, (ListedName(name.text),))

    def search(name: Name) -> list[Match]:
        floor = SHIPPED_THRESHOLDS[name.kind].possible
        return engine.search(Subject("query", name.kind, (SubjectName(name.text),)), floor=floor)

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "engine"
        building, _ = watch.took(lambda: Engine.build(entities()).save(place))
        megabytes = sum(file.stat().st_size for file in place.iterdir()) / 1e6
        opening, engine = watch.took(lambda: Engine.open(place))
        load_tables()
        cold = watch.timed(search, asked)
        watch.timed(search, asked)
        warm = watch.timed(search, asked)
        peak = peak_megabytes()
        awkward = watch.timed(search, [Name(text, NameKind.UNKNOWN) for text in AWKWARD])
    everybody = list(entities()) if names <= LONGEST_JUDGED else []
    judged = watch.timed(lambda name: judged_hits(everybody, name), asked[:JUDGED] if everybody else [])
    differing = sum(uids(hits) != uids(answer) for hits, answer in zip(judged.answers, cold.answers, strict=False))
    line = Line(
        **timing_columns(names, "whole engine, shipped thresholds", cold),
        warm=warm.per_second,
        build=building,
        megabytes=megabytes,
        open=opening,
        peak=peak,
        awkward=max(awkward.milliseconds),
        differing=f"{differing} of {len(judged.answers)}" if everybody else "",
    )
    return [*([Line(**timing_columns(names, "every name, same scorer", judged))] if everybody else []), line]


def load_tables() -> None:
    """Dictionaries and tables are read at the first name of a script: once in a process, and not timed here. What
    they hold is for ever, so the collector of garbage need not look at it again and again.
    """
    for text in ("山田太郎", "김철수", "Иван Петров", "محمد علي", "דוד", "株式会社見本大学", "Taro Yamada"):
        for kind in NameKind:
            name_forms(text, kind)
    gc.freeze()


def judged_hits(everybody: Sequence[ListedEntity], name: Name) -> list[Match]:
    subject = Subject("query", name.kind, (SubjectName(name.text),))
    floor = SHIPPED_THRESHOLDS[name.kind].possible
    return [match for entity in everybody if (match := judge(subject, entity, floor=floor))]


def uids(matches: Sequence[Match]) -> set[str]:
    return {match.entry.uid for match in matches}


def measure_index(
    names: int, method: str, build: Callable[[], Any], opened: Callable[[Any], Any], folder: Path, watch: Stopwatch
) -> tuple[Callable[[Timing, Timing, Timing], Line], Any]:
    """Build an index, open it again from disk; how to make its line of the table, and the opened index."""
    store = IndexStore(folder, "benchmark")
    building, built = watch.took(build)
    store.open_or_build(method, lambda: Stored(prefixed("index", built.arrays())))
    megabytes = sum(array.nbytes for array in built.arrays().values()) / 1e6
    opening, index = watch.took(lambda: opened(without_prefix(store.open(method).arrays, "index")))

    def line(cold: Timing, warm: Timing, awkward: Timing) -> Line:
        return Line(
            **timing_columns(names, method, cold),
            warm=warm.per_second,
            build=building,
            megabytes=megabytes,
            open=opening,
            peak=peak_megabytes(),
            awkward=max(awkward.milliseconds),
        )

    return line, index


def measure_brute_force(
    names: int, listed: Sequence[Row], rows: Sequence[Row], d1: D1, watch: Stopwatch, compared: int
) -> Iterator[Line]:
    """What people write: cdist for one query, for batches, and WRatio over the names."""
    keys = [sorted_key(row) for row in listed]

    def search(row: Row) -> list[tuple[int, float]]:
        return next(ratio_hits([sorted_key(row)], keys))

    timing = watch.timed(search, rows[:compared])
    differing = sum(d1.search(sorted_key(row), RATIO) != hits for row, hits in zip(rows, timing.answers, strict=False))
    line = Line(**timing_columns(names, f"cdist one by one, ratio ≥ {RATIO}", timing))
    yield replace(line, differing=f"{differing} of {len(timing.answers)}")
    elapsed, hits = watch.took(lambda: list(ratio_hits([sorted_key(row) for row in rows[:BATCH]], keys)))
    answer = Timing([1000 * elapsed / BATCH] * BATCH, hits)
    yield Line(**timing_columns(names, f"cdist in batches of {BATCH}, ratio ≥ {RATIO}", answer))
    plain = [" ".join(row) for row in listed]
    naive = watch.timed(lambda row: naive_hits(" ".join(row), plain), rows[:NAIVELY_ASKED])
    yield Line(**timing_columns(names, f"WRatio ≥ {NAIVE}", naive))


def ratio_hits(asked: Sequence[str], keys: Sequence[str]) -> Iterator[list[tuple[int, float]]]:
    scores = process.cdist(asked, keys, scorer=fuzz.ratio, score_cutoff=RATIO * 100 - 1e-6, dtype=np.float64)
    for row in scores:
        kept = np.flatnonzero(row / 100 >= RATIO)
        yield list(zip(kept.tolist(), (row[kept] / 100).tolist(), strict=True))


def naive_hits(question: str, names: Sequence[str]) -> list[Any]:
    return process.extract(question, names, scorer=fuzz.WRatio, score_cutoff=NAIVE, limit=None)


def measure_reference(
    names: int, listed: Sequence[Row], rows: Sequence[Row], d2: D2, watch: Stopwatch, compared: int
) -> Line:
    reference = Reference(listed, weight)

    def search(row: Row) -> dict[int, float]:
        return reference.search(tokens_of(row), BOUND, UNMATCHED)

    timing = watch.timed(search, rows[:compared])
    differing = sum(
        not same(dict(d2.search(tokens_of(row), BOUND, UNMATCHED)), hits)
        for row, hits in zip(rows, timing.answers, strict=False)
    )
    line = Line(**timing_columns(names, f"every token measured, bound ≥ {BOUND}", timing))
    return replace(line, differing=f"{differing} of {len(timing.answers)}")


def same(found: dict[int, float], expected: dict[int, float]) -> bool:
    return found.keys() == expected.keys() and all(abs(found[row] - expected[row]) < 1e-9 for row in found)


def measure_whole(names: int, asked: int, watch: Stopwatch) -> list[Line]:
    return measure_engine(names, queries(DATA, names, asked), watch)


def apart(measured: Callable[..., list[Line]], *arguments: object) -> list[Line]:
    """Measure in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, arguments)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--names", default="10000,100000,250000,1000000", help="list lengths, with commas")
    options.add_argument("--queries", type=int, default=1_000)
    options.add_argument("--seconds", type=float, default=60.0, help="the most that one measurement may take")
    options.add_argument("--compared", type=int, default=250, help="queries compared with brute force")
    options.add_argument("--engine", type=int, default=1_000_000, help="longest list for the whole engine")
    options.add_argument("--processor-time", action="store_true", help="for a machine that others use too")
    chosen = options.parse_args()
    watch = Stopwatch(chosen.seconds, by_processor=chosen.processor_time)
    lines: list[Line] = []
    for names in map(int, chosen.names.split(",")):
        lines += apart(measure, names, chosen.queries, watch, chosen.compared)
        if names <= chosen.engine:
            lines += apart(measure_whole, names, chosen.queries, watch)
        sys.stderr.write(f"measured {names:,} names\n")
    today = datetime.datetime.now(tz=datetime.UTC).date()
    clock = "processor time" if chosen.processor_time else "wall-clock time"
    machine = f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
    sys.stdout.write("\n".join([f"{today} · {machine} · {clock}", "", as_table(lines), "", *growth(lines), ""]))


if __name__ == "__main__":
    main()
