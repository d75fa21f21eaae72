"""The plain values that matching receives: whom we ask about, and who is on a list."""

from dataclasses import dataclass, field

from screening.names.kinds import NameKind


@dataclass(frozen=True, slots=True)
class SubjectName:
    """One name of a subject as typed; ``reading`` is its furigana or romanisation when somebody typed one."""

    text: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something to screen.

    ``ref`` is the caller's own key and is handed back untouched. ``countries`` are ISO 3166-1 alpha-2 codes of an
    organisation's seat; a person's nationality is never given. ``birth_date`` is ``YYYY``, ``YYYY-MM`` or
    ``YYYY-MM-DD``. ``identifiers`` are (scheme, value) pairs such as ``("ror", "https://ror.org/057zh3y96")``.
    """

    ref: str
    kind: NameKind
    names: tuple[SubjectName, ...]
    countries: tuple[str, ...] = ()
    birth_date: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name that a list prints for an entry. A weak alias confirms a match; it never triggers one."""

    text: str
    is_weak: bool = False
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """One entry of a list edition. ``uid`` identifies it across the source's editions."""

    uid: str
    kind: NameKind
    names: tuple[ListedName, ...]
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    list_code: str = ""
    attributes: dict[str, str] = field(default_factory=dict, compare=False, hash=False)
