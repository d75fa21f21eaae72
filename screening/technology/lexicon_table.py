"""The lexicon as a table, one term a row: to read, edit and compare in a spreadsheet, as CSV or XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from screening.technology.faults import TechnologyFault
from screening.technology.lexicon import LANGUAGES, Concept, Lexicon, Term, TermKind

COLUMNS = (
    "concept", "concept_ja", "concept_en", "areas", "text", "language", "weight", "kind", "case_sensitive",
)  # fmt: skip
_YES, _NO = "yes", "no"
_UNPACKED_BYTES = 50_000_000


def lexicon_to_rows(lexicon: Lexicon) -> Iterator[list[str]]:
    """The heading, then one row per term; a concept without terms has a row with an empty text."""
    yield list(COLUMNS)
    terms: dict[str, list[Term]] = {concept.code: [] for concept in lexicon.concepts}
    for term in lexicon.terms:
        terms[term.concept].append(term)
    for concept in lexicon.concepts:
        head = [concept.code, concept.name_ja, concept.name_en, _areas_text(concept.areas)]
        if not terms[concept.code]:
            yield [*head, "", "", "", "", ""]
        for term in terms[concept.code]:
            yield [
                *head, term.text, term.language, str(term.weight), str(term.kind),
                _YES if term.case_sensitive else _NO,
            ]  # fmt: skip


def lexicon_from_rows(rows: Iterable[Sequence[str]], edition: str) -> Lexicon:
    """Read such a table; raises :class:`TechnologyFault` naming row and column."""
    numbered = enumerate(rows, start=1)
    _number, heading = next(numbered, (1, ()))
    if tuple(heading) != COLUMNS:
        raise TechnologyFault("row 1", "wrong_heading", "the heading must be: {columns}", columns=", ".join(COLUMNS))
    concepts: dict[str, Concept] = {}
    terms: dict[tuple[str, str, str], Term] = {}
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        row = _Row(number, cells)
        concept = row.concept()
        if concepts.setdefault(concept.code, concept) != concept:
            row.refuse("concept", "concept_differs", "names or areas of this concept differ from an earlier row")
        if row["text"]:
            term = row.term()
            if terms.setdefault((term.concept, str(term.kind), term.text), term) is not term:
                row.refuse("text", "term_twice", "this term stands twice in its concept")
    return Lexicon(edition, tuple(concepts.values()), tuple(terms.values()))


def lexicon_to_csv(lexicon: Lexicon) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(lexicon_to_rows(lexicon))
    return buffer.getvalue()


def lexicon_from_csv(text: str, edition: str) -> Lexicon:
    """Read a CSV export, with or without a byte order mark."""
    try:
        return lexicon_from_rows(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), edition)
    except csv.Error as error:
        raise TechnologyFault("file", "not_csv", "this is not a CSV table") from error


def lexicon_to_xlsx(lexicon: Lexicon) -> bytes:
    from openpyxl import Workbook  # slow to import, and few processes ever write a workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("terms")
    for row in lexicon_to_rows(lexicon):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def lexicon_from_xlsx(content: bytes, edition: str) -> Lexicon:
    """Read the first sheet of a workbook."""
    _refuse_what_unpacks_too_far(content)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except CalamineError as error:
        raise TechnologyFault("file", "not_a_workbook", "this is not an XLSX workbook") from error
    return lexicon_from_rows(([_cell_text(cell) for cell in row] for row in sheet.iter_rows()), edition)


def _refuse_what_unpacks_too_far(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TechnologyFault("file", "not_a_workbook", "this is not an XLSX workbook") from error
    if unpacked > _UNPACKED_BYTES:
        raise TechnologyFault("file", "too_large", "the workbook unpacks too far")


class _Row:
    """One row by column name."""

    def __init__(self, number: int, cells: Sequence[str]) -> None:
        self.number = number
        self._cells = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=False))

    def __getitem__(self, column: str) -> str:
        return self._cells.get(column, "")

    def refuse(self, column: str, code: str, message: str, **params: object) -> None:
        raise TechnologyFault(f"row {self.number}, {column}", code, message, **params)

    def concept(self) -> Concept:
        for column in ("concept", "concept_ja", "concept_en"):
            if not self[column]:
                self.refuse(column, "text_empty", "this cell must not be empty")
        return Concept(self["concept"], self["concept_ja"], self["concept_en"], self._areas())

    def term(self) -> Term:
        self._need("language", LANGUAGES)
        self._need("weight", ("1", "2", "3"))
        self._need("kind", tuple(TermKind))
        self._need("case_sensitive", (_YES, _NO))
        return Term(
            self["text"],
            self["language"],
            int(self["weight"]),
            TermKind(self["kind"]),
            self["concept"],
            self["case_sensitive"] == _YES,
        )

    def _need(self, column: str, choices: Sequence[str]) -> None:
        if self[column] not in choices:
            known = ", ".join(choices)
            self.refuse(
                column, "unknown_choice", "{value!r} is not one of: {choices}", value=self[column], choices=known
            )

    def _areas(self) -> dict[str, dict[str, float]]:
        areas: dict[str, dict[str, float]] = {}
        for entry in self["areas"].split():
            place, _equals, factor = entry.partition("=")
            technology_list, _colon, area = place.partition(":")
            if not area or not _is_factor(factor):
                self.refuse("areas", "area_unreadable", "{entry!r} is not LIST:AREA=FACTOR", entry=entry)
            areas.setdefault(technology_list, {})[area] = float(factor)
        return areas


def _is_factor(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() and 0 < float(text) <= 1


def _areas_text(areas: Mapping[str, Mapping[str, float]]) -> str:
    return " ".join(f"{code}:{area}={factor:g}" for code, inner in areas.items() for area, factor in inner.items())


def _cell_text(cell: Any) -> str:
    """Spreadsheet programs turn a weight into a number; a term that is a number stays one."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
