"""Delimited text read row by row: headings checked, row numbers as a spreadsheet shows them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screening.importers.base import ImportOptions
from screening.importers.cleaning import squeeze
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile
from screening.importers.text import text_lines

DOS_END_OF_FILE = "\x1a"


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


def csv_rows(file: SourceFile, options: ImportOptions, delimiter: str = ",", *, skip_lines: int = 0) -> Iterator[Row]:
    """Every row that is not blank. ``skip_lines`` passes over a publisher's line before the headings."""
    lines = _Lines(text_lines(file, options.limits))
    for _ in range(skip_lines):
        next(lines, "")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = skip_lines
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefused(file.name, "broken_csv", row=number, reason=str(error)) from error
        if number > options.limits.rows:
            raise ImportRefused(file.name, "too_many_rows", limit=options.limits.rows)
        if any(cell.strip() for cell in cells) and cells != [DOS_END_OF_FILE]:
            yield Row(number, cells, is_open=not lines.last.endswith(("\n", "\r")))


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


def records(
    file: SourceFile, rows: Iterable[Row], required: Sequence[str], *, may_end_open: bool = False
) -> Iterator[Record | RowError]:
    """Rows under the headings of the first; a row of another length is an error of that row.

    ``may_end_open`` says that the last line needs no end: programs with which people make tables leave it out.
    Raises ImportRefused when a required heading is missing, a heading is there twice, or the last row is cut.
    """
    headings: list[str] = []
    for row in rows:
        if not headings:
            headings = [squeeze(cell) for cell in row.cells]
            check_headings(file, row.number, headings, required)
        elif (error := length_error(file, row, len(headings))) is not None:
            yield error
        else:
            yield Record(row.number, dict(zip(headings, row.cells, strict=True)))
            if not may_end_open and (error := end_error(file, row)) is not None:
                yield error
    if not headings:
        raise ImportRefused(file.name, "missing_columns", columns=", ".join(required))


def check_headings(file: SourceFile, row: int, headings: Sequence[str], required: Sequence[str]) -> None:
    if missing := [heading for heading in required if heading not in headings]:
        raise ImportRefused(file.name, "missing_columns", row=row, columns=", ".join(missing))
    repeated = {heading for heading in headings if heading and headings.count(heading) > 1}
    if repeated:
        raise ImportRefused(file.name, "repeated_columns", row=row, columns=", ".join(sorted(repeated)))


def first_headings(text: str, delimiter: str = ",") -> list[str]:
    """The headings in the first line of a text, for telling formats apart."""
    line = next(iter(text.splitlines()), "")
    return [squeeze(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]


def split_list(cell: str, separator: str = ";") -> list[str]:
    return [part for piece in cell.split(separator) if (part := squeeze(piece))]
