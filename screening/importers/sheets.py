"""XLSX workbooks: checked as archives first, then read with calamine.

Calamine hands out values only, and fills the whole rectangle that a sheet claims. Both are traps: METI's
"No." column is a formula, and one cell far away would claim billions of others. A pass over the sheet's XML
finds formulas and extent.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from screening.importers.archives import checked_zip, verify_members
from screening.importers.base import ImportOptions, Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import OLE_MAGIC, SourceFile
from screening.importers.tables import Row, csv_rows

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
DAMAGED = "not_a_workbook"
UNPACKED_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows as text, the cells (row number, column index) that are formulas, and the columns that have a
    cell merged over several rows, with the first and the last of them.
    """

    name: str
    rows: list[Row]
    formulas: frozenset[tuple[int, int]]
    merged: tuple[tuple[int, int, int], ...] = ()

    def filled(self) -> list[Row]:
        """The rows with the text of a cell that is merged downwards in every row that it spans."""
        rows = {row.number: Row(row.number, list(row.cells), row.is_open) for row in self.rows}
        for column, top, bottom in self.merged:
            text = _cell(rows.get(top), column)
            for number in range(top + 1, bottom + 1) if text else ():
                if (row := rows.get(number)) and not _cell(row, column):
                    row.cells.extend([""] * (column + 1 - len(row.cells)))
                    row.cells[column] = text
        return list(rows.values())


def _cell(row: Row | None, column: int) -> str:
    return row.cells[column] if row and column < len(row.cells) else ""


def is_workbook(file: SourceFile) -> bool:
    """Whether the file means to be a workbook; refuses what only an office program could open."""
    if file.magic() == OLE_MAGIC:
        raise ImportRefused(file.name, "old_or_encrypted_workbook")
    if not file.is_zip():
        return False
    try:
        with zipfile.ZipFile(file.path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return file.name.lower().endswith(WORKBOOK_SUFFIXES)


def sheets(file: SourceFile, limits: Limits) -> Iterator[Sheet]:
    """Every visible or hidden worksheet in its order."""
    if not is_workbook(file):
        raise ImportRefused(file.name, DAMAGED, reason="it is not an XLSX file")
    # A workbook is unpacked in memory; the largest that is published takes a tenth of this.
    bounded = replace(limits, unpacked_bytes=min(limits.unpacked_bytes, UNPACKED_BYTES))
    with checked_zip(file, bounded, damaged=DAMAGED) as archive:
        verify_members(file, archive, damaged=DAMAGED)
        formulas = {name: _formulas(file, archive, name, member, limits) for name, member in _members(file, archive)}
    with file.path.open("rb") as stream:
        try:
            workbook = CalamineWorkbook.from_filelike(stream)
            for sheet in workbook.sheets_metadata:
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    yield _read(file, workbook, sheet.name, formulas[sheet.name], limits)
        except CalamineError as error:
            raise ImportRefused(file.name, DAMAGED, reason=str(error)) from error


def _read(
    file: SourceFile, workbook: CalamineWorkbook, name: str, formulas: frozenset[tuple[int, int]], limits: Limits
) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    ranges = sheet.merged_cell_ranges or ()
    merged = tuple((start[1], start[0] + 1, end[0] + 1) for start, end in ranges if end[0] > start[0])
    if (spanned := sum(bottom - top for _column, top, bottom in merged)) > limits.cells:
        raise ImportRefused(file.name, "too_many_cells", sheet=name, cells=spanned, limit=limits.cells)
    return Sheet(name, _rows(sheet), formulas, merged)


def table_rows(file: SourceFile, options: ImportOptions) -> tuple[Iterator[Row], frozenset[tuple[int, int]]]:
    """The rows of a CSV text or of a workbook's first sheet, padded to one width, and its formula cells."""
    if not is_workbook(file):
        return csv_rows(file, options), frozenset()
    first = next(sheets(file, options.limits), None)
    rows = first.rows if first else []
    width = max((len(row.cells) for row in rows), default=0)
    padded = (Row(row.number, row.cells + [""] * (width - len(row.cells))) for row in rows)
    return padded, first.formulas if first else frozenset()


def _rows(sheet: CalamineSheet) -> list[Row]:
    first = sheet.start[0] + 1 if sheet.start else 1
    left = sheet.start[1] if sheet.start else 0
    return [
        Row(number, [""] * left + cells)
        for number, values in enumerate(sheet.to_python(skip_empty_area=True), start=first)
        if any(cells := [cell_text(value) for value in values])
    ]


def cell_text(value: object) -> str:
    """A cell as a reader sees it: whole numbers without a decimal point, dates in ISO form."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case str():
            return value
        case timedelta() | time() | int() | float():
            return str(value)
        case _:
            return ""


def _members(file: SourceFile, archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet names with the archive members that hold them."""
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _parser())
    except (KeyError, etree.XMLSyntaxError) as error:
        raise ImportRefused(file.name, DAMAGED, reason=str(error)) from error
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    for sheet in book.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(OFFICE_RELATION, ""), "")
        member = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if member not in archive.namelist():
            raise ImportRefused(file.name, DAMAGED, reason=f"the sheet “{sheet.get('name')}” is missing")
        yield sheet.get("name", ""), member


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _formulas(
    file: SourceFile, archive: zipfile.ZipFile, sheet: str, member: str, limits: Limits
) -> frozenset[tuple[int, int]]:
    """The formula cells of a sheet; refuses one whose extent is beyond the limits."""
    found: set[tuple[int, int]] = set()
    bottom = right = 0
    with archive.open(member) as stream:
        cells = etree.iterparse(stream, tag=f"{MAIN}c", resolve_entities=False, no_network=True, huge_tree=False)
        try:
            for _, cell in cells:
                row, column = position(cell.get("r", ""))
                bottom, right = max(bottom, row), max(right, column + 1)
                if cell.find(f"{MAIN}f") is not None:
                    found.add((row, column))
                cell.clear()
        except etree.XMLSyntaxError as error:
            raise ImportRefused(file.name, DAMAGED, reason=str(error)) from error
    if bottom * right > limits.cells:
        raise ImportRefused(file.name, "too_many_cells", sheet=sheet, cells=bottom * right, limit=limits.cells)
    return frozenset(found)


def position(reference: str) -> tuple[int, int]:
    """``B7`` is row 7, column index 1; a cell without a reference counts as none."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1
