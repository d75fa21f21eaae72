"""The entries of one item from a table: headings by their names, every cell that cannot be read named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from duediligence.admin.forms.uploaded import kept_upload
from duediligence.messages import answer_problem
from duediligence.policy.answers import CONFIDENTIAL, MOST_ROWS, AnswerFault, ItemAnswer, Row, is_filled, read_item
from duediligence.policy.cells import NO
from duediligence.policy.form import FormItem
from screening.importers.base import ImportOptions, Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.sheets import is_workbook, sheets
from screening.importers.tables import Row as TableRow
from screening.importers.tables import csv_rows

LIMITS = Limits(file_bytes=5_000_000, unpacked_bytes=20_000_000, rows=MOST_ROWS + 1, cells=50_000)
_CONFIDENTIAL_HEADINGS = ("秘密保持", "秘密保持義務", "confidential", "nda")
_WHOLE = frozenset({"too_many_rows", "one_row"})


@dataclass(frozen=True, slots=True)
class EntryTable:
    """Either rows, each of them readable, or a sentence for each fault: nothing is half taken over."""

    rows: tuple[Row, ...]
    errors: tuple[str, ...]


def read_table(upload: "UploadedFile[bytes]", item: FormItem, *, language: str, since: date | None) -> EntryTable:
    """Read a CSV file or the first sheet of a workbook."""
    with kept_upload(upload) as file:
        try:
            table = list(_table(file))
        except ImportRefused as refused:
            place = _place(refused.file, refused.row) if refused.row else refused.file
            return EntryTable((), (f"{place}: {gettext(refused.message) % refused.params}",))
    if len(table) < 2:
        return EntryTable((), (gettext("%(file)s: the table is empty.") % {"file": file.name},))
    codes = [_code(item, heading) for heading in table[0].cells]
    if missing := [one for one in item.columns if one.required and one.code not in codes]:
        names = ", ".join(one.name.within(language) for one in missing)
        return EntryTable((), (gettext("%(file)s: these columns are missing: %(names)s.") % _of(file, names=names),))
    filled = [(line.number, row) for line in table[1:] if is_filled(row := _row(line, codes))]
    read, faults = read_item(item, ItemAnswer(rows=tuple(row for _number, row in filled)), since)
    about = [fault for fault in faults if fault.row is not None or fault.code in _WHOLE]
    numbers = [number for number, _row in filled]
    errors = tuple(_sentence(file, numbers, item, fault, language) for fault in about)
    return EntryTable(() if errors else read.rows, errors)


def _of(file: SourceFile, **more: str) -> dict[str, str]:
    return {"file": file.name, **more}


def _place(file: str, row: int) -> str:
    return gettext("%(file)s, row %(row)d") % {"file": file, "row": row}


def _sentence(file: SourceFile, numbers: list[int], item: FormItem, fault: AnswerFault, language: str) -> str:
    words = answer_problem(fault)
    if fault.row is None:
        return f"{file.name}: {words}"
    column = next(one.name.within(language) for one in item.columns if one.code == fault.column)
    return f"{_place(file.name, numbers[fault.row])}, {column}: {words}"


def _table(file: SourceFile) -> Iterator[TableRow]:
    if is_workbook(file):
        yield from next(iter(sheets(file, LIMITS))).rows
    else:
        yield from csv_rows(file, ImportOptions(limits=LIMITS), ",")


def _row(line: TableRow, codes: list[str]) -> Row:
    """What stands under no heading of the form is left out."""
    row = {code: cell for code, cell in zip(codes, line.cells, strict=False) if code}
    said = row.pop(CONFIDENTIAL, "").strip().casefold()
    return {**row, CONFIDENTIAL: "yes"} if said and said not in NO else row


def _code(item: FormItem, heading: str) -> str:
    plain = heading.strip().casefold()
    for column in item.columns:
        if plain in {column.code, column.name.ja.casefold(), column.name.en.casefold()}:
            return column.code
    return CONFIDENTIAL if item.confidential_rows and plain in _CONFIDENTIAL_HEADINGS else ""
