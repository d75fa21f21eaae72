"""The lists that the importers know, as rows."""

from typing import Any

from screening.enums import ListEffect
from screening.importers.registry import SOURCE_BY_CODE, SOURCES
from screening.importers.registry import ListSource as KnownSource
from screening.models import ListSource

OWN_WATCH_LIST = "own_watch_list"


def sync_sources() -> int:
    """Record every known public list, or bring its facts up to date; return how many lists are known.

    An office's own list has no public row: each owner's comes into being with ``own_watch_list``.
    """
    for known in filter(is_owned, SOURCES):
        ListSource.objects.filter(code=known.code).update(**_facts(known))
    ListSource.objects.bulk_create(
        [ListSource(code=known.code, **_facts(known)) for known in SOURCES if not is_owned(known)],
        update_conflicts=True,
        unique_fields=["code", "owner_ref"],
        update_fields=[*_facts(SOURCES[0])],
    )
    return len(SOURCES)


def own_watch_list(owner_ref: str) -> ListSource:
    """Return the owner's own watch list, which nobody else sees or matches. ``owner_ref`` is the caller's key."""
    if not owner_ref:
        raise ValueError("a watch list without an owner would be everybody's")
    defaults = _facts(SOURCE_BY_CODE[OWN_WATCH_LIST])
    return ListSource.objects.get_or_create(code=OWN_WATCH_LIST, owner_ref=owner_ref, defaults=defaults)[0]


def is_owned(known: KnownSource) -> bool:
    return known.effect == ListEffect.OWN_WATCH_LIST


def _facts(known: KnownSource) -> dict[str, Any]:
    return {
        "name_ja": known.name["ja"],
        "name_en": known.name["en"],
        "issuer_ja": known.issuer["ja"],
        "issuer_en": known.issuer["en"],
        "effect": known.effect,
        "legal_note_ja": known.legal_note["ja"],
        "legal_note_en": known.legal_note["en"],
        "licence_note_ja": known.licence_note["ja"],
        "licence_note_en": known.licence_note["en"],
        "official_page": known.official_page,
        "stable_address": known.address,
        "expected_days": known.expected_days,
        "allowed_age_days": known.allowed_age_days,
        "shrink_limit": known.shrink_limit,
        "seen_real_file": known.seen_real_file,
    }
