"""Screening one subject against a list, in plain values."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final, Self

from screening.matching.entries import Entries
from screening.matching.index.collector import collector_paused
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.store import IndexStore
from screening.matching.index.stored import Origin, Stored, read, write
from screening.matching.judge import asked_as, compared_kind, judge, kinds_meet
from screening.matching.match import Match
from screening.matching.shelf import ListedText, Shelf
from screening.matching.subject import ListedEntity, Subject
from screening.matching.version import ENGINE_VERSION
from screening.names.forms import NameForms, name_forms
from screening.names.kinds import NameKind

__all__ = ["AT_ONCE", "ENGINE_VERSION", "LEAST_FLOOR", "Engine"]

LEAST_FLOOR: Final = 0.6
"""Down to this floor the indexes are used; below it every entry is compared."""

AT_ONCE: Final = 32
"""How many subjects `search_many` takes at a time: what is looked up for them is a small part of what is remembered."""

_SHELVES: Final = (NameKind.PERSON, NameKind.ORGANIZATION)


class Engine:
    """The entries of one set of list editions, ready to be asked about subjects. Immutable, safe between threads."""

    def __init__(self, entries: Entries, shelves: dict[NameKind, Shelf]) -> None:
        self._entries = entries
        self._shelves = shelves

    @classmethod
    def build(cls, entities: Iterable[ListedEntity]) -> Self:
        names: dict[NameKind, list[ListedText]] = {kind: [] for kind in _SHELVES}
        with collector_paused():
            entries = Entries.build(_noted(entities, names))
            return cls(entries, {kind: Shelf.build(names.pop(kind), kind) for kind in _SHELVES})

    @classmethod
    def open(cls, path: Path, source_key: str = "") -> Self:
        """Map what `save` wrote. Raises IndexRefusedError when it is missing, damaged or of another engine version."""
        return cls._from(read(path, Origin(ENGINE_VERSION, source_key)))

    @classmethod
    def open_or_build(cls, root: Path, source_key: str, entities: Iterable[ListedEntity]) -> Self:
        """The engine over the editions that ``source_key`` names, from disk when some process built it before."""
        store = IndexStore(root, ENGINE_VERSION)
        return cls._from(store.open_or_build(source_key, lambda: cls.build(entities)._stored()))

    def save(self, path: Path, source_key: str = "") -> None:
        """Write into a new directory, from which `open` maps it in any process."""
        path.mkdir(parents=True)
        write(path, self._stored(), Origin(ENGINE_VERSION, source_key))

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, subject: Subject, *, floor: float) -> list[Match]:
        """Every entry that scores ``floor`` or more: best name each, highest score first, then most evidence."""
        return self._answer(subject, _names(subject), floor)

    def search_many(self, asked: Iterable[tuple[Subject, float]]) -> Iterator[list[Match]]:
        """`search` of many subjects, each with its floor, in their order.

        Some subjects at a time are taken and their words looked up together, which takes less time than one by one.
        """
        waiting = iter(asked)
        while some := list(islice(waiting, AT_ONCE)):
            names = [_names(subject) for subject, _ in some]
            self._prepare(some, names)
            for (subject, floor), named in zip(some, names, strict=True):
                yield self._answer(subject, named, floor)

    def _answer(self, subject: Subject, names: Iterable[NameForms], floor: float) -> list[Match]:
        numbers = sorted(self._candidates(subject, names, floor))
        found = (judge(subject, entity, floor=floor) for entity in self._entries.take(numbers))
        return sorted(filter(None, found), key=_rank)

    def _prepare(self, asked: Sequence[tuple[Subject, float]], names: Sequence[Sequence[NameForms]]) -> None:
        alike: dict[tuple[NameKind, float], list[NameForms]] = {}
        for (_, floor), named in zip(asked, names, strict=True):
            for name in named if floor >= LEAST_FLOOR else ():
                alike.setdefault((name.kind, floor), []).append(name)
        for (kind, floor), some in alike.items():
            self._shelves[kind].prepare(some, floor)

    def _candidates(self, subject: Subject, names: Iterable[NameForms], floor: float) -> set[int]:
        if floor < LEAST_FLOOR:
            return set(range(len(self._entries)))
        found = set(self._entries.sharing_identifier(subject.identifiers))
        for name in names:
            found |= self._shelves[name.kind].candidates(name, floor)
        return found

    @classmethod
    def _from(cls, stored: Stored) -> Self:
        shelves = {kind: Shelf(without_prefix(stored.arrays, kind), kind) for kind in _SHELVES}
        return cls(Entries(without_prefix(stored.arrays, "entries")), shelves)

    def _stored(self) -> Stored:
        arrays = prefixed("entries", self._entries.arrays())
        for kind, shelf in self._shelves.items():
            arrays |= prefixed(kind, shelf.arrays())
        return Stored(arrays, {"entries": len(self)})


def _noted(entities: Iterable[ListedEntity], names: dict[NameKind, list[ListedText]]) -> Iterator[ListedEntity]:
    """The same entities; their names are noted on the way, each under the kinds by whose rules it is compared."""
    for number, entity in enumerate(entities):
        for kind in _shelves_of(entity.kind):
            names[kind] += [ListedText(name.text, number) for name in entity.names]
        yield entity


@cache
def _shelves_of(entity: NameKind) -> tuple[NameKind, ...]:
    asked = [compared_kind(kind, entity) for kind in NameKind if kinds_meet(kind, entity)]
    return tuple(kind for kind in _SHELVES if kind in asked)


def _names(subject: Subject) -> list[NameForms]:
    """All that is asked for a subject, read by the rules of each kind that it may be."""
    return [
        name_forms(text, kind, reading=name.reading)
        for kind in _kinds_compared(subject.kind)
        for name in subject.names
        for text in asked_as(name, kind)
    ]


def _kinds_compared(subject: NameKind) -> Sequence[NameKind]:
    return _SHELVES if subject is NameKind.UNKNOWN else (subject,)


def _rank(match: Match) -> tuple[float, float, str, str]:
    return -match.score, -match.evidence, match.entry.list_code, match.entry.uid
