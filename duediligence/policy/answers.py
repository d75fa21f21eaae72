"""What a person declares, item by item, checked against the form; and what differs between two versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from duediligence.policy.cells import CellRefused, last_day, read_cell
from duediligence.policy.form import DeclarationForm, FormItem, Rows

Row = Mapping[str, str]
CONFIDENTIAL: Final = "_confidential"
"""The key under which a row says ``yes`` when it is under a duty of secrecy; no column code begins so."""
MOST_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One item: *none to declare*, or its rows; ``questions`` holds yes or no by the guided question's code."""

    is_none: bool = False
    rows: tuple[Row, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {"none": self.is_none, "rows": [dict(row) for row in self.rows], "questions": dict(self.questions)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ItemAnswer":
        return cls(bool(data["none"]), tuple(dict(row) for row in data["rows"]), dict(data["questions"]))


Answers = Mapping[str, ItemAnswer]
"""By the code of the item."""


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What keeps an item from being submitted. ``row`` counts from 0; ``column`` may be a guided question."""

    item: str
    code: str
    row: int | None = None
    column: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


def items_of(form: DeclarationForm, light: str) -> tuple[FormItem, ...]:
    """Return the items asked: those of the light form, or all of them."""
    if not light:
        return form.items
    chosen = form.light_form(light).items
    return tuple(item for item in form.items if item.code in chosen)


def read_item(item: FormItem, typed: ItemAnswer, since: date | None) -> tuple[ItemAnswer, tuple[AnswerFault, ...]]:
    """Return the answer in its one spelling with every fault. ``since`` is the first day the item asks for."""
    faults: list[AnswerFault] = []
    rows = [row for row in typed.rows if is_filled(row)]
    read = tuple(_read_row(item, number, row, since, faults) for number, row in enumerate(rows))
    questions = {one.code: typed.questions.get(one.code, "") for one in item.questions}
    faults += [AnswerFault(item.code, "question_open", column=code) for code, said in questions.items() if not said]
    faults += _about_whole(item, typed.is_none, read, questions)
    return ItemAnswer(typed.is_none, read, questions), tuple(faults)


def is_filled(row: Row) -> bool:
    """Return whether anything but the flag of secrecy was typed."""
    return any(value.strip() for code, value in row.items() if code != CONFIDENTIAL)


def _read_row(item: FormItem, number: int, row: Row, since: date | None, faults: list[AnswerFault]) -> Row:
    read: dict[str, str] = {}
    before = len(faults)
    for column in item.columns:
        try:
            read[column.code] = read_cell(column, row.get(column.code, ""))
        except CellRefused as refused:
            faults.append(AnswerFault(item.code, refused.code, number, column.code, refused.params))
            continue
        if column.required and not read[column.code]:
            faults.append(AnswerFault(item.code, "cell_missing", number, column.code))
    if item.confidential_rows and row.get(CONFIDENTIAL) == "yes":
        read[CONFIDENTIAL] = "yes"
    if since and len(faults) == before:
        dated = {column.code: last for column in item.columns if (last := last_day(column, read[column.code]))}
        if dated and max(dated.values()) < since.isoformat()[:7]:
            faults.append(AnswerFault(item.code, "before_window", number, next(iter(dated)), {"since": str(since)}))
    return read


def _about_whole(
    item: FormItem, is_none: bool, rows: tuple[Row, ...], questions: Mapping[str, str]
) -> Iterator[AnswerFault]:
    if is_none and not item.none_allowed:
        yield AnswerFault(item.code, "none_not_possible")
    elif is_none and rows:
        yield AnswerFault(item.code, "none_with_rows")
    elif not is_none and not rows:
        yield AnswerFault(item.code, "none_or_rows" if item.none_allowed else "rows_missing")
    if item.rows is Rows.ONE and len(rows) > 1:
        yield AnswerFault(item.code, "one_row")
    if len(rows) > MOST_ROWS:
        yield AnswerFault(item.code, "too_many_rows", params={"limit": MOST_ROWS})
    first = item.columns[0].code
    if "yes" in questions.values() and any(row.get(first) == "no" for row in rows):
        yield AnswerFault(item.code, "question_says_yes", 0, first)
    if set(questions.values()) == {"no"} and any(row.get(first) == "yes" for row in rows):
        yield AnswerFault(item.code, "questions_say_no", 0, first)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of an item: a row taken out or put in, *none* said or taken back, a question answered anew."""

    item: str
    before: Row | None = None
    after: Row | None = None


def differences(before: Answers, after: Answers) -> tuple[Change, ...]:
    """Return what differs, in the order of the items of ``after``, then those that are no longer asked."""
    codes = [*after, *(code for code in before if code not in after)]
    empty = ItemAnswer()
    return tuple(change for code in codes for change in _changed(code, before.get(code, empty), after.get(code, empty)))


def _changed(code: str, before: ItemAnswer, after: ItemAnswer) -> Iterator[Change]:
    if before.is_none != after.is_none:
        yield Change(code, _none(before), _none(after))
    for question in sorted({*before.questions, *after.questions}):
        said = before.questions.get(question, ""), after.questions.get(question, "")
        if said[0] != said[1]:
            yield Change(code, {question: said[0]}, {question: said[1]})
    yield from (Change(code, before=row) for row in before.rows if row not in after.rows)
    yield from (Change(code, after=row) for row in after.rows if row not in before.rows)


def _none(answer: ItemAnswer) -> Row:
    return {"none": "yes" if answer.is_none else "no"}
