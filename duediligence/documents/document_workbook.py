"""A document as an XLSX workbook: a sheet for each section, ready to be printed on A4.

A row of a sheet cannot be higher than a page. What is longer goes on in the rows below it, tagged like the first.
"""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from duediligence.documents.spreadsheet import sheet_title, words_cell
from duediligence.documents.typesetting import Document, Facts, Heading, Part, Section, Table

_NARROW, _WIDE = 24, 60
"""Widths of columns, in half-width characters."""
_SHEET: Final = 120
"""What is no table is so wide at least."""
_LONG: Final = 240
"""A column with so long a cell is a wide one."""
_LINES: Final = 24
"""So many lines a row may have: at 15 points each they stay below the 409 that a row may be high."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet; ``spreads`` says that it is one text over the whole width."""

    cells: Sequence[str]
    is_head: bool = False
    spreads: bool = False


def document_workbook(document: Document) -> bytes:
    """Return the workbook; its first sheet begins with what stands on every page of the document."""
    from openpyxl import Workbook  # slow to import, and few processes ever write a workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    front = [Line([words], spreads=True) for words in (document.title, document.subtitle, document.foot) if words]
    for number, (heading, lines) in enumerate(sheets_of(document)):
        sheet = book.create_sheet(sheet_title(heading, taken))
        _prepare(sheet, document)
        _fill(sheet, [*front, Line([]), *lines] if number == 0 else lines, document.language)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheets_of(document: Document) -> Iterator[tuple[str, list[Line]]]:
    """Yield a sheet for each section of a document with its rows."""
    for section in document.sections:
        yield section.heading, list(_lines(section))


def _lines(section: Section) -> Iterator[Line]:
    yield Line([section.heading], is_head=True, spreads=True)
    for part in section.parts:
        yield from _rows(part)


def _rows(part: Part) -> Iterator[Line]:
    if isinstance(part, Facts):
        yield from (Line([name, value]) for name, value in part.pairs)
    elif isinstance(part, Table):
        yield Line(list(part.heads), is_head=True)
        yield from (Line(list(row)) for row in part.rows)
    elif isinstance(part, Heading):
        yield from (Line([]), Line([part.text], is_head=True, spreads=True))
    else:
        yield from (Line([line], spreads=True) for line in part.text.splitlines())


def _prepare(sheet: Any, document: Document) -> None:
    """Set the page: A4 across, the whole width on it, reference and edition on every page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = _literal(document.title), _literal(document.reference)
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = _literal(document.foot), "&P / &N"


def _literal(words: str) -> str:
    """In a header ``&`` begins a code."""
    return words.replace("&", "&&")


def _fill(sheet: Any, lines: Sequence[Line], language: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    widths = _widths(lines)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    with translation.override(language):
        continued = _("(continued)")
    top, bold = Alignment(vertical="top"), Font(bold=True)
    wrapped = Alignment(vertical="top", wrap_text=True)
    thin = Side(style="thin", color="808080")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    for line in lines:
        for row in _pages(line, widths, continued):
            cells = [words_cell(sheet, words) for words in row]
            for cell in cells:
                cell.alignment = top if line.spreads else wrapped
                if line.is_head:
                    cell.font = bold
                if not line.spreads:
                    cell.border = box
            sheet.append(cells)


def _widths(lines: Sequence[Line]) -> list[int]:
    tables = [line.cells for line in lines if not line.spreads]
    columns = zip_longest(*tables, fillvalue="")
    return [_WIDE if max(map(_breadth, column)) > _LONG else _NARROW for column in columns] or [_NARROW]


def _pages(line: Line, widths: Sequence[int], continued: str) -> Iterator[list[str]]:
    """Yield the rows that a line takes: one, or more where a cell is too long for a row."""
    if line.spreads:
        yield from ([piece] for words in line.cells for piece in _pieces(words, max(sum(widths), _SHEET), 1))
        return
    pieces = [_pieces(words, width, _LINES) for words, width in zip(line.cells, widths, strict=False)]
    for number, row in enumerate(zip_longest(*pieces, fillvalue="")):
        yield [*row] if number == 0 or row[0] else [f"{pieces[0][0]} {continued}", *row[1:]]
    if not pieces:
        yield []


def _pieces(words: str, width: int, most: int) -> list[str]:
    """Cut words so that each piece has at most ``most`` lines in a column of ``width``."""
    found, begun, lines, filled = [], 0, 1, 0
    for place, character in enumerate(words):
        broad = _breadth(character)
        if character == "\n" or filled + broad > width - 2:
            lines, filled = lines + 1, 0
        if lines > most:
            found.append(words[begun:place])
            begun, lines = place, 1
        filled += broad if character != "\n" else 0
    return [*found, words[begun:]]


def _breadth(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in words)
