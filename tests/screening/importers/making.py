"""Small list files written by the tests themselves, and what an importer makes of them."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, ParsedEntry
from screening.importers.faults import RowError
from screening.importers.files import SourceFiles
from screening.importers.importer import Importer

Rows = Sequence[Sequence[object]]


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(folder: Path, name: str, **sheets: Rows) -> Path:
    book = Workbook()
    del book[book.sheetnames[0]]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def parsed(
    importer: Importer, path: Path, options: ImportOptions = DEFAULT_OPTIONS, **companions: Path
) -> tuple[list[ParsedEntry], list[RowError]]:
    """The entries and the errors of a file, apart."""
    items = list(importer.parse(SourceFiles.at(path, **companions), options))
    return (
        [item for item in items if isinstance(item, ParsedEntry)],
        [item for item in items if isinstance(item, RowError)],
    )


def names(entry: ParsedEntry) -> list[tuple[str, str, bool]]:
    """Every name with its type and whether it is weak."""
    return [(name.text, name.type.value, name.is_weak) for name in entry.names]


def places(errors: Sequence[RowError]) -> list[tuple[int, str, str]]:
    return [(error.row, error.field, error.code) for error in errors]
