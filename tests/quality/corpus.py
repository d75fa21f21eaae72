"""Names to measure with: real list names, more of them made from their words, and what a university would ask."""

import csv
import gzip
import random
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from anyascii import anyascii

from screening.names.kinds import NameKind

CORPUS: Final = Path("names") / "corpus.tsv.gz"
PEOPLE_ON_NO_LIST: Final = Path("names") / "people_on_no_list"
_WORD: Final = re.compile(r"[a-z0-9]+")
_LETTERS: Final = "aeioutnsrlhk"


class Name(NamedTuple):
    text: str
    kind: NameKind


@cache
def read_corpus(data: Path) -> tuple[Name, ...]:
    """Distinct names, in an order that is random and always the same."""
    with gzip.open(data / CORPUS, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        kinds = {row["name"]: NameKind(row["kind"]) for row in rows if words(row["name"])}
    shuffled = [Name(text, kinds[text]) for text in sorted(kinds)]
    random.Random(1).shuffle(shuffled)
    return tuple(shuffled)


def listed_names(data: Path, count: int) -> Iterator[Name]:
    """Real names as far as they go; beyond them, names with a word of another name and sometimes a misspelling."""
    real = read_corpus(data)
    yield from real[:count]
    chance = random.Random(2)
    for _ in range(count - len(real)):
        name = chance.choice(real)
        own, other = name.text.split(), chance.choice(real).text.split()
        own[chance.randrange(len(own))] = chance.choice(other)
        text = " ".join(own)
        yield name._replace(text=misspelt(text, chance, 1) if chance.random() < 0.3 else text)


def queries(data: Path, listed: int, count: int) -> list[Name]:
    """A third each: misspelt listed names; listed names in another order with a word left out; people on no list."""
    chance = random.Random(3)
    real = read_corpus(data)[:listed]
    nobody = [Name(text, NameKind.PERSON) for text in people_on_no_list(data)]
    made = []
    for place in range(count):
        name = chance.choice(nobody if place % 3 == 2 else real)
        change = (_misspelt_once_or_twice, _shuffled, _as_it_is)[place % 3]
        made.append(name._replace(text=change(name.text, chance)))
    return made


def people_on_no_list(data: Path) -> list[str]:
    names = []
    for path in sorted((data / PEOPLE_ON_NO_LIST).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            names += [row["full_name"] for row in csv.DictReader(lines)]
    return sorted(names)


def misspelt(name: str, chance: random.Random, edits: int) -> str:
    letters = list(name)
    for _ in range(edits):
        letters[chance.randrange(len(letters))] = chance.choice(_LETTERS)
    return "".join(letters)


def words(name: str) -> tuple[str, ...]:
    """Latin words of a name, plainly made: what is measured here is search, not transliteration."""
    bare = (char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return tuple(_WORD.findall(anyascii("".join(bare)).lower()))


def _misspelt_once_or_twice(name: str, chance: random.Random) -> str:
    return misspelt(name, chance, chance.choice((1, 2)))


def _shuffled(name: str, chance: random.Random) -> str:
    parts = name.split()
    chance.shuffle(parts)
    return " ".join(parts[:-1] if len(parts) > 2 else parts)


def _as_it_is(name: str, _: random.Random) -> str:
    return name
