"""One matching engine per set of list editions, built once and shared through the disk."""

import functools
import hashlib
from collections.abc import Iterator, Sequence

from django.conf import settings

from screening.matching.engine import Engine
from screening.matching.subject import ListedEntity, ListedName
from screening.models import Entry, ListEdition
from screening.names.kinds import NameKind

SMALL = 2000
"""Up to this number of names an engine is built faster than it is opened."""


def engine_for(editions: Sequence[ListEdition]) -> Engine:
    """Return the engine over exactly these editions, opened from disk when it was built before."""
    pairs = tuple(sorted((edition.sha256, edition.pk) for edition in editions))
    return _engine(pairs, sum(edition.name_count for edition in editions) <= SMALL)


@functools.lru_cache(maxsize=4)
def _engine(pairs: tuple[tuple[str, int], ...], is_small: bool) -> Engine:
    if is_small:
        return Engine.build(entities([pk for _sha256, pk in pairs]))
    key = hashlib.sha256("\n".join(f"{sha256} {pk}" for sha256, pk in pairs).encode()).hexdigest()[:32]
    return Engine.open_or_build(settings.INDEX_DIR, key, entities([pk for _sha256, pk in pairs]))


def entities(edition_ids: Sequence[int]) -> Iterator[ListedEntity]:
    """Yield what matching needs of every entry of the editions."""
    entries = (
        Entry.objects.filter(edition__in=edition_ids)
        .select_related("edition__source")
        .prefetch_related("names")
        .order_by("pk")
    )
    yield from map(entity_of, entries.iterator(chunk_size=2000))


def entity_of(entry: Entry) -> ListedEntity:
    """Return an entry as matching takes it."""
    return ListedEntity(
        uid=entry.uid,
        kind=NameKind(entry.kind),
        names=tuple(ListedName(name.text, name.is_weak, name.is_primary) for name in entry.names.all()),
        countries=tuple(entry.countries),
        birth_dates=tuple(entry.birth_dates),
        identifiers=tuple((scheme, value) for scheme, value in entry.identifiers),
        list_code=entry.edition.source.code,
    )
