"""One entry in the making: what a row prints is added piece by piece, what is wrong is kept beside it."""

from collections.abc import Iterator
from dataclasses import replace

from screening.importers.base import Limits, NameType, Parsed, ParsedEntry, ParsedName
from screening.importers.cleaning import (
    INVISIBLE,
    REPLACEMENT,
    control_character,
    excerpt,
    has_letters,
    kept,
    put_right,
    squeeze,
)
from screening.importers.countries import country_code
from screening.importers.dates import partial_dates
from screening.importers.faults import RowError, RowNote
from screening.names.kinds import NameKind

AS_PRINTED = "countries_as_printed"
LONGEST_UID = 200


class EntryDraft:
    """Collects one row. A refused alias does not take its entry with it: it is read and the error is reported."""

    def __init__(self, file: str, row: int, limits: Limits) -> None:
        self.file = file
        self.row = row
        self.limits = limits
        self.errors: list[RowError] = []
        self.notes: list[RowNote] = []
        self._names: dict[str, ParsedName] = {}
        self._primary_refused = False
        self._countries: dict[str, None] = {}
        self._birth_dates: dict[str, None] = {}
        self._identifiers: dict[tuple[str, str], None] = {}
        self._attributes: dict[str, list[str]] = {}

    def error(self, field: str, code: str, **params: str | int) -> None:
        self.errors.append(RowError(self.file, self.row, field, code, params))

    def note(self, field: str, code: str, **params: str | int) -> None:
        self.notes.append(RowNote(self.file, self.row, field, code, params))

    def name(
        self,
        printed: str,
        field: str,
        type: NameType = NameType.ALIAS,
        *,
        is_weak: bool = False,
        language: str = "",
        note: str = "",
    ) -> None:
        """Adds one printed name; an empty one is passed over, an unusable one becomes an error or a note."""
        is_primary = type is NameType.PRIMARY
        text = self._clean(printed, field, is_primary=is_primary)
        if not text:
            self._primary_refused |= is_primary
            return
        if is_primary and any(name.is_primary for name in self._names.values()):
            type = NameType.ALIAS
        known = self._names.get(text)
        if known is None or (known.is_weak and not is_weak):
            self._names[text] = ParsedName(text, type, is_weak, language, note)

    def _clean(self, printed: str, field: str, *, is_primary: bool) -> str:
        text = squeeze(printed)
        if INVISIBLE.search(text):
            text = squeeze(INVISIBLE.sub("", text))
            self.note(field, "direction_marks_removed", value=excerpt(text))
        if (right := put_right(text)) != text:
            text = right
            self.note(field, "misencoded_character", value=excerpt(text))
        if character := control_character(text):
            self.error(field, "control_character", character=character)
            return ""
        if len(text) > self.limits.name_length:
            self.error(field, "name_too_long", length=len(text), limit=self.limits.name_length)
            return ""
        if not has_letters(text):
            self._no_letters(text, field, is_primary=is_primary)
            return ""
        if REPLACEMENT in text:
            self.note(field, "damaged_character", value=excerpt(text))
        return text

    def _no_letters(self, text: str, field: str, *, is_primary: bool) -> None:
        if is_primary:
            self.error(field, "name_without_letters" if text else "name_missing", value=excerpt(text))
        elif text:
            self.note(field, "alias_without_letters", value=excerpt(text))

    def country(self, printed: str, field: str) -> None:
        """Adds the country of a seat or an address; one we do not know is kept as printed."""
        text = squeeze(printed)
        if not text:
            return
        if code := country_code(text):
            self._countries[code] = None
        else:
            self.attribute(AS_PRINTED, text)
            self.note(field, "unknown_country", value=excerpt(text))

    def birth_date(self, printed: str, field: str) -> None:
        text = squeeze(printed)
        if not text:
            return
        if values := partial_dates(text):
            self._birth_dates.update(dict.fromkeys(values))
        else:
            self.attribute("birth_dates_as_printed", text)
            self.note(field, "unread_date", value=excerpt(text))

    @property
    def has_birth_date(self) -> bool:
        return bool(self._birth_dates)

    def identifier(self, scheme: str, value: str) -> None:
        if value := kept(value):
            self._identifiers[kept(scheme), value] = None

    def attribute(self, key: str, *values: str) -> None:
        """Keeps printed text under a key; several values stay several, in their order."""
        for value in values:
            text = kept(value)
            values_so_far = self._attributes.setdefault(key, []) if text else []
            if text and text not in values_so_far:
                values_so_far.append(text)

    def finish(self, uid: str, kind: NameKind, *, uid_is_stable: bool = True) -> Iterator[Parsed]:
        """Yields the entry, unless it has no usable name or identity, and then the row's errors."""
        if not self._names and not self.errors:
            self.error("name", "name_missing")
        uid = squeeze(uid)
        if len(uid) > LONGEST_UID:
            self.error("uid", "uid_too_long", length=len(uid), limit=LONGEST_UID)
        elif character := control_character(uid):
            self.error("uid", "control_character", character=character)
        if self._names and not self._primary_refused and not self._identity_refused():
            yield self._entry(uid, kind, uid_is_stable)
        yield from self.errors

    def _identity_refused(self) -> bool:
        return any(error.field in {"uid", "kind"} for error in self.errors)

    def _entry(self, uid: str, kind: NameKind, uid_is_stable: bool) -> ParsedEntry:
        names = sorted(self._names.values(), key=lambda name: (not name.is_primary, name.is_weak))
        return ParsedEntry(
            uid=uid,
            uid_is_stable=uid_is_stable,
            kind=kind,
            names=(as_primary(names[0]), *names[1:]),
            row=self.row,
            countries=tuple(self._countries),
            birth_dates=tuple(self._birth_dates),
            identifiers=tuple(self._identifiers),
            attributes={
                key: values[0] if len(values) == 1 else tuple(values) for key, values in self._attributes.items()
            },
            notes=tuple(self.notes),
        )


def as_primary(name: ParsedName) -> ParsedName:
    """A list that marks no name as its main one means the first."""
    return name if name.is_primary else replace(name, type=NameType.PRIMARY)
