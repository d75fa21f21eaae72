"""Entries as an edition prints them, read for comparison."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from screening.importers.base import NameType
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.models import Entry, EntryName
from screening.names.kinds import NameKind

CHUNK = 500
_LEAST_LATIN_KEY = 4
_LEAST_EAST_ASIAN_KEY = 2


@dataclass(frozen=True, slots=True)
class PrintedName:
    text: str
    type: str = NameType.ALIAS
    is_weak: bool = False
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """Everything that an edition says of one entry. ``pk`` is its row; ``uid`` is its identity among editions."""

    pk: int
    uid: str
    kind: NameKind
    names: tuple[PrintedName, ...]
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    uid_is_stable: bool = False
    row: int = 0

    @property
    def primary_name(self) -> str:
        return self.names[0].text

    @property
    def main_key(self) -> str:
        return self.key_of(self.primary_name)

    def key_of(self, text: str) -> str:
        """A name's key; a person's surname may be printed first, before a comma."""
        family, comma, given = text.partition(",")
        is_turned = self.kind is NameKind.PERSON and comma and "," not in given
        return name_key(f"{given} {family}" if is_turned else text)

    def keys(self) -> dict[str, PrintedName]:
        """The names by what is left of them when spelling's cosmetics are taken away."""
        return {self.key_of(name.text): name for name in reversed(self.names)}

    def telling_keys(self) -> set[str]:
        """The keys of names that tell an entry from others: not weak ones, no short abbreviations."""
        return {key for key, name in self.keys().items() if not name.is_weak and is_telling(key)}

    def as_listed(self, names: Sequence[PrintedName] | None = None, *, list_code: str = "") -> ListedEntity:
        """The entry as matching takes it, with all its names or with some of them."""
        listed = (ListedName(name.text, name.is_weak, name.is_primary) for name in (names or self.names))
        return ListedEntity(
            self.uid, self.kind, tuple(listed), self.countries, self.birth_dates, self.identifiers, list_code
        )

    def as_subject(self) -> Subject:
        """The entry as somebody to look for in another edition."""
        telling = tuple(SubjectName(name.text) for name in self.names if not name.is_weak)
        born = self.birth_dates[0] if len(self.birth_dates) == 1 else ""
        return Subject(self.uid, self.kind, telling, self.countries, born, self.identifiers)


def name_key(text: str) -> str:
    """A name without case, width, spacing and punctuation: what may change without the name being another."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def is_telling(key: str) -> bool:
    return len(key) >= (_LEAST_LATIN_KEY if key[:1] < "\u2e80" else _LEAST_EAST_ASIAN_KEY)


def printed_entries(edition_id: int, uids: Collection[str] | None = None) -> Iterator[PrintedEntry]:
    """Read the entries of an edition, all or those with one of ``uids``, in the order of the file."""
    rows = Entry.objects.filter(edition=edition_id).order_by("pk")
    if uids is None:
        yield from _printed(rows.values_list(*_COLUMNS))
        return
    wanted = sorted(uids)
    for start in range(0, len(wanted), CHUNK):
        yield from _printed(rows.filter(uid__in=wanted[start : start + CHUNK]).values_list(*_COLUMNS))


_COLUMNS = ("pk", "uid", "kind", "countries", "birth_dates", "identifiers", "attributes", "uid_is_stable", "row")


def _printed(rows: Any) -> Iterator[PrintedEntry]:
    found = list(rows)
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        names = _names([row[0] for row in chunk])
        for pk, uid, kind, countries, birth_dates, identifiers, attributes, is_stable, row in chunk:
            yield PrintedEntry(
                pk=pk,
                uid=uid,
                kind=NameKind(kind),
                names=tuple(names[pk]),
                countries=tuple(countries),
                birth_dates=tuple(birth_dates),
                identifiers=tuple((scheme, value) for scheme, value in identifiers),
                attributes=attributes,
                uid_is_stable=is_stable,
                row=row,
            )


def _names(entry_ids: Sequence[int]) -> dict[int, list[PrintedName]]:
    rows = EntryName.objects.filter(entry__in=entry_ids).order_by("-is_primary", "pk")
    found: dict[int, list[PrintedName]] = defaultdict(list)
    for entry_id, text, type_, is_weak, is_primary in rows.values_list(
        "entry_id", "text", "name_type", "is_weak", "is_primary"
    ):
        found[entry_id].append(PrintedName(text, type_, is_weak, is_primary))
    return found
