"""Delimited text read row by row: headings checked, row numbers as a spreadsheet shows them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from screening.importers.base import ImportOptions
from screening.importers.cleaning import squeeze
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile
from screening.importers.text import head_text, text_lines

DOS_END_OF_FILE = "\x1a"
HEADINGS_WITHIN_ROWS = 20
DELIMITERS = (",", "\t", ";")
SHOWN_HEADINGS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """``is_open`` is true of the last row of a text that stops without a line end: it may have been cut off there."""

    number: int
    cells: list[str]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A row under its headings; a heading that the file lacks reads as empty."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def csv_rows(file: SourceFile, options: ImportOptions, delimiter: str = ",") -> Iterator[Row]:
    """Every row that is not blank."""
    lines = _Lines(text_lines(file, options.limits))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(file, number, error) from error
        if number > options.limits.rows:
            raise ImportRefused(file.name, "too_many_rows", limit=options.limits.rows)
        if any(cell.strip() for cell in cells) and cells != [DOS_END_OF_FILE]:
            yield Row(number, cells, is_open=not lines.last.endswith(("\n", "\r")))


def _broken(file: SourceFile, row: int, error: csv.Error) -> ImportRefused:
    """What stopped the csv module: it measures cells, all its other complaints are about quotation marks."""
    if "field limit" in str(error):
        return ImportRefused(file.name, "cell_too_long", row=row, limit=csv.field_size_limit())
    return ImportRefused(file.name, "broken_csv", row=row)


class _Lines:
    """Lines of text, the one that was read last kept in mind."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last = next(self._lines)
        return self.last


def fitted(row: Row, width: int) -> Row:
    """The row without the empty cells that stand beyond the width: spreadsheets add them."""
    extra = row.cells[width:]
    return row if not extra or any(cell.strip() for cell in extra) else replace(row, cells=row.cells[:width])


def length_error(file: SourceFile, row: Row, expected: int) -> RowError | None:
    """The error of a row that has not as many cells as expected.

    Raises ImportRefused when the file stops in the middle of it.
    """
    if len(row.cells) == expected:
        return None
    if row.is_open and len(row.cells) < expected:
        raise ImportRefused(file.name, "cut_off", row=row.number)
    return RowError(file.name, row.number, "", "row_length", {"found": len(row.cells), "expected": expected})


def end_error(file: SourceFile, row: Row) -> RowError | None:
    """The error of a whole last row without a line end, which every publisher's file has: its last cell may be cut."""
    return RowError(file.name, row.number, "", "end_missing") if row.is_open else None


def headed_rows(file: SourceFile, options: ImportOptions, required: Sequence[str]) -> Iterator[Row]:
    """The rows of a text, split by what separates its headings."""
    return csv_rows(file, options, delimiter_of(file, required) or DELIMITERS[0])


def records(
    file: SourceFile, rows: Iterable[Row], required: Sequence[str], *, may_end_open: bool = False
) -> Iterator[Record | RowError]:
    """Rows under their headings; a row of another length is an error of that row.

    The headings are the first row that has all that are required: titles may stand above it. ``may_end_open`` says
    that the last line needs no end: programs with which people make tables leave it out. Raises ImportRefused when
    no row has the required headings, a heading is there twice, or the last row is cut.
    """
    headings: list[str] = []
    above: list[Row] = []
    for row in rows:
        if not headings:
            headings = _headings(file, row, required, above)
        elif (error := length_error(file, row := fitted(row, len(headings)), len(headings))) is not None:
            yield error
        else:
            yield Record(row.number, dict(zip(headings, row.cells, strict=True)))
            if not may_end_open and (error := end_error(file, row)) is not None:
                yield error
    if not headings:
        raise _missing(file, required, above)


def _headings(file: SourceFile, row: Row, required: Sequence[str], above: list[Row]) -> list[str]:
    """The headings in this row, or nothing when it has not all that are required; such a row goes to ``above``."""
    headings = [squeeze(cell) for cell in row.cells]
    if not set(required) <= set(headings):
        above.append(row)
        if len(above) >= HEADINGS_WITHIN_ROWS:
            raise _missing(file, required, above)
        return []
    repeated = {heading for heading in headings if heading and headings.count(heading) > 1}
    if repeated:
        raise ImportRefused(file.name, "repeated_columns", row=row.number, columns=", ".join(sorted(repeated)))
    return headings


def _missing(file: SourceFile, required: Sequence[str], rows: Sequence[Row]) -> ImportRefused:
    """The refusal of a table without its headings: the row that comes nearest to them shows what is missing."""
    found = [[squeeze(cell) for cell in row.cells] for row in rows]
    nearest = max(found, key=lambda cells: len(set(cells) & set(required)), default=[])
    missing = ", ".join(heading for heading in required if heading not in nearest)
    printed = [cell for cell in nearest if cell][:SHOWN_HEADINGS]
    if not printed:
        return ImportRefused(file.name, "missing_columns", columns=missing)
    row = rows[found.index(nearest)].number
    return ImportRefused(file.name, "other_columns", row=row, columns=missing, found=", ".join(printed))


def delimiter_of(file: SourceFile, required: Iterable[str]) -> str:
    """What separates the cells of a text that has all these headings in one of its first rows; nothing if none has."""
    wanted = set(required)
    text = head_text(file)
    return next((sign for sign in DELIMITERS if any(wanted <= set(row) for row in first_rows(text, sign))), "")


def has_headings(file: SourceFile, required: Iterable[str]) -> bool:
    return bool(delimiter_of(file, required))


def first_rows(text: str, delimiter: str = ",") -> Iterator[list[str]]:
    """The first rows of a text that are not blank, for telling formats apart."""
    lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    rows = ([squeeze(cell) for cell in row] for row in _until_broken(lines))
    return islice((row for row in rows if any(row)), HEADINGS_WITHIN_ROWS)


def _until_broken(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error:
        return


def first_headings(text: str, delimiter: str = ",") -> list[str]:
    """The cells of the first row that is not blank."""
    return next(first_rows(text, delimiter), [])


def split_list(cell: str, separator: str = ";") -> list[str]:
    return [part for piece in cell.split(separator) if (part := squeeze(piece))]
