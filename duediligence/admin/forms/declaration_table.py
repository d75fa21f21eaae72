"""The entries of one item from a table: headings by their names, every cell that cannot be read named."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext

from duediligence.admin.forms.declaration_headings import FLAG, MEMBER, Headings, begins, ends
from duediligence.admin.forms.uploaded import kept_upload
from duediligence.domain.member_words import plain
from duediligence.domain.party import match_key
from duediligence.messages import answer_problem
from duediligence.policy.answers import CONFIDENTIAL, MOST_ROWS, AnswerFault, ItemAnswer, Row, is_filled, read_item
from duediligence.policy.form import ColumnType, FormItem
from screening.importers.base import Limits
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile
from screening.importers.found_table import FoundTable, find_table
from screening.importers.tables import Row as TableRow

LIMITS = Limits(file_bytes=5_000_000, unpacked_bytes=20_000_000, rows=20_000, cells=200_000)
_NOT_FLAGGED = frozenset({"no", "n", "false", "0", "無", "なし", "いいえ", "×", "✕", "✗", "-", "ー", "―"})
_NOTHING = frozenset(
    {
        "該当なし",
        "該当無し",
        "該当事項なし",
        "特になし",
        "なし",
        "無し",
        "無",
        "none",
        "nothing",
        "n/a",
        "na",
        "not applicable",
    }
)
_DASHES = frozenset({"-", "ー", "―", "—", "–", "/"})
_MOST_ERRORS = 40
_WHOLE = frozenset({"too_many_rows", "one_row"})


@dataclass(frozen=True, slots=True)
class EntryTable:
    """Either rows, each of them readable, or a sentence for each fault: nothing is half taken over.

    ``notes`` say what of the file was left out.
    """

    rows: tuple[Row, ...]
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_table(
    upload: "UploadedFile[bytes]",
    item: FormItem,
    *,
    language: str,
    since: date | None,
    names: Collection[str] = (),
    present: tuple[Row, ...] = (),
) -> EntryTable:
    """Read a CSV file or the sheet of a workbook that has the headings.

    ``names`` are the member's: a row under *name* that is somebody else's is refused. Entries that are ``present``
    already are not added again.
    """
    with kept_upload(upload) as file:
        try:
            headings = Headings(item)
            table = find_table(file, headings.knows, LIMITS)
        except ImportRefused as refused:
            place = _place(refused.file, refused.row) if refused.row else refused.file
            return _refused(f"{place}: {gettext(refused.message) % refused.params}")
    if table is None:
        return _refused(gettext("%(file)s: the table is empty.") % {"file": file.name})
    reading = _Reading(file, item, table, headings.codes(table.head.cells), language, names)
    return reading.entries(since, present)


def _refused(*errors: str) -> EntryTable:
    return EntryTable((), errors)


def _first(errors: list[str]) -> list[str]:
    """Return as many as somebody reads; the rest is counted."""
    more = len(errors) - _MOST_ERRORS
    if more <= 0:
        return errors
    said = ngettext("and %(count)d more fault", "and %(count)d more faults", more) % {"count": more}
    return [*errors[:_MOST_ERRORS], said]


def _place(file: str, row: int) -> str:
    return gettext("%(file)s, row %(row)d") % {"file": file, "row": row}


def _says_nothing(row: Row) -> bool:
    cells = {plain(cell).rstrip("。.") for code, cell in row.items() if code != CONFIDENTIAL and cell.strip()}
    return cells <= _NOTHING | _DASHES and bool(cells & _NOTHING)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table whose headings are known by the code under which each column is taken."""

    file: SourceFile
    item: FormItem
    table: FoundTable
    codes: list[str]
    language: str
    names: Collection[str]

    def entries(self, since: date | None, present: tuple[Row, ...]) -> EntryTable:
        if wrong := self._wrong_headings():
            return _refused(wrong)
        filled = [(line.number, row) for line in self.table.rows if is_filled(row := self._row(line))]
        if not filled:
            return _refused(gettext("%(file)s: no entry stands below the headings.") % {"file": self.file.name})
        if len(filled) == 1 and _says_nothing(filled[0][1]):
            return _refused(self._nothing_to_take())
        if len(filled) > MOST_ROWS:
            return _refused(self._said(AnswerFault(self.item.code, "too_many_rows", params={"limit": MOST_ROWS}), []))
        read, faults = read_item(self.item, ItemAnswer(rows=tuple(row for _number, row in filled)), since)
        about = [fault for fault in faults if fault.row is not None or fault.code in _WHOLE]
        numbers = [number for number, _row in filled]
        errors = [*self._wrong_rows(), *(self._said(fault, numbers) for fault in about)]
        if errors:
            return _refused(*_first(errors))
        known, _faults = read_item(self.item, ItemAnswer(rows=present), since)
        fresh = [row for at, row in enumerate(read.rows) if row not in known.rows and row not in read.rows[:at]]
        return EntryTable(tuple(fresh), (), tuple(self._notes(len(read.rows) - len(fresh))))

    def _nothing_to_take(self) -> str:
        """A file does not answer for the member that there is nothing: the form asks them."""
        if not self.item.none_allowed:
            return self._said(AnswerFault(self.item.code, "none_not_possible"), [])
        words = gettext(
            "%(file)s: its only row says that nothing applies. Nothing was taken over: choose “%(choice)s” instead."
        )
        return words % {"file": self.file.name, "choice": gettext("No, nothing applies (none)")}

    def _wrong_headings(self) -> str:
        head = self.table.head.cells
        missing = [
            one.name.within(self.language)
            for one in self.item.columns
            if one.required and not {one.code, begins(one.code)} & set(self.codes)
        ]
        if missing:
            printed = ", ".join(cell.strip() for cell in head if cell.strip())[:200]
            words = {"file": self.file.name, "names": ", ".join(missing), "found": printed}
            return gettext("%(file)s: these columns are missing: %(names)s. The file has: %(found)s.") % words
        twice = [cell for cell, code in zip(head, self.codes, strict=True) if code and self.codes.count(code) > 1]
        if twice:
            words = {"file": self.file.name, "names": ", ".join(dict.fromkeys(twice))}
            return gettext("%(file)s: these columns are there twice: %(names)s.") % words
        return ""

    def _row(self, line: TableRow) -> Row:
        """What stands under no heading of the form is left out."""
        cells = {code: cell for code, cell in zip(self.codes, line.cells, strict=False) if code}
        row = {column.code: cells.get(column.code, "") for column in self.item.columns}
        for column in self.item.columns:
            if column.type is ColumnType.PERIOD and begins(column.code) in cells and not row[column.code]:
                first, last = cells[begins(column.code)], cells.get(ends(column.code), "")
                row[column.code] = f"{first}〜{last}" if first.strip() or last.strip() else ""
        flag = plain(cells.get(FLAG, ""))
        return {**row, CONFIDENTIAL: "yes"} if flag and flag not in _NOT_FLAGGED else row

    def _wrong_rows(self) -> Iterator[str]:
        """Yield what is wrong with a row besides its answers: somebody else's, cut by a comma, an empty formula."""
        for line in self.table.rows:
            place = _place(self.file.name, line.number)
            named = dict(zip(self.codes, line.cells, strict=False)).get(MEMBER, "").strip()
            if named and self.names and match_key(named) not in self.names:
                words = gettext("%(place)s: this entry is of %(name)s and not of the member. Take it out.")
                yield words % {"place": place, "name": named[:60]}
            if not self.table.sheet and any(cell.strip() for cell in line.cells[len(self.codes) :]):
                words = gettext(
                    "%(place)s: there are more cells than headings. Put a cell with a comma in quotation marks."
                )
                yield words % {"place": place}
            for at, code in enumerate(self.codes):
                if code and (line.number, at) in self.table.formulas and not "".join(line.cells[at : at + 1]).strip():
                    error = RowError(self.file.name, line.number, code, "formula_without_value")
                    yield f"{place}, {self.table.head.cells[at].strip()}: {gettext(error.message)}"

    def _said(self, fault: AnswerFault, numbers: list[int]) -> str:
        words = answer_problem(fault)
        if fault.row is None:
            return f"{self.file.name}: {words}"
        column = next(one.name.within(self.language) for one in self.item.columns if one.code == fault.column)
        return f"{_place(self.file.name, numbers[fault.row])}, {column}: {words}"

    def _beside_the_headings(self) -> list[str]:
        """Return the numbers of the first rows that have more than the table has headings for."""
        headed = {at for at, cell in enumerate(self.table.head.cells) if cell.strip()}
        rows = (
            str(line.number)
            for line in self.table.rows
            if any(cell.strip() and at not in headed for at, cell in enumerate(line.cells))
        )
        return list(islice(rows, _MOST_ERRORS))

    def _notes(self, repeated: int) -> Iterator[str]:
        heads = zip(self.table.head.cells, self.codes, strict=True)
        if unknown := ", ".join(cell.strip() for cell, code in heads if cell.strip() and not code):
            yield gettext("These columns are not part of the item and were left out: %(names)s.") % {"names": unknown}
        if beside := self._beside_the_headings():
            place = {"file": self.file.name, "rows": ", ".join(beside)}
            yield gettext("What stands below no heading was left out: %(file)s, row %(rows)s.") % place
        if self.table.others:
            words = gettext("The sheet “%(sheet)s” was read; these were not: %(others)s.")
            yield words % {"sheet": self.table.sheet, "others": ", ".join(self.table.others)}
        if repeated:
            yield ngettext(
                "%(count)d entry was there already and is not added again.",
                "%(count)d entries were there already and are not added again.",
                repeated,
            ) % {"count": repeated}
