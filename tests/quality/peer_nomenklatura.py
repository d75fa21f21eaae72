"""nomenklatura's DuckDB blocker and logic-v2 scorer: names in, hits out. Runs in the peers' own environment.

Reads JSON from standard input: {"listed": [name], "queries": [name], "threshold": score}. Writes JSON to standard
output: {"version", "build", "search" (seconds), "peak" (MB), "hits": for each query the places of listed names}.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker import Index
from nomenklatura.matching import LogicV2
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

DATASET = Dataset({"name": "names", "title": "names"})


def person(identity: str, name: str) -> StatementEntity:
    data = {"id": identity, "schema": "Person", "properties": {"name": [name]}}
    return StatementEntity.from_data(DATASET, data)


def search(
    index: Index, listed: Sequence[StatementEntity], asked: Sequence[StatementEntity], threshold: float
) -> list[list[int]]:
    config = LogicV2.default_config()
    hits: list[list[int]] = [[] for _ in asked]
    for identity, candidates in index.match_entities(asked):
        query = int(identity.id.removeprefix("query-"))
        for candidate, _ in candidates:
            place = int(candidate.id.removeprefix("listed-"))
            if LogicV2.compare(asked[query], listed[place], config).score >= threshold:
                hits[query].append(place)
    return hits


def build(listed: Sequence[StatementEntity], folder: Path) -> Index:
    store = MemoryStore(DATASET, Linker({}))
    with store.writer() as writer:
        for entity in listed:
            writer.add_entity(entity)
    index = Index(store.default_view(), folder)
    index.build()
    return index


def warm_up() -> None:
    """Load what the first comparison loads: this is measured for nobody."""
    one = [person("listed-0", "Petr Ivanov")]
    with tempfile.TemporaryDirectory() as folder:
        index = build(one, Path(folder))
        search(index, one, [person("query-0", "Pyotr Ivanov")], 0.5)
        index.close()


def main() -> None:
    work = json.load(sys.stdin)
    warm_up()
    listed = [person(f"listed-{place}", name) for place, name in enumerate(work["listed"])]
    asked = [person(f"query-{place}", name) for place, name in enumerate(work["queries"])]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        index = build(listed, Path(folder))
        built = time.perf_counter()
        hits = search(index, listed, asked, work["threshold"])
        searched = time.perf_counter()
        index.close()
    answer = {
        "version": version("nomenklatura"),
        "build": built - begun,
        "search": searched - built,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "hits": hits,
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
