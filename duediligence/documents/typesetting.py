"""Documents as values, and as PDF: the same bytes for the same content."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

_TEMPLATE: Final = Path(__file__).with_name("document.typ")
_FONTS: Final = typst.Fonts(
    include_system_fonts=False,
    font_paths=[Path(str(font.FONT_PATH)).parent for font in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)],
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what stands beside them."""

    pairs: Sequence[tuple[str, str]]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; ``widths`` are the shares of the columns."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: Literal["heading"] = "heading"


Part = Facts | Table | Words | Heading


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Document:
    """``reference`` and ``foot`` stand on every page; ``language`` is ``ja`` or ``en``."""

    title: str
    subtitle: str
    reference: str
    foot: str
    language: str
    sections: Sequence[Section]


def pdf(document: Document) -> bytes:
    """Set a document as PDF/UA. Nothing in its texts is markup. Raises ``typst.TypstError`` when it cannot be set."""
    content: dict[str, Any] = dataclasses.asdict(document)
    return typst.compile(
        _TEMPLATE,
        font_paths=_FONTS,
        format="pdf",
        sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
