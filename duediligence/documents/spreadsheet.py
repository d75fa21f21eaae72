"""Tables as an XLSX workbook. Every cell is words: none is a formula, whatever it begins with."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from duediligence.documents.typesetting import Document, Facts, Heading, Part, Table

_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_767
_WIDTH = 24


def workbook(sheets: Iterable[tuple[str, Iterable[Sequence[str]]]], *, wraps: bool = False) -> bytes:
    """Return a workbook with a sheet for each title and its rows; ``wraps`` shows long words on several lines."""
    from openpyxl import Workbook  # slow to import, and few processes ever write a workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for title, rows in sheets:
        sheet = book.create_sheet(_title(title, taken))
        table = list(rows)
        if wraps:
            for column in range(1, max((len(row) for row in table), default=0) + 1):
                sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
        for row in table:
            cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", cell)[:_LONGEST_CELL]) for cell in row]
            for cell in cells:
                cell.data_type = "s"
                if wraps:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _title(words: str, taken: set[str]) -> str:
    """Return what a spreadsheet takes as the title of a sheet, each once."""
    plain = _NOT_IN_A_TITLE.sub(" ", words).strip() or "Sheet"
    title, number = plain[:_LONGEST_TITLE], 2
    while title.casefold() in taken:
        end = f" {number}"
        title, number = plain[: _LONGEST_TITLE - len(end)] + end, number + 1
    taken.add(title.casefold())
    return title


def sheets_of(document: Document) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield a sheet for each section of a document with its rows."""
    for section in document.sections:
        rows = [[section.heading]]
        for part in section.parts:
            rows += _rows(part)
        yield section.heading, rows


def _rows(part: Part) -> list[list[str]]:
    if isinstance(part, Facts):
        return [[name, value] for name, value in part.pairs]
    if isinstance(part, Table):
        return [list(part.heads), *(list(row) for row in part.rows)]
    return [[], [part.text]] if isinstance(part, Heading) else [[part.text]]
