"""The cells of declarations as people read them."""

import datetime as dt
import re

from django.utils.translation import gettext

from duediligence.days import day, month
from duediligence.policy.form import Column, ColumnType

_KEPT_PERIOD = re.compile(r"\b(\d{4}-\d{2})/(\d{4}-\d{2})?")


def cell_words(column: Column, cell: str, language: str) -> str:
    """Return a cell as people read it; what could not be read stands as it was typed."""
    if column.type is ColumnType.YES_NO:
        return yes_no(cell)
    if column.type is ColumnType.AMOUNT_JPY and cell.isdecimal():
        return gettext("%(amount)s yen") % {"amount": f"{int(cell):,}"}
    if column.type is ColumnType.CHOICE:
        return next((one.name.within(language) for one in column.choices if one.code == cell), cell)
    if column.type is ColumnType.PERIOD:
        begins, _sign, ends = cell.partition("〜" if "〜" in cell else "/")
        return _between(begins, ends)
    if column.type is ColumnType.YEAR_MONTH:
        return month(cell)
    if column.type is ColumnType.DATE:
        return _day(cell)
    return cell


def _between(begins: str, ends: str | None) -> str:
    return f"{month(begins)} 〜 {month(ends) if ends else gettext('now')}"


def _day(cell: str) -> str:
    try:
        return day(dt.date.fromisoformat(cell))
    except ValueError:
        return month(cell)


def with_periods(words: str) -> str:
    """Return words in which periods stand as they are kept, such as ``2020-04/``, as people read them."""
    return _KEPT_PERIOD.sub(lambda found: _between(found[1], found[2]), words)


def yes_no(word: str) -> str:
    return {"yes": gettext("Yes"), "no": gettext("No")}.get(word, word)
