"""Members from a table: headings in Japanese or English, every row that cannot be read named."""

import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, override

from duediligence.admin.forms.draft import MOST_ROWS, Words
from duediligence.admin.forms.uploaded import kept_upload
from duediligence.enums import MemberRole
from duediligence.labels import label
from screening.importers.base import ImportOptions, Limits
from screening.importers.dates import partial_date
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.sheets import is_workbook, sheets
from screening.importers.tables import Row, csv_rows

LIMITS = Limits(file_bytes=5_000_000, unpacked_bytes=20_000_000, rows=MOST_ROWS + 1, cells=50_000)
HEADINGS: dict[str, str] = {
    "name": "name", "氏名": "name", "名前": "name",
    "furigana": "furigana", "ふりがな": "furigana", "フリガナ": "furigana",
    "romanised": "romanised", "romanized": "romanised", "ローマ字": "romanised", "英語名": "romanised",
    "former names": "former", "former": "former", "旧姓": "former", "旧氏名": "former",
    "role": "role", "役割": "role",
    "affiliation": "affiliation", "所属": "affiliation", "所属機関": "affiliation",
    "country": "affiliation_country", "国": "affiliation_country", "所属機関の国": "affiliation_country",
    "e-rad": "erad_number", "e-rad番号": "erad_number", "e-rad number": "erad_number", "研究者番号": "erad_number",
    "orcid": "orcid",
    "from": "start_date", "開始日": "start_date", "開始": "start_date",
    "until": "end_date", "終了日": "end_date", "終了": "end_date",
}  # fmt: skip
MORE_ROLES = {
    "代表": MemberRole.PI,
    "研究代表者": MemberRole.PI,
    "分担": MemberRole.CO_PI,
    "研究分担者": MemberRole.CO_PI,
}
DATES = ("start_date", "end_date")


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


def member_words(typed: Words) -> tuple[Words, dict[str, str]]:
    """Return the words of a draft, and what is wrong by the field it is wrong in."""
    wrong = {} if typed.get("name") else {"name": gettext("The name is empty.")}
    role = _role(typed.get("role", ""))
    if role is None:
        wrong["role"] = gettext("“%(value)s” is not a role of a member.") % {"value": typed["role"]}
    days = {name: partial_date(typed[name]) for name in DATES if typed.get(name)}
    for name, read in days.items():
        if len(read) != len("2026-04-01"):
            wrong[name] = gettext("“%(value)s” is not a date.") % {"value": typed[name]}
    return {**typed, **days, "role": role or ""}, wrong


def _role(text: str) -> str | None:
    """Return the role by its code or by its words in either language; nothing said is a participant."""
    if not text:
        return MemberRole.PARTICIPANT
    return _roles().get(plain(text))


def _roles() -> dict[str, str]:
    named = {plain(words): role.value for words, role in MORE_ROLES.items()}
    for language in ("ja", "en"):
        with override(language):
            named |= {plain(str(label(role))): role.value for role in MemberRole}
    return named | {role.value: role.value for role in MemberRole}


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
