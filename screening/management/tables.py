"""Tables and JSON Lines as the commands read them: streamed, any usual encoding, the place of a fault named."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.text import text_lines
from screening.management.terminal import told
from screening.names.kinds import NameKind

_KINDS = {
    "person": NameKind.PERSON,
    "organization": NameKind.ORGANIZATION,
    "organisation": NameKind.ORGANIZATION,
    "unknown": NameKind.UNKNOWN,
    "": NameKind.UNKNOWN,
}
csv.field_size_limit(16 * 1024 * 1024)


@contextmanager
def lines_of(file: str) -> Iterator[Iterator[str]]:
    """Give the lines of a file, or of standard input for ``-``; what cannot be read becomes a ``CommandError``."""
    if file == "-":
        yield iter(sys.stdin)
        return
    if not Path(file).is_file():
        raise CommandError(_("%(file)s cannot be read: there is no such file.") % {"file": file})
    try:
        yield text_lines(SourceFile.at(Path(file)), Limits(file_bytes=1 << 40, unpacked_bytes=1 << 42))
    except ImportRefused as refused:
        raise CommandError(told(refused)) from refused


def table_rows(lines: Iterator[str], columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV or TSV table with their numbers.

    The first row is a heading when it names a column of ours; otherwise the columns stand in our order. Cells of
    other columns are kept under their own heading.
    """
    first = next(lines, "")
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    reader = csv.reader(chain([first], lines), delimiter=delimiter)
    heading = list(columns)
    for cells in reader:
        if reader.line_num == 1 and set(columns) & {cell.strip().casefold() for cell in cells}:
            names = [cell.strip() for cell in cells]
            heading = [name.casefold() if name.casefold() in columns else name for name in names]
        elif any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(heading, cells, strict=False))


def kind_of(word: str) -> NameKind | None:
    """Return what ``word`` names in a kind column, or ``None`` when it names nothing."""
    return _KINDS.get(word.strip().casefold())
