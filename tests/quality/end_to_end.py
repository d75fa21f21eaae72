"""``python -m tests.quality.end_to_end``: whole searches at the shipped thresholds.

People: every person of the corpus is listed; names of two words or more are asked with one or two chance letters, and
with one slip of the pen; people who are on no list are asked as they are. The same is asked of `token_sort_ratio`, as
people write it. Institutions: every record of ROR is listed, its acronyms as weak
aliases, and the names that others print for them are asked.
"""

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from screening.matching.engine import Engine
from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.match import Match
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.kinds import NameKind
from tests.data import DATA
from tests.quality.corpus import misspelt, people_on_no_list, read_corpus, words

RECORDS = DATA / "lists" / "ror" / "ror_v2_records_v1.45-v2.9.jsonl.gz"
PRINTED = DATA / "affiliations" / "ror_names_dev.json"
ASKED = 680
FIRST_SHOWN = 5
PLAIN = 85


class Line(NamedTuple):
    what: str
    items: int
    share: float


def search_in(engine: Engine, kind: NameKind) -> Callable[[str], list[Match]]:
    floor = SHIPPED_THRESHOLDS[kind].possible
    return lambda name: engine.search(Subject("query", kind, (SubjectName(name),)), floor=floor)


def people() -> Iterator[Line]:
    listed = [name.text for name in read_corpus(DATA) if name.kind is NameKind.PERSON]
    search = search_in(Engine.build(_each(listed, NameKind.PERSON)), NameKind.PERSON)
    keys = [_sorted_key(name) for name in listed]
    chance = random.Random(6)
    full = [place for place, name in enumerate(listed) if len(words(name)) > 1 and _is_latin(name)]
    places = chance.sample(full, min(ASKED, len(full)))
    wrong = [misspelt(listed[place], chance, chance.choice((1, 2))) for place in places]
    slips = [slip_of_the_pen(listed[place], chance) for place in places]
    for what, asked in (
        (f"misspelt, found among {len(listed):,}", wrong),
        ("one slip of the pen, found", slips),
    ):
        pairs = list(zip(places, asked, strict=True))
        found = sum(str(place) in {match.entry.uid for match in search(name)} for place, name in pairs)
        yield Line(f"people: {what}", len(pairs), found / len(pairs))
        plain = sum(fuzz.ratio(_sorted_key(name), keys[place]) >= PLAIN for place, name in pairs)
        yield Line(f"   the same by token_sort_ratio ≥ {PLAIN}", len(pairs), plain / len(pairs))
    nobody = people_on_no_list(DATA)
    for label, asked in (("all", nobody), ("in Latin letters", [name for name in nobody if _is_latin(name)])):
        alarms = sum(bool(search(name)) for name in asked)
        yield Line(f"people: alarms on people who are on no list, {label}", len(asked), alarms / len(asked))
        yield Line(f"   the same by token_sort_ratio ≥ {PLAIN}", len(asked), plain_alarms(asked, keys) / len(asked))


def plain_alarms(asked: Sequence[str], keys: Sequence[str]) -> int:
    """How many of these names have a key that is a hit of the plain ratio."""
    return sum(
        process.extractOne(_sorted_key(name), keys, scorer=fuzz.ratio, score_cutoff=PLAIN) is not None for name in asked
    )


def slip_of_the_pen(name: str, chance: random.Random) -> str:
    """The name with one letter dropped, doubled, swapped with its neighbour, or struck wrongly."""
    at = chance.randrange(len(name) - 1)
    slips = (
        name[:at] + name[at + 1 :],
        name[: at + 1] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        misspelt(name, chance, 1),
    )
    return chance.choice(slips)


def _sorted_key(name: str) -> str:
    return " ".join(sorted(words(name)))


def institutions() -> Iterator[Line]:
    records = list(_records())
    search = search_in(Engine.build(map(_institution, records)), NameKind.ORGANIZATION)
    known = {record["id"] for record in records}
    printed: list[dict[str, str]] = json.loads(PRINTED.read_text("utf-8"))
    asked = [(row["affiliation"], row["ror-id"]) for row in printed if row["ror-id"] in known]
    ranked = [[match.entry.uid for match in search(name)] for name, _ in asked]
    for first in (1, FIRST_SHOWN):
        right = sum(wanted in uids[:first] for (_, wanted), uids in zip(asked, ranked, strict=True))
        yield Line(f"institutions: recall@{first} among {len(records):,} records", len(asked), right / len(asked))


def _each(names: Sequence[str], kind: NameKind) -> Iterator[ListedEntity]:
    return (ListedEntity(str(place), kind, (ListedName(name),)) for place, name in enumerate(names))


def _records() -> Iterator[dict[str, Any]]:
    with gzip.open(RECORDS, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _institution(record: dict[str, Any]) -> ListedEntity:
    names = tuple(ListedName(name["value"], is_weak=name["types"] == ["acronym"]) for name in record["names"])
    return ListedEntity(record["id"], NameKind.ORGANIZATION, names, list_code="ror")


def _is_latin(name: str) -> bool:
    return all(ord(letter) < 0x250 for letter in name)


def show(lines: Iterable[Line]) -> None:
    for line in lines:
        print(f"{line.what:70s} {line.items:6,d} {line.share:7.3f}")


if __name__ == "__main__":
    show(people())
    show(institutions())
