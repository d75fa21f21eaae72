"""METI's Foreign End User List (外国ユーザーリスト), XLSX as published, and tables that keep its columns.

Layouts: until January 2025 five columns, since September 2025 a sixth for conventional arms. Headings are
printed in two languages in one cell. The ``No.`` column is a formula (``=ROW()-1``) and no identifier.
Aliases stand one per line behind ``・``; a line in brackets is the native name of the line before. Native
names follow in half- or full-width brackets, Chinese ones often in Japanese kanji. The tables with columns
``company_or_organization`` and ``also_known_as`` are transcriptions of editions that METI published as PDF
only.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, NameType, Parsed
from screening.importers.brackets import SHORT_ACRONYM, is_acronym, is_native, trailing_bracket
from screening.importers.cleaning import squeeze
from screening.importers.dates import day_in_name
from screening.importers.draft import EntryDraft
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer, derived_uid
from screening.importers.sheets import Sheet, is_workbook, sheets
from screening.importers.tables import (
    Record,
    Row,
    csv_rows,
    first_rows,
    has_headings,
    headed_rows,
    records,
    split_list,
)
from screening.importers.text import head_text
from screening.names.kinds import NameKind

HEADINGS = {
    "country": "Country or Region",
    "name": "Company or Organization",
    "aliases": "Also Known As",
    "wmd": "Type of WMD",
    "arms": "Conventional Weapons",
}
JAPANESE_HEADINGS = {"country": "国名", "name": "企業名", "aliases": "別名", "wmd": "懸念区分", "arms": "通常兵器"}
REQUIRED = ("country", "name", "aliases", "wmd")
TRANSCRIBED = ("country_ja", "company_or_organization", "also_known_as", "type_of_wmd")
HEADING_WITHIN_ROWS = 20
WMD_TYPES = {"B": "biological", "C": "chemical", "M": "missile", "N": "nuclear"}
BULLET = "・"
CONTINUATION = re.compile(r"^[a-z]|^[^\W\d_]+$")
CJK_MARK = re.compile(r"\s*[（(]CJK[）)]\s*$", re.IGNORECASE)


class MetiWorkbook(Importer):
    format_name = "METI XLSX"
    version = 2

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        rows = (row for sheet in _sheets(file, options) for row in sheet.rows[:HEADING_WITHIN_ROWS])
        return any(set(REQUIRED) <= set(columns_of(row)) for row in rows)

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        return FileFacts(issued=day_in_name(files.primary.name))

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        found = False
        for sheet in _sheets(file, options):
            columns: dict[str, int] = {}
            for row in sheet.filled():
                if columns:
                    yield from _read_row(file, sheet, row, columns, options)
                elif set(REQUIRED) <= set(candidate := columns_of(row)):
                    columns, found = candidate, True
        if not found:
            missing = ", ".join(HEADINGS[name] for name in REQUIRED)
            raise ImportRefused(file.name, "missing_columns", columns=missing)


def _sheets(file: SourceFile, options: ImportOptions) -> Iterator[Sheet]:
    """The sheets of the workbook; a sheet that somebody saved as CSV is one as well."""
    if is_workbook(file):
        yield from sheets(file, options.limits)
    elif any(set(REQUIRED) <= set(columns_of(Row(0, cells))) for cells in first_rows(head_text(file))):
        yield Sheet("", list(csv_rows(file, options)), frozenset())


def _read_row(
    file: SourceFile, sheet: Sheet, row: Row, columns: Mapping[str, int], options: ImportOptions
) -> Iterator[Parsed]:
    """One entry; a row that has nothing but its number is none."""
    cells = {name: _cell(row, index) for name, index in columns.items()}
    for name, index in columns.items():
        if not cells[name] and (row.number, index) in sheet.formulas:
            yield RowError(file.name, row.number, HEADINGS[name], "formula_without_value")
    if any(cell.strip() for cell in cells.values()):
        yield from read_entry(file.name, Record(row.number, cells), options)


class MetiTranscription(Importer):
    format_name = "METI list as CSV (country_ja, company_or_organization, also_known_as, …)"
    version = 2

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, TRANSCRIBED)

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        return FileFacts(issued=day_in_name(files.primary.name))

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for item in records(file, headed_rows(file, options, TRANSCRIBED), TRANSCRIBED):
            if isinstance(item, RowError):
                yield item
                continue
            cells = {
                "country": f"{item['country_ja']} {item['country_en']}",
                "name": item["company_or_organization"],
                "aliases": "\n".join(f"{BULLET}{alias}" for alias in split_list(item["also_known_as"])),
                "wmd": item["type_of_wmd"],
                "arms": item["conventional_weapons"],
            }
            yield from read_entry(file.name, Record(item.number, cells), options)


def columns_of(row: Row) -> dict[str, int]:
    """Where the known headings stand in a row."""
    return {
        name: index
        for index, cell in enumerate(row.cells)
        for printed in [squeeze(unicodedata.normalize("NFKC", cell)).casefold()]
        for name, heading in HEADINGS.items()
        if heading.casefold() in printed or printed.startswith(JAPANESE_HEADINGS[name])
    }


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def read_entry(file: str, record: Record, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, record.number, options.limits)
    name = add_name(draft, record["name"], HEADINGS["name"], NameType.PRIMARY)
    for alias in alias_lines(record["aliases"]):
        add_name(draft, alias, HEADINGS["aliases"], NameType.ALIAS)
    draft.country(record["country"], HEADINGS["country"])
    letters = squeeze(record["wmd"]).translate(str.maketrans("ＢＣＭＮ", "BCMN"))
    draft.attribute("wmd_types", *(word for letter, word in WMD_TYPES.items() if letter in letters))
    if record["arms"].strip():
        draft.attribute("conventional_arms", "yes")
    yield from draft.finish(
        derived_uid(*record["country"].split()[:1], name), NameKind.ORGANIZATION, uid_is_stable=False
    )


def add_name(draft: EntryDraft, printed: str, field: str, type_: NameType) -> str:
    """Adds a printed name, its native name and its acronym apart; the name without them is returned."""
    text = squeeze(CJK_MARK.sub("", printed)).removeprefix(BULLET).strip()
    native = acronym = ""
    while (split := trailing_bracket(text))[1]:
        rest, inside = split
        if not native and is_native(inside) and not is_native(rest):
            native = inside
        elif not acronym and rest and is_acronym(inside):
            acronym = inside
        else:
            break
        text = rest
    if type_ is not NameType.PRIMARY and is_native(text):
        type_ = NameType.NATIVE
    if text or not native:
        draft.name(text, field, type_)
    draft.name(native, field, NameType.NATIVE)
    draft.name(acronym, field, NameType.ACRONYM, is_weak=len(acronym) <= SHORT_ACRONYM)
    return text


def alias_lines(cell: str) -> list[str]:
    """The aliases of a cell. A broken line is joined again; a native name in brackets is a line of its own."""
    aliases: list[str] = []
    for line in cell.splitlines():
        text = line.strip().removesuffix("; and").rstrip("；;")
        if not text:
            continue
        if not text.startswith(BULLET) and aliases and _continues(text):
            aliases[-1] = f"{aliases[-1]} {text}"
        else:
            aliases.append(text.lstrip(BULLET).strip())
    return aliases


def _continues(text: str) -> bool:
    """A line without a bullet goes on if it is a single Latin word or starts in lower case."""
    return not is_native(text) and CONTINUATION.match(text) is not None
