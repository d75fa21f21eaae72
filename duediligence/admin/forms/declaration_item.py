"""One item of a declaration as a form: rows of plain words, kept as typed, with what is wrong beside each."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.messages import answer_problem
from duediligence.policy.answers import CONFIDENTIAL, MOST_ROWS, AnswerFault, ItemAnswer, Row, is_filled
from duediligence.policy.form import Column, ColumnType, FormItem, Rows

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
BEGINS, ENDS = "begins", "ends"
CONFIDENTIAL_FIELD = "confidential"
_CELL: Final = re.compile(r"rows-(\d{1,4})-([a-z0-9_-]+)")
_HINTS: Final = {
    ColumnType.DATE: _("Such as 2026-04-01; 2026-04 or 2026 if no more is known"),
    ColumnType.YEAR_MONTH: _("Such as 2026-04"),
    ColumnType.AMOUNT_JPY: _("Yen, such as 1200000"),
}


class HoldingForm(forms.Form):
    """``has_rows`` is the choice between *none* and entries."""

    has_rows = forms.ChoiceField(
        label=_("Is there anything to declare?"),
        choices=[("none", _("No, nothing applies (none)")), ("rows", _("Yes, I fill in the entries below"))],
        widget=forms.RadioSelect,
    )


class QuestionsForm(forms.Form):
    """The guided questions of an item, each with its legal basis."""

    def __init__(self, *args: Any, item: FormItem, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in item.questions:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text.within(language),
                help_text=gettext("Legal basis: %(basis)s") % {"basis": question.legal_basis.within(language)},
                choices=YES_NO,
                widget=forms.RadioSelect,
            )


class RowForm(forms.Form):
    """One entry; whether a field is needed is said by the form of the policy, not enforced here."""

    def __init__(self, *args: Any, item: FormItem, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in item.columns:
            self.fields.update(_fields(column, language))
        if item.confidential_rows:
            self.fields[CONFIDENTIAL_FIELD] = forms.BooleanField(
                label=_("This entry is under a duty of secrecy (NDA)"), required=False
            )


def _fields(column: Column, language: str) -> dict[str, forms.Field]:
    name = column.name.within(language)
    if column.type is ColumnType.PERIOD:
        first = _words(gettext("%(column)s: from") % {"column": name}, _HINTS[ColumnType.YEAR_MONTH])
        last = _words(gettext("%(column)s: until") % {"column": name}, _("Such as 2026-03; empty when it goes on"))
        first.required = column.required
        return {f"{column.code}-{BEGINS}": first, f"{column.code}-{ENDS}": last}
    field: forms.Field
    if column.type is ColumnType.YES_NO:
        field = forms.ChoiceField(label=name, choices=YES_NO, widget=forms.RadioSelect)
    elif column.type is ColumnType.CHOICE:
        offered = [(choice.code, choice.name.within(language)) for choice in column.choices]
        field = forms.ChoiceField(label=name, choices=[("", "‐"), *offered])
    elif column.many or column.type is ColumnType.LONG_TEXT:
        hint = _("One on each line, or separated by ; or 、") if column.many else ""
        field = forms.CharField(label=name, help_text=hint, widget=forms.Textarea(attrs={"rows": 3}), strip=False)
    else:
        field = _words(name, _HINTS.get(column.type, ""))
    field.required = column.required
    return {column.code: field}


def _words(label: str, hint: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.TextInput())


def typed_answer(item: FormItem, post: QueryDict, *, without: int | None = None) -> ItemAnswer:
    """Return what was sent as it was typed; empty rows, and the row numbered ``without``, are left out."""
    cells: dict[int, dict[str, str]] = {}
    for name in post:
        if found := _CELL.fullmatch(name):
            cells.setdefault(int(found[1]), {})[found[2]] = post.get(name, "")
    rows = (_row(item, sent) for number, sent in sorted(cells.items())[:MOST_ROWS] if number != without)
    questions = {one.code: said for one in item.questions if (said := post.get(f"questions-{one.code}", ""))}
    return ItemAnswer(
        post.get("has_rows") == "none",
        tuple(row for row in rows if is_filled(row)),
        {code: said for code, said in questions.items() if said in dict(YES_NO)},
    )


def _row(item: FormItem, sent: Mapping[str, str]) -> Row:
    row: dict[str, str] = {}
    for column in item.columns:
        if column.type is ColumnType.PERIOD:
            begins, ends = sent.get(f"{column.code}-{BEGINS}", ""), sent.get(f"{column.code}-{ENDS}", "")
            row[column.code] = f"{begins}〜{ends}" if begins.strip() or ends.strip() else ""
        else:
            row[column.code] = sent.get(column.code, "")
    if item.confidential_rows and sent.get(CONFIDENTIAL_FIELD):
        row[CONFIDENTIAL] = "yes"
    return row


def _data(item: FormItem, row: Row, prefix: str) -> dict[str, str]:
    data: dict[str, str] = {}
    for column in item.columns:
        cell = row.get(column.code, "")
        if column.type is ColumnType.PERIOD:
            begins, _between, ends = cell.partition("〜" if "〜" in cell else "/")
            data |= {f"{prefix}-{column.code}-{BEGINS}": begins, f"{prefix}-{column.code}-{ENDS}": ends}
        else:
            data[f"{prefix}-{column.code}"] = cell.replace("; ", "\n") if column.many else cell
    if row.get(CONFIDENTIAL):
        data[f"{prefix}-{CONFIDENTIAL_FIELD}"] = "on"
    return data


class ItemForms:
    """Everything of one item's page: the choice of *none*, the guided questions, the entries, and the faults."""

    def __init__(
        self,
        item: FormItem,
        answer: ItemAnswer,
        *,
        language: str,
        faults: Iterable[AnswerFault] = (),
        more: int = 0,
    ) -> None:
        rows = [*answer.rows, *({} for _ in range(more))] or [{}]
        held = "none" if answer.is_none else "rows" if answer.rows or more else ""
        self.holding = HoldingForm({"has_rows": held}) if item.none_allowed else None
        prefixed = {f"questions-{code}": said for code, said in answer.questions.items()}
        self.questions = QuestionsForm(prefixed, prefix="questions", item=item, language=language)
        self.rows = [
            RowForm(_data(item, row, f"rows-{number}"), prefix=f"rows-{number}", item=item, language=language)
            for number, row in enumerate(rows)
        ]
        self.is_single = item.rows is Rows.ONE
        self.problems: list[str] = []
        for form in self.all:
            form.full_clean()
            form.errors.clear()
        for fault in faults:
            self._place(item, fault)

    @property
    def all(self) -> list[forms.Form]:
        return [*([self.holding] if self.holding else []), self.questions, *self.rows]

    @property
    def has_faults(self) -> bool:
        return bool(self.problems) or any(form.errors for form in self.all)

    def _place(self, item: FormItem, fault: AnswerFault) -> None:
        words = answer_problem(fault)
        if fault.row is not None:
            form = self.rows[fault.row]
            named = fault.column if fault.column in form.fields else f"{fault.column}-{BEGINS}"
            form.add_error(named, words)
        elif fault.column:
            self.questions.add_error(fault.column, words)
        elif self.holding and fault.code in {"none_or_rows", "none_with_rows"}:
            self.holding.add_error("has_rows", words)
        else:
            self.problems.append(words)
