"""Input of the commands: a file or standard input, row by row, with a clear error for a bad row."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _


class RowRefused(CommandError):  # noqa: N818 - a refusal is an answer
    """One row of the input cannot be used; the message names file, row and field."""

    def __init__(self, file: str, row: int, field: str, problem: str) -> None:
        where = _("%(file)s, row %(row)d") % {"file": file, "row": row}
        super().__init__(f"{where}, {field}: {problem}" if field else f"{where}: {problem}")


def open_text(file: str) -> TextIO:
    """Open a file, or standard input for ``-``, as UTF-8."""
    if file == "-":
        return sys.stdin
    try:
        return Path(file).open(encoding="utf-8-sig")
    except OSError as error:
        words = _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error.strerror}
        raise CommandError(words) from error


def json_rows(file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a JSON Lines file with their row numbers; blank lines are passed over."""
    with open_text(file) as stream:
        try:
            for row, line in enumerate(stream, start=1):
                if line.strip():
                    yield row, _object(file, row, line)
        except UnicodeDecodeError as error:
            raise CommandError(_("%(file)s is not UTF-8.") % {"file": file}) from error


def _object(file: str, row: int, line: str) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except ValueError as error:
        raise RowRefused(file, row, "", _("this is not JSON: %(reason)s") % {"reason": error}) from error
    if not isinstance(content, dict):
        raise RowRefused(file, row, "", _("a JSON object is needed"))
    return content
