"""What changed between editions, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text, Tone
from screening.lists.changes import Change, ChangeKind
from screening.lists.delta import Delta, EntryDelta

KINDS: Mapping[ChangeKind, tuple[Text, Tone]] = {
    ChangeKind.ADDED: (_("Added"), Tone.ACCENT),
    ChangeKind.REMOVED: (_("Removed"), Tone.DANGER),
    ChangeKind.RENAMED: (_("Renamed"), Tone.WARNING),
    ChangeKind.SPLIT: (_("Split off"), Tone.WARNING),
    ChangeKind.MERGED: (_("Merged"), Tone.WARNING),
    ChangeKind.ALIAS_ADDED: (_("Alias added"), Tone.ACCENT),
    ChangeKind.ALIAS_MOVED: (_("Alias moved"), Tone.WARNING),
    ChangeKind.ALIAS_REMOVED: (_("Alias removed"), Tone.WARNING),
    ChangeKind.ATTRIBUTE_CHANGED: (_("Facts changed"), Tone.WARNING),
    ChangeKind.COSMETIC: (_("Spelling only"), Tone.QUIET),
}
FIELDS: Mapping[str, Text] = {
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
    "start_date": _("From"),
    "status": _("Status"),
    "titles": _("Titles"),
    "wmd_types": _("Types of weapons of mass destruction"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change to one entry: its class, and what the field said before and says after."""

    kind: Text
    tone: Tone
    field: Text = ""
    before: str = ""
    after: str = ""
    other: str = ""


def field_words(name: str) -> Text:
    """Return a field of an entry by its words; what only one publisher prints goes by its own heading."""
    return FIELDS.get(name, name)


def lines_of(entry: EntryDelta, names: Mapping[str, str]) -> list[ChangeLine]:
    """Return the changes of one entry; ``names`` are those of the other entries by identifier."""
    return [line_of(change, names) for change in entry.changes]


def line_of(change: Change, names: Mapping[str, str]) -> ChangeLine:
    words, tone = KINDS[change.kind]
    field = field_words(change.field) if change.kind is ChangeKind.ATTRIBUTE_CHANGED else ""
    other = names.get(change.other_uid, change.other_uid)
    return ChangeLine(words, tone, field, "; ".join(change.before), "; ".join(change.after), other)


def names_in(found: Delta) -> dict[str, str]:
    """Return the entries that differ by identifier, to name an entry that another one's alias moved to."""
    return {entry.uid: entry.name for entry in found.entries}


def counted(found: Delta) -> list[tuple[ChangeKind, Text, Tone, int]]:
    return [(kind, *KINDS[kind], number) for kind, number in found.counts().items()]


def cells_of(entries: Iterable[EntryDelta], names: Mapping[str, str]) -> Iterator[list[object]]:
    """Return a row of an exported table for each change of each entry."""
    for entry in entries:
        for line in lines_of(entry, names):
            yield [line.kind, entry.uid, entry.name, line.field, line.before, line.after, line.other]


def new_fields(found: Delta) -> list[tuple[Text, int]]:
    """Return what the earlier edition did not print at all, and how many entries differ by it."""
    return [(field_words(name), number) for name, number in found.new_fields.items()]
