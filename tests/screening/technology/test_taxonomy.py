from typing import Any

import pytest

from screening.technology.faults import TechnologyFault
from screening.technology.taxonomy import Action, Area, Thresholds, parse_technology_list
from tests.screening.technology.small import area_row, list_data, small_list


def refusal(data: object) -> tuple[str, str]:
    with pytest.raises(TechnologyFault) as caught:
        parse_technology_list(data)
    return caught.value.path, caught.value.code


def test_an_area_with_every_field() -> None:
    row = area_row(
        "L-9",
        scope_note={"ja": "説明", "en": "Scope"},
        scope_note_is_ours=False,
        action="escalate",
        source="p. 3",
        note="n",
    )

    area = small_list(areas=[row]).areas[0]

    assert area == Area(
        code="L-9",
        name_ja="L-9領域",
        name_en="L-9",
        name_is_official=True,
        verified=True,
        scope_note={"ja": "説明", "en": "Scope"},
        scope_note_is_ours=False,
        action=Action.ESCALATE,
        source="p. 3",
        note="n",
    )


def test_thresholds_default_to_three_and_six() -> None:
    assert small_list().thresholds == Thresholds(3.0, 6.0)
    assert small_list(thresholds={"possible": 2, "strong": 5}).thresholds == Thresholds(2.0, 5.0)


def test_lineage_goes_from_sub_area_to_area() -> None:
    assert small_list().lineage("L-1-01") == ("L-1-01", "L-1")


def test_area_by_code() -> None:
    assert small_list().area("L-2").name_en == "L-2"


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"code": ""}, "code", "text_empty"),
        ({"code": 3}, "code", "text_needed"),
        ({"issuer": "MEXT"}, "issuer", "not_an_object"),
        ({"issuer": {"ja": "a", "fr": "b"}}, "issuer.fr", "unknown_field"),
        ({"areas": {}}, "areas", "not_a_list"),
        ({"areas": []}, "areas", "no_areas"),
        ({"areas": [area_row("A"), area_row("A")]}, "areas[1].code", "area_twice"),
        ({"areas": [area_row("A", parent="B")]}, "areas[0].parent", "unknown_parent"),
        ({"areas": [area_row("A", name_ja="", name_en="")]}, "areas[0].name_en", "area_unnamed"),
        ({"areas": [area_row("A", verified="yes")]}, "areas[0].verified", "flag_needed"),
        ({"areas": [area_row("A", action="panic")]}, "areas[0].action", "unknown_choice"),
        ({"areas": [area_row("A", colour="red")]}, "areas[0].colour", "unknown_field"),
        ({"areas": ["A"]}, "areas[0]", "not_an_object"),
        ({"thresholds": {"possible": 6, "strong": 6}}, "thresholds.strong", "thresholds_crossed"),
        ({"thresholds": {"possible": 0, "strong": 6}}, "thresholds.possible", "number_out_of_range"),
        ({"thresholds": {"possible": True, "strong": 6}}, "thresholds.possible", "number_needed"),
        ({"colour": "red"}, "colour", "unknown_field"),
    ],
)
def test_refuses_and_names_the_place(changes: dict[str, Any], path: str, code: str) -> None:
    assert refusal(list_data(**changes)) == (path, code)


def test_refuses_what_is_no_object() -> None:
    assert refusal([]) == ("", "not_an_object")


def test_a_refusal_reads_as_a_sentence() -> None:
    with pytest.raises(TechnologyFault, match=r"^areas\[1\]\.code: the code A stands twice in this list$"):
        parse_technology_list(list_data(areas=[area_row("A"), area_row("A")]))
