"""The changes between editions in words: their classes, and the fields that they are about."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.lists.changes import ChangeKind

KINDS: Mapping[ChangeKind, Promise] = {
    ChangeKind.ADDED: _("Added"),
    ChangeKind.REMOVED: _("Removed"),
    ChangeKind.RENAMED: _("Renamed"),
    ChangeKind.SPLIT: _("Split off"),
    ChangeKind.MERGED: _("Merged"),
    ChangeKind.ALIAS_ADDED: _("Alias added"),
    ChangeKind.ALIAS_MOVED: _("Alias moved"),
    ChangeKind.ALIAS_REMOVED: _("Alias removed"),
    ChangeKind.ATTRIBUTE_CHANGED: _("Facts changed"),
    ChangeKind.COSMETIC: _("Spelling only"),
}
FIELDS: Mapping[str, Promise] = {
    "addresses": _("Addresses"),
    "alias_quality": _("Quality of an alias"),
    "birth_dates": _("Dates of birth"),
    "birth_dates_approximate": _("Dates of birth, approximate"),
    "birth_dates_as_printed": _("Dates of birth as printed"),
    "birth_places": _("Places of birth"),
    "cities": _("Cities"),
    "concern": _("Concern"),
    "conventional_arms": _("Conventional arms"),
    "countries": _("Countries"),
    "countries_as_printed": _("Countries as printed"),
    "domains": _("Internet domains"),
    "end_date": _("Until"),
    "entity_type": _("Type"),
    "entry_type": _("Type of entry"),
    "established": _("Established"),
    "identifiers": _("Identifiers"),
    "institution_types": _("Types of institution"),
    "kind": _("Kind"),
    "linked_to": _("Linked to"),
    "listed_on": _("Listed on"),
    "name": _("Name"),
    "names": _("Other names"),
    "nationality_as_printed": _("Nationality as printed"),
    "note": _("Note"),
    "notice": _("Notice"),
    "positions": _("Positions"),
    "programme": _("Programme of the list"),
    "regulations": _("Regulations"),
    "remarks": _("Remarks"),
    "source_list": _("Sub-list"),
    "source_page": _("Page of the source"),
    "source_url": _("Address of the source"),
    "start_date": _("Since"),
    "status": _("Status"),
    "titles": _("Titles"),
    "wmd_types": _("Types of weapons of mass destruction"),
}

VALUES: Mapping[str, Mapping[str, Promise]] = {
    "conventional_arms": {"yes": _("yes")},
    "wmd_types": {
        "biological": _("biological"),
        "chemical": _("chemical"),
        "missile": _("missile"),
        "nuclear": _("nuclear"),
    },
}
"""Values that an importer writes for a publisher's sign; all others are printed as the publisher has them."""


def field_words(name: str) -> Promise | str:
    """Return a field of an entry by its words; what only one publisher prints goes by its own heading."""
    return FIELDS.get(name, name)


def value_words(field: str, values: Iterable[str]) -> str:
    """Return the values of a field in the reader's language where they are an importer's own words."""
    own = VALUES.get(field, {})
    return "; ".join(str(own.get(value, value)) for value in values)


def counted_words(counts: Mapping[ChangeKind, int]) -> str:
    """Return how many entries each class has, in the reader's language; empty when nothing changed."""
    return ", ".join(f"{KINDS[kind]} {number}" for kind, number in counts.items())
