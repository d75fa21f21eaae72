"""Rows as a file that opens in a spreadsheet: CSV with the mark that Excel wants, or XLSX. No cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from duediligence.admin.frame import Text
from duediligence.documents.spreadsheet import workbook

FORMATS = ("csv", "xlsx")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")  # spreadsheets in Japanese take the wide signs for the narrow ones


def file_of_rows(kind: str, name: str, heads: Sequence[Text], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return the rows under their headings as a download; ``kind`` is one of ``FORMATS``."""
    table = [[str(head) for head in heads], *([_text(cell) for cell in row] for row in rows)]
    content, content_type = (
        (workbook([("Sheet", table)]), _SHEET) if kind == "xlsx" else (_csv(table), "text/csv; charset=utf-8")
    )
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _csv(table: list[list[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([_harmless(cell) for cell in row] for row in table)
    return stream.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; an apostrophe makes it words."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
