"""A spreadsheet of candidates: one row for each member or organisation, rows of one number are one proposal."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from duediligence.domain.member_words import HEADINGS as MEMBER_HEADINGS
from duediligence.domain.member_words import Words, plain
from duediligence.errors import FileRefused
from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.found_table import FoundTable, find_table
from screening.importers.tables import Row

LIMITS = Limits(file_bytes=2_000_000, unpacked_bytes=20_000_000, rows=5_000, cells=200_000)
# The columns of the template in their order: the field, its heading in Japanese and in English.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("external_id", "受付番号", "Reference"),
    ("programme", "プログラム", "Programme"),
    ("stage", "段階", "Stage"),
    ("stage_deadline_date", "期限", "Deadline"),
    ("department", "部局", "Department"),
    ("title_ja", "研究課題名", "Title (Japanese)"),
    ("title_en", "研究課題名(英語)", "Title (English)"),
    ("abstract_ja", "概要", "Abstract (Japanese)"),
    ("abstract_en", "概要(英語)", "Abstract (English)"),
    ("keywords_ja", "キーワード", "Keywords (Japanese)"),
    ("keywords_en", "キーワード(英語)", "Keywords (English)"),
    ("name", "氏名", "Name"),
    ("furigana", "ふりがな", "Furigana"),
    ("romanised", "ローマ字", "Romanised"),
    ("former", "旧姓", "Former names"),
    ("role", "役割", "Role"),
    ("affiliation", "所属機関", "Affiliation"),
    ("affiliation_country", "所属機関の国", "Country"),
    ("erad_number", "研究者番号", "e-Rad number"),
    ("orcid", "ORCID", "ORCID"),
    ("start_date", "開始日", "From"),
    ("end_date", "終了日", "Until"),
    ("party_name", "機関名", "Organisation"),
    ("party_role", "機関の役割", "Organisation role"),
    ("party_country", "機関の国", "Organisation country"),
    ("party_ror", "ROR", "ROR"),
)
_OTHER_HEADINGS = {
    "課題番号": "external_id", "整理番号": "external_id", "reference number": "external_id",
    "事業": "programme", "公募": "programme",
    "締切": "stage_deadline_date", "締切日": "stage_deadline_date",
    "学部": "department", "部局名": "department",
    "課題名": "title_ja", "研究課題名(日本語)": "title_ja", "課題名(英語)": "title_en",
    "研究概要": "abstract_ja", "概要(日本語)": "abstract_ja",
    "連携機関": "party_name", "相手機関": "party_name", "organization": "party_name",
    "organization role": "party_role", "organization country": "party_country",
}  # fmt: skip
_NEEDED = {"external_id", "name"}
TOPIC = frozenset(name for name, _ja, _en in COLUMNS[: [one[0] for one in COLUMNS].index("name")])
MEMBER = frozenset(MEMBER_HEADINGS.values())
HEADINGS = {
    **MEMBER_HEADINGS,
    **{plain(heading): name for heading, name in _OTHER_HEADINGS.items()},
    **{plain(heading): name for name, ja, en in COLUMNS for heading in (ja, en)},
}


@dataclass(slots=True)
class Group:
    """The rows of one proposal: what they say of it, its members and its organisations, each with its row."""

    row: int
    topic: Words
    said_in: dict[str, int] = field(default_factory=dict)
    members: list[tuple[int, Words]] = field(default_factory=list)
    parties: list[tuple[int, Words]] = field(default_factory=list)
    contradicted: list[tuple[int, str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CandidateSheet:
    """``headings`` are those of the file by field; ``ignored`` ones name nothing that is taken."""

    groups: tuple[Group, ...]
    headings: dict[str, str]
    ignored: tuple[str, ...]

    def heading(self, name: str, language: str) -> str:
        """Return the heading of a field as the file writes it, else as the template does."""
        ours = {field: ja if language == "ja" else en for field, ja, en in COLUMNS}
        return self.headings.get(name) or ours.get(name, "")


def read_sheet(content: bytes, name: str) -> CandidateSheet:
    """Read a CSV file or the sheet of a workbook that has the headings; titles may stand above them.

    Raises ``FileRefused`` when it is not such a table.
    """
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(content)
        kept.flush()
        try:
            return _read(SourceFile(Path(kept.name), name))
        except ImportRefused as refused:
            raise FileRefused(field="file", detail=str(refused), refused=refused) from refused


def _read(file: SourceFile) -> CandidateSheet:
    if file.path.stat().st_size > LIMITS.file_bytes:
        raise ImportRefused(file.name, "too_large", limit=LIMITS.file_bytes)
    table = find_table(file, lambda cell: plain(cell) in HEADINGS, LIMITS)
    if table is None:
        return CandidateSheet((), {}, ())
    fields = _fields(file, table.head)
    cells = [cell.strip() for cell in table.head.cells]
    if missing := ", ".join(f"{ja} / {en}" for name, ja, en in COLUMNS if name in _NEEDED - set(fields)):
        found = ", ".join(cell for cell in cells if cell)[:200]
        raise ImportRefused(file.name, "other_columns", row=table.head.number, columns=missing, found=found)
    if table.alike:
        raise ImportRefused(file.name, "several_tables", sheets=", ".join((table.sheet, *table.alike)))
    _demand_values(file, table, fields)
    known = {name: cell for name, cell in zip(fields, cells, strict=True) if name}
    ignored = [cell for name, cell in zip(fields, cells, strict=True) if cell and not name]
    return CandidateSheet(tuple(_groups(table.rows, fields)), known, tuple(ignored))


def _demand_values(file: SourceFile, table: FoundTable, fields: list[str]) -> None:
    for row in table.rows:
        for at, (name, cell) in enumerate(zip(fields, row.cells, strict=False)):
            if name and not cell.strip() and (row.number, at) in table.formulas:
                raise ImportRefused(
                    file.name, "formula_without_value", row=row.number, field=table.head.cells[at].strip()
                )


def _fields(file: SourceFile, head: Row) -> list[str]:
    fields = [HEADINGS.get(plain(cell), "") for cell in head.cells]
    twice = [cell for name, cell in zip(fields, head.cells, strict=True) if name and fields.count(name) > 1]
    if twice:
        raise ImportRefused(file.name, "repeated_columns", row=head.number, columns=", ".join(twice))
    return fields


def _groups(rows: Iterable[Row], fields: list[str]) -> Iterator[Group]:
    """Put the rows of one number together. A row without one, as merged cells leave it, goes on with the row above."""
    groups: dict[str, Group] = {}
    number = ""
    for row in rows:
        words = {name: cell.strip() for name, cell in zip(fields, row.cells, strict=False) if name and cell.strip()}
        if not words:
            continue
        number = words.get("external_id", number)
        _add(groups.setdefault(number, Group(row.number, {})), row.number, words)
    yield from groups.values()


def _add(group: Group, row: int, words: Words) -> None:
    for name in TOPIC & words.keys():
        if group.topic.setdefault(name, words[name]) != words[name]:
            group.contradicted.append((row, name, group.said_in[name]))
        group.said_in.setdefault(name, row)
    if member := {name: words[name] for name in MEMBER if name in words}:
        group.members.append((row, member))
    party = {name.removeprefix("party_"): cell for name, cell in words.items() if name.startswith("party_")}
    if party and party not in [one for _row, one in group.parties]:
        group.parties.append((row, party))
