"""Reads what was typed into one cell of a declaration. What is kept has one spelling, so that versions compare.

Dates are ``2026-04-01``, months ``2026-04``, periods ``2020-04/2023-03`` (open: ``2020-04/``), amounts plain digits,
several values in one cell ``A; B``.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from duediligence.policy.form import Column, ColumnType

MOST_TEXT: Final = 500
MOST_LONG_TEXT: Final = 5_000
MOST_VALUES: Final = 200
UNTIL_NOW: Final = frozenset({"", "現在", "現在に至る", "至現在", "継続中", "present", "now"})
YES: Final = frozenset({"yes", "y", "true", "有", "あり", "はい", "該当", "該当する"})
NO: Final = frozenset({"no", "n", "false", "無", "なし", "いいえ", "非該当", "該当しない"})
_EARLIEST, _LATEST = 1900, 2100
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月|[-/.月]\d{1,2}日?)?")
_BETWEEN = re.compile(r"\s*(?:[〜～~–—―]|から|\bto\b)\s*")
_KEPT_PERIOD = re.compile(r"(\d{4}-\d{2})/(\d{4}-\d{2})?")
_AMOUNT = re.compile(r"¥?(\d{1,3}(?:,\d{3})+|\d{1,15})円?")
_VALUES = re.compile(r"[;；\n]")


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
    values = [value for part in _VALUES.split(typed) if (value := _readers(column)(part))]
    if len(values) > MOST_VALUES:
        raise CellRefused("too_many_values", limit=MOST_VALUES)
    return "; ".join(values)


def _readers(column: Column) -> Callable[[str], str]:
    if column.type is ColumnType.CHOICE:
        return lambda typed: _choice(column, typed)
    return _READERS[column.type]


def _text(typed: str) -> str:
    return _limited(" ".join(typed.split()), MOST_TEXT)


def _long_text(typed: str) -> str:
    lines = (" ".join(line.split()) for line in typed.strip().splitlines())
    return _limited("\n".join(lines), MOST_LONG_TEXT)


def _limited(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellRefused("too_long", length=len(text), limit=limit)
    return text


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()


def _day(typed: str) -> str:
    found = _DAY.fullmatch(_plain(typed))
    if found is None or not _EARLIEST <= int(found[1]) <= _LATEST:
        raise CellRefused("not_a_day")
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        raise CellRefused("not_a_day") from None


def _month(typed: str) -> str:
    found = _MONTH.fullmatch(_plain(typed))
    if found is None or not _EARLIEST <= int(found[1]) <= _LATEST or not 1 <= int(found[2]) <= 12:
        raise CellRefused("not_a_month")
    return f"{found[1]}-{int(found[2]):02d}"


def _period(typed: str) -> str:
    if kept := _KEPT_PERIOD.fullmatch(typed.strip()):
        begins, ends = kept[1], kept[2] or ""
    else:
        parts = _BETWEEN.split(_plain(typed))
        if len(parts) != 2:
            raise CellRefused("not_a_period")
        begins, ends = parts
    first = _month(begins)
    last = "" if ends.strip().casefold() in UNTIL_NOW else _month(ends)
    if last and last < first:
        raise CellRefused("ends_before_it_begins")
    return f"{first}/{last}"


def _amount(typed: str) -> str:
    found = _AMOUNT.fullmatch("".join(_plain(typed).split()))
    if found is None:
        raise CellRefused("not_an_amount")
    return str(int(found[1].replace(",", "")))


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
    return cell if column.type in {ColumnType.DATE, ColumnType.YEAR_MONTH} else ""
