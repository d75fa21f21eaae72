"""The UK Sanctions List: what its renderings have in common.

Source of the structure: the Foreign, Commonwealth & Development Office's guide to the list. ``Name 6`` is the
surname or the whole name of a body; names 1–5 come before it. Dates are day first, with ``dd`` and ``mm`` for
what is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from screening.importers.base import ImportOptions, NameType, Parsed
from screening.importers.cleaning import squeeze
from screening.importers.draft import EntryDraft
from screening.names.kinds import NameKind

KINDS = {"individual": NameKind.PERSON, "entity": NameKind.ORGANIZATION}
LOW_QUALITY = "low quality"


@dataclass(frozen=True, slots=True)
class UkName:
    """The six parts in the order printed (1–5, 6), the type and the strength."""

    parts: tuple[str, ...]
    type: str
    strength: str = ""


@dataclass(slots=True)
class UkDesignation:
    row: int
    uid: str
    kind: str
    names: list[UkName] = field(default_factory=list)
    native_names: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)

    def add_fact(self, key: str, value: str) -> None:
        if value := squeeze(value):
            self.facts.setdefault(key, []).append(value)


def read_designation(file: str, designation: UkDesignation, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, designation.row, options.limits)
    if not designation.uid:
        draft.error("uid", "uid_missing")
    for name in designation.names:
        _add_name(draft, name)
    for text, language in designation.native_names:
        draft.name(text, "Name non-latin script", NameType.NATIVE, language=language)
    for text, country in designation.addresses:
        draft.country(country, "Address Country")
        draft.attribute("addresses", ", ".join(filter(None, (squeeze(text), squeeze(country)))))
    for printed in designation.birth_dates:
        draft.birth_date(printed, "D.O.B")
    for scheme, value in designation.identifiers:
        draft.identifier(scheme, value)
    draft.attribute("entity_type", designation.kind.casefold())
    for key, values in designation.facts.items():
        draft.attribute(key, *values)
    yield from draft.finish(designation.uid, KINDS.get(designation.kind.casefold(), NameKind.UNKNOWN))


def _add_name(draft: EntryDraft, name: UkName) -> None:
    text = " ".join(part for part in name.parts if part.strip())
    type_, is_weak = NameType.ALIAS, False
    if name.type.casefold() == "primary name":
        type_ = NameType.PRIMARY
    elif name.strength.casefold().startswith(LOW_QUALITY):
        type_, is_weak = NameType.LOW_QUALITY, True
    if text:
        draft.name(text, "Name", type_, is_weak=is_weak)
