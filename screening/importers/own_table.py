"""Our own documented table (CSV or XLSX): an office's watch list and the extracts that ship.

Columns: ``uid, kind, name, aliases, weak_aliases, native_names, country, birth_date, identifiers, programme,
concern, note, source_page, listed_on``. Only ``name`` is required. Lists inside a cell are separated by
``;``, identifiers are written ``scheme:value``. Other columns are kept as attributes under their own heading.
A file with other headings is read with a mapping from our names to its headings.
"""

from collections.abc import Iterator

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, Limits, NameType, Parsed
from screening.importers.cleaning import excerpt, squeeze
from screening.importers.dates import partial_dates
from screening.importers.draft import EntryDraft
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer, derived_uid
from screening.importers.sheets import is_workbook, sheets, table_rows
from screening.importers.tables import Record, Row, first_headings, records, split_list
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
FORMULA_SIGN = "="


class OwnTable(Importer):
    format_name = "CSV/XLSX (uid, kind, name, …)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        headings = own_headings(_headings(file, options.limits), options)
        return "name" in headings and (bool(options.columns) or "uid" in headings or "kind" in headings)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        check_mapping(file, options)
        rows, formulas = table_rows(file, options)
        headings: list[str] = []
        for item in records(file, _renamed(rows, options, headings), ["name"], may_end_open=True):
            if isinstance(item, RowError):
                yield item
            else:
                uid_is_formula = "uid" in headings and (item.number, headings.index("uid")) in formulas
                yield from read_row(file.name, item, options.limits, uid_is_formula=uid_is_formula)


def check_mapping(file: SourceFile, options: ImportOptions) -> None:
    if unknown := [name for name in options.columns if name not in COLUMNS]:
        raise ImportRefused(file.name, "unknown_mapping", fields=", ".join(unknown))


def own_headings(printed: list[str], options: ImportOptions) -> list[str]:
    """The printed headings with ours in place of those that mean ours."""
    ours = {japanese: name for name, japanese in JAPANESE_HEADINGS.items()} | {name: name for name in COLUMNS}
    ours |= {squeeze(heading).casefold(): name for name, heading in options.columns.items()}
    return [ours.get(squeeze(heading).casefold(), heading) for heading in printed]


def _headings(file: SourceFile, limits: Limits) -> list[str]:
    if is_workbook(file):
        first = next(sheets(file, limits), None)
        return first.rows[0].cells if first and first.rows else []
    return [] if file.is_zip() else first_headings(head_text(file))


def _renamed(rows: Iterator[Row], options: ImportOptions, headings: list[str]) -> Iterator[Row]:
    """The same rows with our headings in the first; they are also written to ``headings``."""
    for row in rows:
        if not headings:
            headings.extend(own_headings(row.cells, options))
            row = Row(row.number, list(headings))
        yield row


def read_row(file: str, record: Record, limits: Limits, *, uid_is_formula: bool = False) -> Iterator[Parsed]:
    draft = EntryDraft(file, record.number, limits)
    uid = squeeze(record["uid"])
    if uid_is_formula or uid.startswith(FORMULA_SIGN):
        draft.error("uid", "formula_for_id")
    kind = KIND_BY_WORD.get(squeeze(record["kind"]).casefold())
    if kind is None:
        draft.error("kind", "unknown_kind", value=excerpt(squeeze(record["kind"])))
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
    yield from draft.finish(
        uid or derived_uid(country, record["name"]), kind or NameKind.UNKNOWN, uid_is_stable=bool(uid)
    )


def _dates_and_identifiers(draft: EntryDraft, record: Record) -> None:
    for printed in split_list(record["birth_date"]):
        if partial_dates(printed):
            draft.birth_date(printed, "birth_date")
        else:
            draft.error("birth_date", "bad_date", value=excerpt(printed))
    for printed in split_list(record["identifiers"]):
        scheme, colon, value = printed.partition(":")
        if colon and scheme.strip() and value.strip():
            draft.identifier(scheme.strip().lower(), value)
        else:
            draft.error("identifiers", "bad_identifier", value=excerpt(printed))
