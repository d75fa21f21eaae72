"""The values that every importer yields and the limits and options that it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from screening.importers.faults import RowError, RowNote
from screening.names.kinds import NameKind

Attributes = Mapping[str, str | tuple[str, ...]]


class NameType(StrEnum):
    """How the list prints a name."""

    PRIMARY = "primary"
    ALIAS = "aka"
    FORMER = "fka"
    NATIVE = "native"
    LOW_QUALITY = "low_quality"
    ACRONYM = "acronym"
    AFFILIATE = "affiliate"


@dataclass(frozen=True, slots=True)
class ParsedName:
    """One printed name. A weak name confirms a match and never triggers one.

    ``language`` is what the list itself states (``"en"``, ``"Arabic"``); ``note`` is the list's own remark on
    the name.
    """

    text: str
    type: NameType = NameType.ALIAS
    is_weak: bool = False
    language: str = ""
    note: str = ""

    @property
    def is_primary(self) -> bool:
        return self.type is NameType.PRIMARY


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry of a list as the file prints it.

    ``uid_is_stable`` is true only when the publisher gives an identifier that survives between editions;
    otherwise the uid is derived from country and name, and identity between editions must be found by
    matching. ``countries`` are ISO 3166-1 alpha-2 codes of seats and addresses, never a nationality.
    ``birth_dates`` are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. ``attributes`` keep everything else as
    printed.
    """

    uid: str
    uid_is_stable: bool
    kind: NameKind
    names: tuple[ParsedName, ...]
    row: int
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    attributes: Attributes = field(default_factory=dict)
    notes: tuple[RowNote, ...] = ()

    @property
    def primary_name(self) -> str:
        return self.names[0].text


@dataclass(frozen=True, slots=True)
class ParsedRemoval:
    """An entry that a delta file says is gone."""

    uid: str
    row: int


Parsed = ParsedEntry | ParsedRemoval | RowError


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the file says about itself. ``edition`` names a block of a file that
    holds several editions; a delta holds changes to the edition before it and no whole edition."""

    issued: date | None = None
    effective: date | None = None
    stated_count: int | None = None
    edition: str = ""
    is_delta: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What an importer reads at most. Bytes are counted after unpacking."""

    file_bytes: int = 200 * 1024 * 1024
    unpacked_bytes: int = 1024 * 1024 * 1024
    rows: int = 2_000_000
    cells: int = 5_000_000
    name_length: int = 1_000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """``columns`` maps our fields to a file's own headings; ``edition`` picks a block of a file with several."""

    limits: Limits = Limits()
    columns: Mapping[str, str] = field(default_factory=dict)
    edition: str = ""


DEFAULT_OPTIONS = ImportOptions()
