"""Reads what was typed into one cell of a declaration. What is kept has one spelling, so that versions compare.

Dates are ``2026-04-01``, or ``2026-04`` or ``2026`` where no more is known, months ``2026-04``, periods
``2020-04/2023-03`` (open: ``2020-04/``), amounts plain digits, several values in one cell ``A; B``.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from duediligence.policy.form import Column, ColumnType, Names
from screening.importers.dates import ERA_LETTERS, ERAS

MOST_NAME: Final = 500
MOST_TEXT: Final = 10_000
MOST_VALUES: Final = 6_000
"""More than any paper has authors."""
UNTIL_NOW: Final = frozenset(
    {"", "現在", "現在に至る", "至現在", "継続中", "在職中", "在籍中", "在学中", "present", "now", "today", "ongoing"}
)
YES: Final = frozenset({"yes", "y", "true", "有", "あり", "はい", "該当", "該当する"})
NO: Final = frozenset({"no", "n", "false", "無", "なし", "いいえ", "非該当", "該当しない"})
_EARLIEST, _LATEST = 1900, 2100
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月|[-/.月]\d{1,2}日?)?|(\d{4})(\d\d)(?:\d\d)?")
_MONTH_ALONE = re.compile(r"\d{4}[-/.年]\d{1,2}月?")
_YEAR_ALONE = re.compile(r"(\d{4})年?")
_ERA = re.compile(r"(明治|大正|昭和|平成|令和|[MTSHR])(\d{1,2}|元)(?=[-/.年])", re.IGNORECASE)
_TIME = re.compile(r"(?<=-\d\d)T\d\d:\d\d.*")
_BETWEEN = re.compile(r"\s*(?:[〜～~–—―→]|から|至(?!現在)|\bto\b|\bthrough\b|(?<=\s)-(?=\s))\s*")
_KEPT_PERIOD = re.compile(r"(\d{4}-\d{2})/(\d{4}-\d{2})?")
_AMOUNT = re.compile(r"(?:¥|jpy)?(\d{1,3}(?:,\d{3})+|\d{1,15})(千|万|百万|億)?(?:円|jpy|yen)?", re.IGNORECASE)
_UNITS: Final = {None: 1, "千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8}
_VALUES = re.compile(r"[;；\n、]")
_LISTED = re.compile(r"[,，]|\s(?:and|&)\s")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd"})


class CellRefused(Exception):  # noqa: N818 - the form's own words tell the person
    """The words do not fit their column; ``code`` is a key of ``messages.CELL_PROBLEMS``."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params: Mapping[str, str | int] = params
        super().__init__(code)


def read_cell(column: Column, typed: str) -> str:
    """Return the value in its one spelling, empty when nothing was typed. Raises ``CellRefused``."""
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\r\n" for c in typed):
        raise CellRefused("control_characters")
    if not typed.strip():
        return ""
    if not column.many:
        return _readers(column)(typed)
    parts = [part for part in _VALUES.split(typed) if part.strip()]
    if column.names is Names.PERSON and len(parts) == 1 and _are_several(parts[0]):
        raise CellRefused("several_names")
    values = [_readers(column)(part) for part in parts]
    if len(values) > MOST_VALUES:
        raise CellRefused("too_many_values", limit=MOST_VALUES)
    return "; ".join(values)


def _are_several(typed: str) -> bool:
    """Whether one value looks like several people: ``Ito Ren, Kim Minjun``; ``Ito, Ren`` is one, family name first."""
    parts = [part.split() for part in _LISTED.split(typed) if part.strip()]
    named = [part for part in parts if "".join(part).replace(".", "").casefold() not in _SUFFIXES]
    return len(named) > 2 or (len(named) == 2 and all(map(_is_whole, named)))


def _is_whole(part: list[str]) -> bool:
    """Whether it is a family and a given name: two words, or three characters of a script that needs no space."""
    return len(part) > 1 or (len(part[0]) > 2 and all(unicodedata.east_asian_width(c) == "W" for c in part[0]))


def _readers(column: Column) -> Callable[[str], str]:
    if column.type is ColumnType.CHOICE:
        return lambda typed: _choice(column, typed)
    if column.type is ColumnType.TEXT and column.names:
        return _name
    return _READERS[column.type]


def _name(typed: str) -> str:
    return _limited(" ".join(typed.split()), MOST_NAME)


def _text(typed: str) -> str:
    return _limited(" ".join(typed.split()), MOST_TEXT)


def _long_text(typed: str) -> str:
    lines = (" ".join(line.split()) for line in typed.strip().splitlines())
    return _limited("\n".join(lines), MOST_TEXT)


def _limited(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellRefused("too_long", length=len(text), limit=limit)
    return text


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()


def _dated(typed: str) -> str:
    """Return a written day or month without spaces and time, the year of an era as ours: ``R6.4`` is ``2024.4``."""
    return _TIME.sub("", _ERA.sub(_western, "".join(_plain(typed).split()), count=1))


def _western(found: re.Match[str]) -> str:
    """A year that its era never had stays as it is, and is then no date."""
    first, last = ERAS[ERA_LETTERS.get(found[1].upper(), found[1])]
    year = 1 if found[2] == "元" else int(found[2])
    return str(first + year - 1) if 1 <= year <= last else found[0]


def _day(typed: str) -> str:
    """Return the day, or the month or the year alone where no more is known of it."""
    written = _dated(typed)
    if _MONTH_ALONE.fullmatch(written):
        return _month(typed)
    found = _YEAR_ALONE.fullmatch(written) or _DAY.fullmatch(written)
    parts = [int(part) for part in found.groups() if part] if found else [0]
    if not _EARLIEST <= parts[0] <= _LATEST:
        raise CellRefused("not_a_day")
    try:
        return str(parts[0]) if len(parts) == 1 else date(*parts).isoformat()
    except ValueError:
        raise CellRefused("not_a_day") from None


def _month(typed: str) -> str:
    found = _MONTH.fullmatch(_dated(typed))
    year, month = (int(part) for part in found.groups() if part) if found else (0, 0)
    if not (_EARLIEST <= year <= _LATEST and 1 <= month <= 12):
        raise CellRefused("not_a_month")
    return f"{year}-{month:02d}"


def _period(typed: str) -> str:
    if kept := _KEPT_PERIOD.fullmatch(typed.strip()):
        begins, ends = kept[1], kept[2] or ""
    else:
        parts = _BETWEEN.split(_plain(typed).removeprefix("自").strip())
        if len(parts) != 2:
            raise CellRefused("not_a_period")
        begins, ends = parts[0], parts[1].removesuffix("まで")
    first = _month(begins)
    last = "" if "".join(ends.split()).casefold() in UNTIL_NOW else _month(ends)
    if last and last < first:
        raise CellRefused("ends_before_it_begins")
    return f"{first}/{last}"


def _amount(typed: str) -> str:
    found = _AMOUNT.fullmatch("".join(_plain(typed).split()))
    if found is None:
        raise CellRefused("not_an_amount")
    return str(int(found[1].replace(",", "")) * _UNITS[found[2]])


def _yes_no(typed: str) -> str:
    word = _plain(typed).casefold()
    if word not in YES | NO:
        raise CellRefused("not_yes_or_no")
    return "yes" if word in YES else "no"


def _choice(column: Column, typed: str) -> str:
    word = _plain(typed).casefold()
    for choice in column.choices:
        if word in {_plain(name).casefold() for name in (choice.code, choice.name.ja, choice.name.en)}:
            return choice.code
    raise CellRefused("unknown_choice")


_READERS: Final[Mapping[ColumnType, Callable[[str], str]]] = {
    ColumnType.TEXT: _text,
    ColumnType.LONG_TEXT: _long_text,
    ColumnType.DATE: _day,
    ColumnType.YEAR_MONTH: _month,
    ColumnType.PERIOD: _period,
    ColumnType.AMOUNT_JPY: _amount,
    ColumnType.YES_NO: _yes_no,
}


def values_of(column: Column, cell: str) -> tuple[str, ...]:
    """Return the values of a cell that was read."""
    return tuple(value for value in (cell.split("; ") if column.many else [cell]) if value)


def last_day(column: Column, cell: str) -> str:
    """Return the last time that a cell speaks of, as comparable text; ``9999`` when it goes on."""
    if column.type is ColumnType.PERIOD:
        return cell.partition("/")[2] or "9999"
    if column.type is ColumnType.DATE and len(cell) == len("2026"):
        return f"{cell}-12"
    return cell if column.type in {ColumnType.DATE, ColumnType.YEAR_MONTH} else ""
