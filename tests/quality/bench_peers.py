"""`python -m tests.quality.bench_peers --peer .peers/bin/python`: the whole engine and nomenklatura, the same work.

People are asked about: some on the list, misspelt by one or two letters of a name of two words or more, and
some on no list. Recall is how many of the former find their name; an alarm is any hit for one of the latter.
Both run one after the other on one machine; the peer runs in the environment that `--peer` names, made from
tests/quality/requirements-peers.txt.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from screening.matching.engine import Engine
from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.kinds import NameKind
from tests.data import DATA
from tests.quality.bench import sorted_key
from tests.quality.corpus import misspelt, people_on_no_list, read_corpus, words

PEER = Path(__file__).with_name("peer_nomenklatura.py")
LOGIC_V2, BRUTE_FORCE = 0.7, 85
Hits = Sequence[Sequence[int]]


class Work(NamedTuple):
    """Listed names; misspelt ones with the place each was made from; names of people on no list."""

    listed: list[str]
    misspelt: list[tuple[str, int]]
    nobody: list[str]

    @property
    def queries(self) -> list[str]:
        return [name for name, _ in self.misspelt] + self.nobody


class Result(NamedTuple):
    method: str
    build: float
    search: float
    hits: Hits


def work(listed: int, asked: int) -> Work:
    chance = random.Random(4)
    people = (name.text for name in read_corpus(DATA) if name.kind is NameKind.PERSON and is_latin(name.text))
    names = list(islice(people, listed))
    full = [place for place, name in enumerate(names) if len(words(name)) > 1]
    places = [chance.choice(full) for _ in range(asked)]
    made = [(misspelt(names[place], chance, chance.choice((1, 2))), place) for place in places]
    nobody = [name for name in people_on_no_list(DATA) if is_latin(name)]
    return Work(names, made, chance.sample(nobody, min(asked, len(nobody))))


def is_latin(name: str) -> bool:
    """Both sides in one script: the edits of a misspelling would mean something else in another."""
    return all(ord(letter) < 0x250 for letter in name)


def measured(method: str, build: Callable[[], Callable[[str], list[int]]], queries: Sequence[str]) -> Result:
    begun = time.perf_counter()
    search = build()
    built = time.perf_counter()
    hits = [search(query) for query in queries]
    return Result(method, built - begun, time.perf_counter() - built, hits)


def engine(listed: Sequence[str]) -> Callable[[str], list[int]]:
    built = Engine.build(
        ListedEntity(str(place), NameKind.PERSON, (ListedName(name),)) for place, name in enumerate(listed)
    )
    floor = SHIPPED_THRESHOLDS[NameKind.PERSON].possible

    def search(query: str) -> list[int]:
        subject = Subject("query", NameKind.PERSON, (SubjectName(query),))
        return [int(match.entry.uid) for match in built.search(subject, floor=floor)]

    return search


def brute_force(listed: Sequence[str]) -> Callable[[str], list[int]]:
    keys = [sorted_key(words(name)) for name in listed]

    def search(query: str) -> list[int]:
        key = sorted_key(words(query))
        found = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=BRUTE_FORCE, limit=None)
        return [place for _, _, place in found]

    return search


def nomenklatura(python: Path, asked: Work) -> Result:
    question = {"listed": asked.listed, "queries": asked.queries, "threshold": LOGIC_V2}
    done = subprocess.run([python, PEER], input=json.dumps(question), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{python} {PEER.name} failed:\n{done.stderr}")
    answer = json.loads(done.stdout)
    method = f"nomenklatura {answer['version']}: DuckDB blocker, logic-v2 ≥ {LOGIC_V2}"
    return Result(method, answer["build"], answer["search"], answer["hits"])


def row(asked: Work, result: Result) -> str:
    found = sum(place in hits for (_, place), hits in zip(asked.misspelt, result.hits, strict=False))
    alarms = sum(bool(hits) for hits in result.hits[len(asked.misspelt) :])
    cells = [
        result.method,
        f"{len(result.hits) / result.search:,.0f}",
        f"{result.build:.1f}",
        f"{found / len(asked.misspelt):.3f}",
        f"{alarms / len(asked.nobody):.2%}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer", type=Path, required=True, help="the Python of the peers' environment")
    options.add_argument("--names", type=int, default=50_000)
    options.add_argument("--queries", type=int, default=1_000, help="of each sort")
    chosen = options.parse_args()
    asked = work(chosen.names, chosen.queries)
    results = [
        nomenklatura(chosen.peer, asked),
        measured(f"brute force, token_sort_ratio ≥ {BRUTE_FORCE}", lambda: brute_force(asked.listed), asked.queries),
        measured("this engine, shipped threshold", lambda: engine(asked.listed), asked.queries),
    ]
    peer, *_, own = (len(result.hits) / result.search for result in results)
    head = f"{len(asked.listed):,} listed people, {len(asked.queries):,} queries"
    table = ["| method | q/s | build s | recall | alarms on nobody |", "| --- | --- | --- | --- | --- |"]
    lines = [head, "", *table, *(row(asked, result) for result in results), "", f"{own / peer:.1f} times the peer", ""]
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
