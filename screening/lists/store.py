"""Writing what an importer reads: entries, their names and the rows that could not be read."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice

from screening.importers.base import Parsed, ParsedEntry
from screening.importers.faults import RowError
from screening.models import EditionRowError, Entry, EntryName, ListEdition

BATCH = 1000


def store(edition: ListEdition, items: Iterator[Parsed]) -> list[RowError]:
    """Store everything that an importer yields and count it on the edition; return the row errors."""
    errors: list[RowError] = []
    while batch := list(islice(items, BATCH)):
        errors += [item for item in batch if isinstance(item, RowError)]
        _store_entries(edition, [item for item in batch if isinstance(item, ParsedEntry)])
    _store_errors(edition, errors)
    edition.row_error_count = len(errors)
    return errors


def _store_entries(edition: ListEdition, batch: list[ParsedEntry]) -> None:
    entries = Entry.objects.bulk_create(
        Entry(
            edition=edition,
            uid=parsed.uid,
            uid_is_stable=parsed.uid_is_stable,
            kind=parsed.kind,
            primary_name=parsed.primary_name,
            countries=list(parsed.countries),
            birth_dates=list(parsed.birth_dates),
            identifiers=[list(pair) for pair in parsed.identifiers],
            attributes=dict(parsed.attributes),
            content_hash=content_hash(parsed),
            row=parsed.row,
        )
        for parsed in batch
    )
    names = EntryName.objects.bulk_create(_names(entries, batch), batch_size=BATCH)
    edition.entry_count += len(entries)
    edition.name_count += len(names)


def _names(entries: list[Entry], batch: list[ParsedEntry]) -> Iterator[EntryName]:
    for entry, parsed in zip(entries, batch, strict=True):
        for name in parsed.names:
            yield EntryName(
                entry=entry, text=name.text, name_type=name.type, is_primary=name.is_primary, is_weak=name.is_weak
            )


def _store_errors(edition: ListEdition, errors: Iterable[RowError]) -> None:
    EditionRowError.objects.bulk_create(
        (
            EditionRowError(
                edition=edition,
                row=error.row,
                field=error.field[:100],
                code=error.code,
                message=str(error),
                params=dict(error.params),
            )
            for error in errors
        ),
        batch_size=BATCH,
    )


def content_hash(parsed: ParsedEntry) -> str:
    """Return a hash over everything the entry says, in one order only."""
    content = {
        "kind": parsed.kind,
        "names": sorted([name.text, str(name.type), name.is_weak] for name in parsed.names),
        "countries": sorted(parsed.countries),
        "birth_dates": sorted(parsed.birth_dates),
        "identifiers": sorted(map(list, parsed.identifiers)),
        "attributes": dict(parsed.attributes),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
