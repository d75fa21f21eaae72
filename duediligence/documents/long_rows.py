"""Rows that are longer than a page: the long column gets room, and each page says whose row it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from duediligence.documents.typesetting import Document, Part, Table

_LONG: Final = 300
"""A cell of more characters is a long one."""
_ROOM: Final = 16
"""The share of a column with a long cell."""
_PIECE: Final = 800
"""So many characters stand in one row; with the room they get, a page holds more than that."""
_ENDS = re.compile(r"[。.、,;\s]")


def flowing(document: Document) -> Document:
    """Return the document with each long row as several, all under the first cell of the row."""
    with translation.override(document.language):
        sections = [replace(section, parts=list(map(_part, section.parts))) for section in document.sections]
    return replace(document, sections=sections)


def _part(part: Part) -> Part:
    if not isinstance(part, Table):
        return part
    longest = [max(map(len, column)) for column in zip(part.heads, *part.rows, strict=True)]
    if max(longest) <= _LONG:
        return part
    widths = [max(width, _ROOM) if most > _LONG else width for width, most in zip(part.widths, longest, strict=True)]
    return replace(part, rows=[piece for row in part.rows for piece in _pieces(row)], widths=widths)


def _pieces(row: Sequence[str]) -> Iterator[list[str]]:
    cells = [list(_cut(words)) for words in row]
    for number, piece in enumerate(zip_longest(*cells, fillvalue="")):
        yield [*piece] if number == 0 or piece[0] else [f"{cells[0][0]} {_('(continued)')}", *piece[1:]]


def _cut(words: str) -> Iterator[str]:
    """Yield words in pieces, cut behind the last mark or space there is."""
    while len(words) > _PIECE:
        end = max((found.end() for found in _ENDS.finditer(words, _PIECE // 2, _PIECE)), default=_PIECE)
        yield words[:end]
        words = words[end:]
    yield words
