"""Members from a table: headings in Japanese or English, every row that cannot be read named."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from duediligence.admin.forms.draft import MOST_ROWS
from duediligence.admin.forms.uploaded import kept_upload
from duediligence.domain.member_words import HEADINGS, Words, member_words, plain
from screening.importers.base import ImportOptions, Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.sheets import is_workbook, sheets
from screening.importers.tables import Row, csv_rows

LIMITS = Limits(file_bytes=5_000_000, unpacked_bytes=20_000_000, rows=MOST_ROWS + 1, cells=50_000)


@dataclass(frozen=True, slots=True)
class MemberTable:
    """The rows that could be read, and a sentence for each that could not."""

    members: tuple[Words, ...]
    errors: tuple[str, ...]


def read_text(text: str) -> MemberTable:
    """Read a pasted table: tabs as a spreadsheet copies them, else commas."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as kept:
        kept.write(text.encode())
        kept.flush()
        return _read(SourceFile(Path(kept.name), gettext("the pasted table")), "\t" if "\t" in text else ",")


def read_upload(upload: "UploadedFile[bytes]") -> MemberTable:
    with kept_upload(upload) as file:
        return _read(file, ",")


def _read(file: SourceFile, delimiter: str) -> MemberTable:
    try:
        rows = list(_rows(file, delimiter))
    except ImportRefused as refused:
        place = _place(refused.file, refused.row)
        return MemberTable((), (f"{place}: {gettext(refused.message) % refused.params}",))
    if not rows:
        return MemberTable((), (gettext("%(file)s: the table is empty.") % {"file": file.name},))
    fields = [HEADINGS.get(plain(cell), "") for cell in rows[0].cells]
    if "name" not in fields:
        return MemberTable((), (gettext("%(file)s: there is no column “name”.") % {"file": file.name},))
    members, errors = [], []
    for row in rows[1:]:
        cells = zip(fields, row.cells, strict=False)
        words, wrong = member_words({name: cell.strip() for name, cell in cells if name})
        place = _place(file.name, row.number)
        errors += [f"{place}: {one}" for one in wrong.values()]
        members += [] if wrong else [words]
    return MemberTable(tuple(members), tuple(errors))


def _place(file: str, row: int | None) -> str:
    return gettext("%(file)s, row %(row)d") % {"file": file, "row": row} if row else file


def _rows(file: SourceFile, delimiter: str) -> Iterator[Row]:
    if is_workbook(file):
        yield from next(iter(sheets(file, LIMITS))).rows
    else:
        yield from csv_rows(file, ImportOptions(limits=LIMITS), delimiter)
