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
    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Record:
    """A row under its headings; a heading that the file lacks reads as empty."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def csv_rows(file: SourceFile, options: ImportOptions, delimiter: str = ",", *, skip_lines: int = 0) -> Iterator[Row]:
    """Every row that is not blank. ``skip_lines`` passes over a publisher's line before the headings."""
    lines = text_lines(file, options.limits)
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
            yield Row(number, cells)


def records(file: SourceFile, rows: Iterable[Row], required: Sequence[str]) -> Iterator[Record | RowError]:
    """Rows under the headings of the first; a row of another length is an error of that row.

    Raises ImportRefused when a required heading is missing or a heading is there twice.
    """
    headings: list[str] = []
    for row in rows:
        if not headings:
            headings = [squeeze(cell) for cell in row.cells]
            check_headings(file, row.number, headings, required)
        elif len(row.cells) != len(headings):
            yield RowError(
                file.name, row.number, "", "row_length", {"found": len(row.cells), "expected": len(headings)}
            )
        else:
            yield Record(row.number, dict(zip(headings, row.cells, strict=True)))
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
