"""Our own documented table (CSV or XLSX): an office's watch list and the extracts that ship.

Columns: ``uid, kind, name, aliases, weak_aliases, native_names, country, birth_date, identifiers, programme,
concern, note, source_page, listed_on``. Only ``name`` is required. Lists inside a cell are separated by
``;``, identifiers are written ``scheme:value``. Other columns are kept as attributes under their own heading.
A file with other headings is read with a mapping from our names to its headings.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, Limits, NameType, Parsed
from screening.importers.cleaning import excerpt, squeeze
from screening.importers.dates import partial_dates
from screening.importers.draft import EntryDraft
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer, derived_uid
from screening.importers.sheets import Sheet, is_workbook, sheets
from screening.importers.tables import (
    DELIMITERS,
    HEADINGS_WITHIN_ROWS,
    Record,
    Row,
    csv_rows,
    first_rows,
    records,
    split_list,
)
from screening.importers.text import head_text
from screening.names.kinds import NameKind

JAPANESE_HEADINGS = {
    "uid": "識別子",
    "kind": "種別",
    "name": "名称",
    "aliases": "別名",
    "weak_aliases": "弱い別名",
    "native_names": "原語名",
    "country": "国",
    "birth_date": "生年月日",
    "identifiers": "識別番号",
    "programme": "プログラム",
    "concern": "懸念",
    "note": "備考",
    "source_page": "出典",
    "listed_on": "掲載日",
}
COLUMNS = tuple(JAPANESE_HEADINGS)
ATTRIBUTES = ("programme", "concern", "note", "source_page", "listed_on")
NAME_COLUMNS = (
    ("aliases", NameType.ALIAS, False),
    ("weak_aliases", NameType.LOW_QUALITY, True),
    ("native_names", NameType.NATIVE, False),
)
KINDS = {
    NameKind.PERSON: ("person", "individual", "個人", "人"),
    NameKind.ORGANIZATION: (
        "organization",
        "organisation",
        "entity",
        "institution",
        "団体",
        "組織",
        "機関",
        "法人",
        "大学",
    ),
    NameKind.UNKNOWN: ("unknown", "", "不明"),
}
KIND_BY_WORD = {word: kind for kind, words in KINDS.items() for word in words}
# What is neither a person nor a body; it is matched as what nobody has said to be one of them.
OTHER_TYPES = {
    "vessel": ("vessel", "ship", "船舶", "船"),
    "aircraft": ("aircraft", "airplane", "航空機"),
    "programme": ("programme", "program", "talent programme", "プログラム", "人材計画", "人材プログラム"),
}
TYPE_BY_WORD = {word: type_ for type_, words in OTHER_TYPES.items() for word in words}
NO_DATE = frozenset({"unknown", "n/a", "-", "不明", "なし", "非公開"})
SERIAL = re.compile(r"[1-4]\d{4}")
FORMULA_SIGN = "="
Formulas = frozenset[tuple[int, int]]


class OwnTable(Importer):
    """``name_suffices`` is true for the office's own list: a table that has a name, and else only columns of ours,
    is one. Others need an identifier or a kind, lest they be taken for a publisher's damaged file.
    """

    format_name = "CSV/XLSX (uid, kind, name, …)"
    version = 2

    def __init__(self, *, name_suffices: bool = False) -> None:
        self._name_suffices = name_suffices

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        check_mapping(file, options)
        rows = list(_first_rows(file, options))
        if any(self._heads(row, options) for row in rows):
            return True
        if options.columns:
            raise _unmet(file, next(iter(rows), []), list(options.columns.values()))
        return False

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        check_mapping(file, options)
        rows, formulas = self._table(file, options)
        columns_by_row = defaultdict(set)
        for number, column in formulas:
            columns_by_row[number].add(column)
        headings: list[str] = []
        for item in records(file, self._renamed(file, rows, options, headings), ["name"], may_end_open=True):
            if isinstance(item, RowError):
                yield item
            else:
                written = {headings[column] for column in columns_by_row[item.number] if column < len(headings)}
                yield from read_row(file.name, item, options.limits, formulas=written)

    def _heads(self, cells: list[str], options: ImportOptions) -> bool:
        """Whether a row is the headings of such a table."""
        found = own_headings(cells, options)
        is_all_ours = {own for own, cell in zip(found, cells, strict=True) if squeeze(cell)} <= set(COLUMNS)
        suffices = bool(options.columns) or (self._name_suffices and is_all_ours)
        return "name" in found and (suffices or "uid" in found or "kind" in found)

    def _table(self, file: SourceFile, options: ImportOptions) -> tuple[Iterator[Row], Formulas]:
        """The rows of a text, or of the first sheet that has the headings, and the cells that are formulas."""
        if not is_workbook(file):
            signs = [sign for sign in DELIMITERS for row in _text_rows(file, sign) if self._heads(row, options)]
            return csv_rows(file, options, signs[0] if signs else DELIMITERS[0]), frozenset()
        found = list(sheets(file, options.limits))
        headed = [sheet for sheet in found if any(self._heads(row, options) for row in _top(sheet))]
        sheet = next(iter((*headed, *found)), Sheet("", [], frozenset()))
        rows = sheet.filled()
        width = max((len(row.cells) for row in rows), default=0)
        return (Row(row.number, row.cells + [""] * (width - len(row.cells))) for row in rows), sheet.formulas

    def _renamed(
        self, file: SourceFile, rows: Iterator[Row], options: ImportOptions, headings: list[str]
    ) -> Iterator[Row]:
        """The same rows with our headings in the row of headings; they are also written to ``headings``."""
        for row in rows:
            if not headings and self._heads(row.cells, options):
                printed = set(map(_key, row.cells))
                if unmet := [heading for heading in options.columns.values() if _key(heading) not in printed]:
                    raise _unmet(file, row.cells, unmet)
                headings.extend(own_headings(row.cells, options))
                row = Row(row.number, list(headings))
            yield row


def _unmet(file: SourceFile, printed: list[str], headings: list[str]) -> ImportRefused:
    found = ", ".join(cell for cell in map(squeeze, printed) if cell)
    return ImportRefused(file.name, "mapping_unmet", headings=", ".join(headings), found=excerpt(found))


def _top(sheet: Sheet) -> list[list[str]]:
    return [row.cells for row in sheet.rows[:HEADINGS_WITHIN_ROWS]]


def _text_rows(file: SourceFile, delimiter: str) -> Iterator[list[str]]:
    return first_rows(head_text(file), delimiter)


def _first_rows(file: SourceFile, options: ImportOptions) -> Iterator[list[str]]:
    """Every row that may hold the headings."""
    if is_workbook(file):
        for sheet in sheets(file, options.limits):
            yield from _top(sheet)
    else:
        for delimiter in DELIMITERS:
            yield from _text_rows(file, delimiter)


def check_mapping(file: SourceFile, options: ImportOptions) -> None:
    """Raises ImportRefused for a mapping of what are no columns of ours."""
    if unknown := [name for name in options.columns if name not in COLUMNS]:
        raise ImportRefused(file.name, "unknown_mapping", fields=", ".join(unknown))


def own_headings(printed: list[str], options: ImportOptions) -> list[str]:
    """The printed headings with ours in place of those that mean ours; a column without one goes by its number."""
    ours = {japanese: name for name, japanese in JAPANESE_HEADINGS.items()} | {name: name for name in COLUMNS}
    ours |= {_key(heading): name for name, heading in options.columns.items()}
    numbered = enumerate(map(squeeze, printed), start=1)
    return [ours.get(_key(heading), heading) or f"column {number}" for number, heading in numbered]


def _key(heading: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", heading)).casefold()


def read_row(file: str, record: Record, limits: Limits, *, formulas: Collection[str] = ()) -> Iterator[Parsed]:
    """``formulas`` are the columns of the row that are formulas in the spreadsheet."""
    draft = EntryDraft(file, record.number, limits)
    uid = squeeze(record["uid"])
    if "uid" in formulas or uid.startswith(FORMULA_SIGN):
        draft.error("uid", "formula_for_id")
    for column in formulas:
        if column in COLUMNS and not record[column]:
            draft.error(column, "formula_without_value")
    kind = _add_kind(draft, squeeze(record["kind"]))
    draft.name(record["name"], "name", NameType.PRIMARY)
    for column, type_, is_weak in NAME_COLUMNS:
        for name in split_list(record[column]):
            draft.name(name, column, type_, is_weak=is_weak)
    for country in split_list(record["country"]):
        draft.country(country, "country")
    _dates_and_identifiers(draft, record)
    for column in (*ATTRIBUTES, *(heading for heading in record.cells if heading not in COLUMNS)):
        draft.attribute(column, record[column])
    country = squeeze(record["country"])
    yield from draft.finish(uid or derived_uid(country, record["name"]), kind, uid_is_stable=bool(uid))


def _add_kind(draft: EntryDraft, printed: str) -> NameKind:
    word = printed.casefold()
    if word in TYPE_BY_WORD:
        draft.attribute("entity_type", TYPE_BY_WORD[word])
    elif word not in KIND_BY_WORD:
        draft.error("kind", "unknown_kind", value=excerpt(printed))
    return KIND_BY_WORD.get(word, NameKind.UNKNOWN)


def _dates_and_identifiers(draft: EntryDraft, record: Record) -> None:
    for printed in split_list(record["birth_date"]):
        if partial_dates(printed):
            draft.birth_date(printed, "birth_date")
        elif printed.casefold() not in NO_DATE:
            code = "date_serial" if SERIAL.fullmatch(printed) else "bad_date"
            draft.error("birth_date", code, value=excerpt(printed))
    for printed in split_list(record["identifiers"]):
        scheme, colon, value = printed.partition(":")
        if colon and scheme.strip() and value.strip():
            draft.identifier(scheme.strip().lower(), value)
        else:
            draft.error("identifiers", "bad_identifier", value=excerpt(printed))
