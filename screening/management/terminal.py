"""What the list commands share: refusing in one line, reading days, printing tables."""

import datetime as dt
import json
import re
import unicodedata
from argparse import ArgumentTypeError
from collections.abc import Sequence
from typing import Any, NoReturn

from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext as _

from screening.importers.faults import ImportRefused, RowFault
from screening.importers.registry import SOURCE_BY_CODE
from screening.lists.as_at import source_known_to
from screening.lists.sources import sync_sources
from screening.models import ListEdition, ListSource

WRONG_USAGE = 2
PROGRESS_EVERY = 1000


def day(text: str) -> dt.date:
    """Read a day given on the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("“%(text)s” is not a date such as 2025-09-29") % {"text": text}) from None


def count(text: str) -> int:
    """Read a number of things given on the command line, one at least."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or not int(text):
        raise ArgumentTypeError(_("“%(text)s” is not a whole number from 1") % {"text": text})
    return int(text)


def source_named(code: str, owner: str = "") -> ListSource:
    """Return the list with this code; an unknown one is wrong usage."""
    source = source_known_to(code, owner)
    if source is None and code in SOURCE_BY_CODE:
        sync_sources()  # nobody has recorded the known lists yet, or this one came with a newer version
        source = source_known_to(code, owner)
    if source is None:
        known = ", ".join(ListSource.objects.known_to(owner).values_list("code", flat=True))
        words = _("There is no list “%(code)s”. Known: %(known)s.")
        wrong_usage(words % {"code": code, "known": known or _("none; run load_reference first")})
    return source


def edition_named(source: ListSource, name: str) -> ListEdition:
    """Return the edition with this label, day of issue, number or beginning of its content hash.

    Of several with one label a whole list counts before an extract, the last that was loaded before others.
    """
    editions = list(source.editions.order_by("is_extract", "-pk"))
    keys = ("label", "issued_date", "pk")  # a label such as 2024 may be another edition's number
    named = (edition for key in keys for edition in editions if str(getattr(edition, key)) == name)
    if first := next(named, None):
        return first
    found = [edition for edition in editions if len(name) >= 6 and edition.sha256.startswith(name)]
    if len(found) != 1:
        known = ", ".join(edition.label for edition in editions)
        words = _("%(list)s has no edition “%(edition)s”. Known: %(known)s.")
        wrong_usage(words % {"list": source.code, "edition": name, "known": known or _("none")})
    return found[0]


def show_progress(terminal: OutputWrapper, number: int) -> None:
    """Count on one line of a terminal; what is written to a file stays free of it."""
    if number % PROGRESS_EVERY == 0 and terminal.isatty():
        terminal.write(f"\r{number:,}", ending="")


def clear_progress(terminal: OutputWrapper) -> None:
    """Take the count away before results are printed."""
    if terminal.isatty():
        terminal.write(f"\r{' ' * 12}\r", ending="")


def wrong_usage(sentence: str) -> NoReturn:
    raise CommandError(sentence, returncode=WRONG_USAGE)


def told(fault: ImportRefused | RowFault) -> str:
    """Say in the language of the terminal what is wrong with a file or row, its place first."""
    row = "" if fault.row is None else _("row %(row)d") % {"row": fault.row}
    place = ", ".join(part for part in (fault.file, row, fault.field) if part)
    return f"{place}: {_(fault.message) % fault.params}"


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out in columns; East Asian characters take two."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = ["  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in padded)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
