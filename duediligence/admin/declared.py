"""The answers of a declaration in words: for the member to check, and for the officer to read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from duediligence.admin.frame import Text
from duediligence.days import day
from duediligence.policy.answers import CONFIDENTIAL, Change, ItemAnswer, Row
from duediligence.policy.form import Column, ColumnType, FormItem


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as terms and values."""

    cells: Sequence[tuple[str, str]]
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One item as it was answered; ``state`` stands in its place where the entries are not shown."""

    item: FormItem
    name: str
    is_none: bool
    questions: Sequence[tuple[str, str]]
    entries: Sequence[Entry]
    state: Text = ""


def said(item: FormItem, answer: ItemAnswer, language: str) -> Said:
    questions = [
        (one.text.within(language), _yes_no(answer.questions[one.code]))
        for one in item.questions
        if answer.questions.get(one.code)
    ]
    entries = [entry(item, row, language) for row in answer.rows]
    return Said(item, item.name.within(language), answer.is_none, questions, entries)


def hidden(item: FormItem, language: str, state: Text) -> Said:
    return Said(item, item.name.within(language), False, (), (), state)


def entry(item: FormItem, row: Row, language: str) -> Entry:
    cells = [
        (column.name.within(language), cell_words(column, row[column.code], language))
        for column in item.columns
        if row.get(column.code)
    ]
    return Entry(cells, CONFIDENTIAL in row)


def cell_words(column: Column, cell: str, language: str) -> str:
    """Return a cell as people read it; what could not be read stands as it was typed."""
    if column.type is ColumnType.YES_NO:
        return _yes_no(cell)
    if column.type is ColumnType.AMOUNT_JPY and cell.isdecimal():
        return gettext("%(amount)s yen") % {"amount": f"{int(cell):,}"}
    if column.type is ColumnType.CHOICE:
        return next((one.name.within(language) for one in column.choices if one.code == cell), cell)
    if column.type is ColumnType.PERIOD:
        begins, _between, ends = cell.partition("〜" if "〜" in cell else "/")
        return f"{begins} 〜 {ends or gettext('now')}"
    if column.type is ColumnType.DATE:
        return _day(cell)
    return cell


def _day(cell: str) -> str:
    try:
        return day(dt.date.fromisoformat(cell))
    except ValueError:
        return cell


def _yes_no(word: str) -> str:
    return {"yes": gettext("Yes"), "no": gettext("No")}.get(word, word)


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the difference between two versions."""

    name: str
    before: Sequence[tuple[str, str]]
    after: Sequence[tuple[str, str]]


def difference(change: Change, items: Sequence[FormItem], language: str) -> Difference:
    item = next((one for one in items if one.code == change.item), None)
    if item is None:
        return Difference(change.item, list((change.before or {}).items()), list((change.after or {}).items()))
    return Difference(
        item.name.within(language), _cells(item, change.before, language), _cells(item, change.after, language)
    )


def _cells(item: FormItem, row: Row | None, language: str) -> Sequence[tuple[str, str]]:
    if row is None:
        return ()
    if "none" in row:
        return [(gettext("None"), _yes_no(row["none"]))]
    asked = {one.code: one.text.within(language) for one in item.questions}
    if set(row) <= set(asked):
        return [(asked[code], _yes_no(word)) for code, word in row.items()]
    return entry(item, row, language).cells
