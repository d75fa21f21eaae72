"""What differs between two editions of a technology list, area by area."""

from typing import Any

from screening.technology.taxonomy import parse_technology_list
from screening.technology.taxonomy_delta import AreaChangeKind, area_changes
from tests.screening.technology import small


def changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, str, tuple[str, ...]]]:
    old, new = (parse_technology_list(small.list_data(areas=areas)) for areas in (before, after))
    return [(one.kind.value, one.code, one.fields) for one in area_changes(old, new)]


def test_each_area_has_its_class() -> None:
    named = {"name_ja": "量子", "name_en": "Quantum"}
    before = [
        small.area_row("L-1"),
        small.area_row("L-2", **named),
        small.area_row("L-3"),
        small.area_row("L-4"),
        small.area_row("L-5", verified=False),
        small.area_row("L-6"),
    ]
    after = [
        small.area_row("L-1"),
        small.area_row("L-20", **named),
        small.area_row("L-3", name_ja="別の名"),
        small.area_row("L-4", parent="L-1"),
        small.area_row("L-5"),
        small.area_row("L-7"),
    ]
    assert changes(before, after) == [
        ("recoded", "L-20", ()),
        ("renamed", "L-3", ("name_ja",)),
        ("moved", "L-4", ("parent",)),
        ("changed", "L-5", ("verified",)),
        ("added", "L-7", ()),
        ("removed", "L-6", ()),
    ]


def test_a_name_that_is_only_spelt_otherwise_is_no_rename() -> None:
    before, after = small.area_row("L-1", name_en="Quantum-Sensing"), small.area_row("L-1", name_en="quantum sensing")
    assert changes([before], [after]) == [("changed", "L-1", ("name_en",))]


def test_of_a_first_edition_every_area_is_new() -> None:
    found = parse_technology_list(small.list_data(areas=[small.area_row("L-1")]))
    assert [(one.kind, one.before) for one in area_changes(None, found)] == [(AreaChangeKind.ADDED, None)]
