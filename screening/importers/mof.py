"""Japan's asset-freeze list (資産凍結等の措置の対象者), the Ministry of Finance's XLSX as published.

One sheet for each programme, each with its own columns below one to four lines of title. Entries are numbered
within their sheet (告示番号); a deleted one keeps its number and says 削除, or nothing more. A 【解除】 sheet is a
repealed programme and has no table. A row without a number continues the remarks of the row above.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, NameType, Parsed
from screening.importers.cleaning import squeeze
from screening.importers.countries import country_code
from screening.importers.dates import day_in_name
from screening.importers.draft import EntryDraft
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.mof_names import NOTHING, names_in, split_original_script
from screening.importers.sheets import Sheet, is_workbook, sheets
from screening.importers.tables import Record, Row
from screening.names.kinds import NameKind

NAME_JA, NAME_EN, NUMBER, NOTICE = "日本語表記", "英語表記", "告示番号", "告示日付"
REQUIRED = (NOTICE, NUMBER, NAME_JA, NAME_EN)
HEADING_WITHIN_ROWS = 12
DELETED = "削除"
SHEET_NUMBER = re.compile(r"^\s*(\d+)\s*[.．]\s*(.*)$")
ENTRY_NUMBER = re.compile(r"\d+")
# Column headings by what they hold; programmes word them differently.
WEAK = re.compile("確定に十分でない")
FORMER = re.compile("^(?:旧称|過去の別名|以前の)")
ALIAS = re.compile("別名|別称")
BIRTH = re.compile("^生年月日")
BIRTH_DATE = re.compile(r"\d{4}年(?:\s*\d{1,2}月)?(?:\s*\d{1,2}日)?|\d{4}-\d{2}-\d{2}|\d{4}(?=\s*$)")
PERSON_COLUMNS = re.compile("生年月日|旅券|国籍|^役職$|^肩書")
ADDRESS = re.compile("住所|所在地")
ATTRIBUTES = (
    (re.compile("^国籍"), "nationality_as_printed"),
    (ADDRESS, "addresses"),
    (re.compile("^出生地"), "birth_places"),
    (re.compile("^役職|^肩書|^称号"), "positions"),
    (re.compile("リスト掲載日|による指定日"), "listed_on"),
    (re.compile("その他の情報|詳細|根拠"), "remarks"),
)
IDENTIFIERS = (
    (re.compile("^旅券番号"), "passport"),
    (re.compile("^ID番号|^身分"), "national_id"),
    (re.compile("^国連参照番号"), "un_reference"),
)


class MofWorkbook(Importer):
    format_name = "MOF asset-freeze XLSX (告示番号, 日本語表記, 英語表記)"
    version = 2

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return is_workbook(file) and any(heading_row(sheet) for sheet in sheets(file, options.limits))

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        return FileFacts(issued=day_in_name(files.primary.name))

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        found = False
        for sheet in sheets(files.primary, options.limits):
            if heading := heading_row(sheet):
                found = True
                yield from read_sheet(files.primary.name, sheet, heading, options)
        if not found:
            raise ImportRefused(files.primary.name, "missing_columns", columns=", ".join(REQUIRED))


def heading_row(sheet: Sheet) -> Row | None:
    return next(
        (row for row in sheet.rows[:HEADING_WITHIN_ROWS] if set(REQUIRED) <= set(map(heading_of, row.cells))), None
    )


def heading_of(cell: str) -> str:
    """A heading in one width and without the breaks that a narrow column puts into it."""
    return "".join(unicodedata.normalize("NFKC", cell).split())


def read_sheet(file: str, sheet: Sheet, heading: Row, options: ImportOptions) -> Iterator[Parsed]:
    """The entries of one programme; the sheet is named with the file, for row numbers start anew in each."""
    headings = [heading_of(cell) for cell in heading.cells]
    numbered = SHEET_NUMBER.match(sheet.name)
    code, programme = (numbered[1], numbered[2]) if numbered else (sheet.name, sheet.name)
    kind = NameKind.PERSON if any(map(PERSON_COLUMNS.search, headings)) else NameKind.ORGANIZATION
    is_mixed = not ("個人" in sheet.name or "団体" in sheet.name or "銀行" in sheet.name)
    rows = [row for row in sheet.rows if row.number > heading.number]
    for record in whole_records(Record(row.number, dict(zip(headings, row.cells, strict=False))) for row in rows):
        if is_deleted(record):
            continue
        draft = EntryDraft(f"{file} [{sheet.name}]", record.number, options.limits)
        draft.attribute("programme", programme)
        number = found[0] if (found := ENTRY_NUMBER.search(record[NUMBER])) else ""
        if not number:
            draft.error("uid", "uid_missing")
        read_record(draft, record)
        entry_kind = NameKind.UNKNOWN if is_mixed else kind
        if draft.has_birth_date:
            entry_kind = NameKind.PERSON
        yield from draft.finish(f"{code}-{number}", entry_kind)


def is_deleted(record: Record) -> bool:
    """Whether nothing is left of an entry but its number, with the word for it or without."""
    rest = (cell for heading, cell in record.cells.items() if heading not in (NOTICE, NUMBER))
    return DELETED in record[NOTICE] or not any(cell.strip() for cell in rest)


def whole_records(rows: Iterable[Record]) -> Iterator[Record]:
    """The numbered or named rows, each with the rows below it that only go on with its cells."""
    whole: Record | None = None
    for row in rows:
        if whole is None or any(row[heading].strip() for heading in (NUMBER, NAME_JA, NAME_EN)):
            if whole:
                yield whole
            whole = Record(row.number, dict(row.cells))
        else:
            for heading, cell in row.cells.items():
                whole.cells[heading] = "\n".join(filter(None, (whole[heading], cell)))
    if whole:
        yield whole


def read_record(draft: EntryDraft, record: Record) -> None:
    english, original = split_original_script(record[NAME_EN])
    japanese = squeeze(record[NAME_JA])
    draft.name(english or japanese, NAME_EN, NameType.PRIMARY)
    draft.name(japanese, NAME_JA, NameType.NATIVE, language="ja")
    draft.name(original, NAME_EN, NameType.NATIVE)
    for heading, cell in record.cells.items():
        if squeeze(cell) and squeeze(cell) not in NOTHING:
            _add_cell(draft, heading, cell)
    draft.attribute("notice", record[NOTICE])


def _add_cell(draft: EntryDraft, heading: str, cell: str) -> None:
    if WEAK.search(heading):
        for name, _ in names_in(cell):
            draft.name(name, heading, NameType.LOW_QUALITY, is_weak=True)
    elif ALIAS.search(heading) or FORMER.search(heading):
        for name, is_former in names_in(cell):
            former = is_former or FORMER.search(heading) is not None
            draft.name(name, heading, NameType.FORMER if former else NameType.ALIAS)
    elif BIRTH.search(heading):
        draft.attribute("birth_dates_as_printed", cell)
        for printed in BIRTH_DATE.findall(cell):
            draft.birth_date(printed, heading)
    else:
        for pattern, key in ATTRIBUTES:
            if pattern.search(heading):
                draft.attribute(key, cell)
        if ADDRESS.search(heading):
            _add_countries(draft, heading, cell)
        for pattern, scheme in IDENTIFIERS:
            if pattern.search(heading):
                draft.identifier(scheme, cell)


def _add_countries(draft: EntryDraft, heading: str, cell: str) -> None:
    """The countries that end an address; an address that ends otherwise is kept as printed and no more."""
    for line in cell.splitlines():
        last = re.split("[,，、]", line)[-1].strip(" .)）")
        if country_code(last):
            draft.country(last, heading)
