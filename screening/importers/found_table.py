"""The table in a file that people made: its sheet or its separator, and its row of headings, wherever they stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screening.importers.base import ImportOptions, Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.sheets import is_workbook, sheets
from screening.importers.tables import DELIMITERS, HEADINGS_WITHIN_ROWS, Row, csv_rows, first_rows
from screening.importers.text import head_text

_NO_TABLES = (b"%pdf-", b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """``sheet`` is empty in a text. ``others`` are sheets with something in them that are not read; ``alike`` are
    those among them that have as many headings.
    """

    head: Row
    rows: tuple[Row, ...]
    sheet: str = ""
    others: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()


def find_table(file: SourceFile, is_heading: Callable[[str], bool], limits: Limits) -> FoundTable | None:
    """Return the table under the row with most headings that are known; titles may stand above it.

    ``None`` says that nothing stands in the file. Raises ``ImportRefused``.
    """
    if file.head(64).lstrip().lower().startswith(_NO_TABLES):
        raise ImportRefused(file.name, "no_table")
    return _in_workbook(file, is_heading, limits) if is_workbook(file) else _in_text(file, is_heading, limits)


def _in_workbook(file: SourceFile, is_heading: Callable[[str], bool], limits: Limits) -> FoundTable | None:
    filled = [(one, rows, _head(rows, is_heading)) for one in sheets(file, limits) if (rows := one.filled())]
    if not filled:
        return None
    known = {one.name: _headings(head.cells, is_heading) for one, _rows, head in filled}
    sheet, rows, head = max(filled, key=lambda found: known[found[0].name])
    others = tuple(name for name in known if name != sheet.name)
    alike = tuple(name for name in others if known[name] == known[sheet.name])
    return FoundTable(head, tuple(_below(rows, head)), sheet.name, others, alike, sheet.formulas)


def _in_text(file: SourceFile, is_heading: Callable[[str], bool], limits: Limits) -> FoundTable | None:
    text = head_text(file)

    def most(delimiter: str) -> int:
        return max((_headings(row, is_heading) for row in first_rows(text, delimiter)), default=0)

    rows = list(csv_rows(file, ImportOptions(limits=limits), max(DELIMITERS, key=most)))
    if not rows:
        return None
    head = _head(rows, is_heading)
    return FoundTable(head, tuple(_below(rows, head)))


def _head(rows: list[Row], is_heading: Callable[[str], bool]) -> Row:
    return max(rows[:HEADINGS_WITHIN_ROWS], key=lambda row: _headings(row.cells, is_heading))


def _headings(cells: list[str], is_heading: Callable[[str], bool]) -> int:
    return sum(is_heading(cell) for cell in cells)


def _below(rows: list[Row], head: Row) -> Iterator[Row]:
    return (row for row in rows if row.number > head.number)
