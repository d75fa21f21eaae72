"""Reading the labelled pairs of names."""

import csv
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from screening.names.kinds import NameKind
from tests.data import DATA

PAIRS = DATA / "names" / "pairs"
_ORGANIZATIONS = frozenset({"Organization", "Company"})


class Pair(NamedTuple):
    kind: NameKind
    query: str
    listed: str
    is_same: bool


def read_pairs(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(_kind(row["schema"]), row["a"], row["b"], row["label"] == "1") for row in rows]


def _kind(schema: str) -> NameKind:
    return NameKind.ORGANIZATION if schema in _ORGANIZATIONS else NameKind.PERSON


def in_first_half(name: str) -> bool:
    """A stable split by the query name, so that weights can be learnt on one half and measured on the other."""
    return crc32(name.encode()) % 2 == 0
