"""The answers of a declaration in words: for the member to check, and for the officer to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from duediligence.admin.frame import Text
from duediligence.documents.cells import cell_words, yes_no
from duediligence.policy.answers import CONFIDENTIAL, Change, ItemAnswer, Row
from duediligence.policy.form import FormItem


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
        (one.text.within(language), yes_no(answer.questions[one.code]))
        for one in item.questions
        if answer.questions.get(one.code)
    ]
    entries = [entry(item, row, language) for row in answer.rows]
    return Said(item, item.name.within(language), answer.is_none, questions, entries)


def hidden(item: FormItem, language: str, state: Text) -> Said:
    return Said(item, item.name.within(language), False, (), (), state)


def all_said(
    items: Sequence[FormItem], content: Mapping[str, ItemAnswer], masked: Mapping[str, ItemAnswer], language: str
) -> list[Said]:
    """Return every item of the form with its answer, the masked ones that were asked for among them."""
    answers = {**content, **masked}
    secret = gettext("Masked: used for the deemed-export test alone.")
    return [
        said(item, answers[item.code], language)
        if item.code in answers
        else hidden(item, language, secret if item.masked else gettext("Not asked."))
        for item in items
    ]


def entry(item: FormItem, row: Row, language: str) -> Entry:
    cells = [
        (column.name.within(language), cell_words(column, row[column.code], language))
        for column in item.columns
        if row.get(column.code)
    ]
    return Entry(cells, CONFIDENTIAL in row)


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
        return [(gettext("None"), yes_no(row["none"]))]
    asked = {one.code: one.text.within(language) for one in item.questions}
    if set(row) <= set(asked):
        return [(asked[code], yes_no(word)) for code, word in row.items()]
    return entry(item, row, language).cells
