"""The areas of a technology list as a table, one area a row, to read, edit and send back in a spreadsheet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from screening.technology.faults import TechnologyFault
from screening.technology.taxonomy import Area, TechnologyList, parse_technology_list

COLUMNS = (
    "code", "parent", "name_ja", "name_en", "name_is_official", "verified", "scope_note_ja", "scope_note_en",
    "scope_note_is_ours", "action", "source", "note",
)  # fmt: skip
REQUIRED = ("code", "name_ja", "name_en", "name_is_official", "verified")
_FLAGS = {"yes": True, "true": True, "1": True, "はい": True, "no": False, "false": False, "0": False, "いいえ": False}
_PLACE = re.compile(r"areas\[(\d+)\]\.?(.*)")


def area_row(area: Area) -> list[str]:
    """Return the cells of an area under ``COLUMNS``."""
    note = area.scope_note
    return [
        area.code, area.parent, area.name_ja, area.name_en, _word(area.name_is_official), _word(area.verified),
        note.get("ja", ""), note.get("en", ""), _word(area.scope_note_is_ours), area.action.value, area.source,
        area.note,
    ]  # fmt: skip


def list_from_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]], head: Mapping[str, Any]
) -> tuple[TechnologyList, dict[str, Any]]:
    """Read numbered rows by column name; ``head`` is all that the table does not say of the list.

    Returns the list and its content. Raises :class:`TechnologyFault` naming row and column.
    """
    numbered = list(rows)
    content = {**head, "areas": [_area_data(number, cells) for number, cells in numbered]}
    try:
        return parse_technology_list(content), content
    except TechnologyFault as fault:
        place = _PLACE.fullmatch(fault.path)
        if place is None:
            raise
        where = f"row {numbered[int(place[1])][0]}" + (f", {place[2]}" if place[2] else "")
        raise TechnologyFault(where, fault.code, fault.message, **fault.params) from fault


def _area_data(number: int, cells: Mapping[str, str]) -> dict[str, Any]:
    texts = {name: cells.get(name, "").strip() for name in COLUMNS}
    data: dict[str, Any] = {name: texts[name] for name in ("code", "name_ja", "name_en")}
    for name in ("name_is_official", "verified"):
        data[name] = _flag(number, name, texts[name])
    if texts["scope_note_is_ours"]:
        data["scope_note_is_ours"] = _flag(number, "scope_note_is_ours", texts["scope_note_is_ours"])
    if texts["scope_note_ja"] or texts["scope_note_en"]:
        data["scope_note"] = {"ja": texts["scope_note_ja"], "en": texts["scope_note_en"]}
    return data | {name: texts[name] for name in ("parent", "action", "source", "note") if texts[name]}


def _flag(number: int, name: str, text: str) -> bool:
    try:
        return _FLAGS[text.casefold()]
    except KeyError:
        raise TechnologyFault(
            f"row {number}, {name}", "unknown_choice", "{value!r} is not one of: {choices}", value=text,
            choices=", ".join(_FLAGS),
        ) from None  # fmt: skip


def _word(flag: bool) -> str:
    return "yes" if flag else "no"


def rows_of(technology_list: TechnologyList) -> Iterator[list[str]]:
    yield list(COLUMNS)
    yield from map(area_row, technology_list.areas)
