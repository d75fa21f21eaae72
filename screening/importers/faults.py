"""What can be wrong with a list file: a whole file refused, a row refused, or a row read with a remark.

Each names its place (file, row, field), a stable ``code`` and ``params``; ``message`` is the English
template. ``row`` is the row number a spreadsheet shows; in XML and JSON it is the ordinal of the record.
"""

import dataclasses
from collections.abc import Mapping

from screening.importers.messages import MESSAGES

Params = Mapping[str, str | int]


@dataclasses.dataclass(frozen=True, slots=True)
class RowFault:
    """The place and reason shared by errors and notes."""

    file: str
    row: int
    field: str
    code: str
    params: Params = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        return MESSAGES[self.code]

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, f"row {self.row}", self.field) if part)
        return f"{place}: {self.message % self.params}"


class RowError(RowFault):
    """Something of this row could not be taken over; the edition must not be applied unseen."""

    __slots__ = ()


class RowNote(RowFault):
    """The row was taken over, changed in a way that the reader should know."""

    __slots__ = ()


class ImportRefused(Exception):  # noqa: N818 - a decision about a file, not a malfunction
    """The whole file is refused: nothing of it may be used."""

    def __init__(self, file: str, code: str, *, row: int | None = None, field: str = "", **params: str | int) -> None:
        self.file = file
        self.code = code
        self.row = row
        self.field = field
        self.params: Params = params
        super().__init__(str(self))

    @property
    def message(self) -> str:
        return MESSAGES[self.code]

    def __str__(self) -> str:
        row = "" if self.row is None else f"row {self.row}"
        place = ", ".join(part for part in (self.file, row, self.field) if part)
        return f"{place}: {self.message % self.params}"
