"""Tables as an XLSX workbook. Every cell is words: none is a formula, whatever it begins with."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_767


def workbook(sheets: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> bytes:
    """Return a workbook with a sheet for each title and its rows."""
    from openpyxl import Workbook  # slow to import, and few processes ever write a workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for title, rows in sheets:
        sheet = book.create_sheet(sheet_title(title, taken))
        for row in rows:
            sheet.append([words_cell(sheet, cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def words_cell(sheet: Any, words: str) -> Any:
    """Return a cell of ``sheet`` that is words, never a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", words)[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell


def sheet_title(words: str, taken: set[str]) -> str:
    """Return what a spreadsheet takes as the title of a sheet, each once."""
    plain = _NOT_IN_A_TITLE.sub(" ", words).strip() or "Sheet"
    title, number = plain[:_LONGEST_TITLE], 2
    while title.casefold() in taken:
        end = f" {number}"
        title, number = plain[: _LONGEST_TITLE - len(end)] + end, number + 1
    taken.add(title.casefold())
    return title
