"""One item of the declarations, merged over all members: every row is tagged with who declared it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from duediligence.documents.cells import cell_words, yes_no
from duediligence.documents.typesetting import Heading, Part, Table, Words
from duediligence.policy.form import Column, ColumnType, FormItem

_CIRCLED = 20
"""So many numbers have a circled sign."""


def heading(item: FormItem, language: str) -> Heading:
    number = chr(ord("①") + item.number - 1) if item.number <= _CIRCLED else f"({item.number})"
    return Heading(f"{number} {item.name.within(language)}")


def withheld(said: Mapping[str, Any]) -> Iterator[Part]:
    """Yield what stands for a masked item that the form does not state."""
    yield Words(_("Not stated here: the institution keeps these answers encrypted, for the deemed-export test alone."))
    yield from named(_("Answered to the institution by"), said["answered"])


def stated(item: FormItem, said: Mapping[str, Any], language: str) -> Iterator[Part]:
    """Yield the rows of all members, their answers to the guided questions, and who has none to declare."""
    if said["rows"]:
        heads = [_("Member"), *(column.name.within(language) for column in item.columns)]
        rows = [_row(item, row, language) for row in said["rows"]]
        yield Table(heads, rows, [4, *(_width(column) for column in item.columns)])
    asked = {one.code: one.text.within(language) for one in item.questions}
    if said["questions"]:
        rows = [
            [tag(one["member"]), asked.get(one["question"], one["question"]), yes_no(one["answer"])]
            for one in said["questions"]
        ]
        yield Table([_("Member"), _("Question"), _("Answer")], rows, [4, 10, 2])
    yield from named(_("None to declare"), said["none"])


def named(words: str, names: Iterable[str]) -> Iterator[Part]:
    if tagged := "".join(tag(name) for name in names):
        yield Words(f"{words}: {tagged}")


def tag(name: str) -> str:
    return f"【{name}】"


def _row(item: FormItem, row: Mapping[str, Any], language: str) -> list[str]:
    """A row under a duty of secrecy says when, and that the rest is secret."""
    cells, secret = row["cells"], _("Under a duty of secrecy")
    words = [
        cell_words(column, cells[column.code], language) if cells.get(column.code) else "" for column in item.columns
    ]
    if row["confidential"]:
        words = [one if column.code in cells else secret for one, column in zip(words, item.columns, strict=True)]
    return [tag(row["member"]), *words]


def _width(column: Column) -> int:
    return 8 if column.type is ColumnType.LONG_TEXT else 5
