"""Labelled texts: what the second opinion learns from, what both opinions are measured on, and the folds."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.technology.classify import Classification, TechnologyText, classify
from screening.technology.faults import TechnologyFault
from screening.technology.matcher import Matcher
from screening.technology.reading import Reader
from screening.technology.training import Example

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A text. ``gold`` areas must be found; ``ok`` ones are tolerated; ``source`` names its kind."""

    id: str
    language: str
    source: str
    text: TechnologyText
    gold: frozenset[str]
    ok: frozenset[str]

    @property
    def fold(self) -> int:
        return zlib.crc32(self.id.encode()) % FOLDS

    @property
    def touches_no_area(self) -> bool:
        return not self.gold and not self.ok


def read_items(path: Path) -> list[Item]:
    """Read JSON Lines of ``id, lang, title, text, keywords, gold, ok, tier``.

    Raises :class:`TechnologyFault` naming the row.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_item(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _item(number: int, line: str) -> Item:
    try:
        row = Reader(json.loads(line), f"row {number}")
    except ValueError as error:
        if isinstance(error, TechnologyFault):
            raise
        raise TechnologyFault(f"row {number}", "not_json", "this is not JSON") from error
    gold = _codes(row, "gold")
    return Item(
        id=row.text("id"),
        language=row.text("lang", default=""),
        source=row.text("tier", default=""),
        text=TechnologyText.of(
            title=row.text("title", default=""),
            abstract=row.text("text", default=""),
            keywords=[word for word, _path in row.texts("keywords")] if "keywords" in row.value else (),
        ),
        gold=gold,
        ok=_codes(row, "ok") - gold,
    )


def _codes(row: Reader, name: str) -> frozenset[str]:
    return frozenset(code for code, _path in row.texts(name)) if name in row.value else frozenset()


def examples(items: Sequence[Item], found: Sequence[Classification]) -> Iterator[Example]:
    for item, one in zip(items, found, strict=True):
        yield Example(item.text, one, item.gold, item.ok)


def classified(items: Sequence[Item], matcher: Matcher) -> list[Classification]:
    return [classify(item.text, matcher) for item in items]
