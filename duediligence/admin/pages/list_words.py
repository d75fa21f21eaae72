"""What changed between editions, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from duediligence.admin.frame import Text, Tone
from screening.lists.change_words import KINDS, field_words, value_words
from screening.lists.changes import Change, ChangeKind
from screening.lists.delta import Delta, EntryDelta

TONES: Mapping[ChangeKind, Tone] = {
    ChangeKind.ADDED: Tone.ACCENT,
    ChangeKind.REMOVED: Tone.DANGER,
    ChangeKind.RENAMED: Tone.WARNING,
    ChangeKind.SPLIT: Tone.WARNING,
    ChangeKind.MERGED: Tone.WARNING,
    ChangeKind.ALIAS_ADDED: Tone.ACCENT,
    ChangeKind.ALIAS_MOVED: Tone.WARNING,
    ChangeKind.ALIAS_REMOVED: Tone.WARNING,
    ChangeKind.ATTRIBUTE_CHANGED: Tone.WARNING,
    ChangeKind.COSMETIC: Tone.QUIET,
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


def lines_of(entry: EntryDelta, names: Mapping[str, str]) -> list[ChangeLine]:
    """Return the changes of one entry; ``names`` are those of the other entries by identifier."""
    return [line_of(change, names) for change in entry.changes]


def line_of(change: Change, names: Mapping[str, str]) -> ChangeLine:
    field = field_words(change.field) if change.kind is ChangeKind.ATTRIBUTE_CHANGED else ""
    other = names.get(change.other_uid, change.other_uid)
    return ChangeLine(
        KINDS[change.kind],
        TONES[change.kind],
        field,
        value_words(change.field, change.before),
        value_words(change.field, change.after),
        other,
    )


def names_in(found: Delta) -> dict[str, str]:
    """Return the entries that differ by identifier, to name an entry that another one's alias moved to."""
    return {entry.uid: entry.name for entry in found.entries}


def counted(found: Delta) -> list[tuple[ChangeKind, Text, Tone, int]]:
    return [(kind, KINDS[kind], TONES[kind], number) for kind, number in found.counts().items()]


def cells_of(entries: Iterable[EntryDelta], names: Mapping[str, str]) -> Iterator[list[object]]:
    """Return a row of an exported table for each change of each entry."""
    for entry in entries:
        for line in lines_of(entry, names):
            yield [line.kind, entry.uid, entry.name, line.field, line.before, line.after, line.other]


def new_fields(found: Delta) -> list[tuple[Text, int]]:
    """Return what the earlier edition did not print at all, and how many entries differ by it."""
    return [(field_words(name), number) for name, number in found.new_fields.items()]
