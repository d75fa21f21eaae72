from typing import Any

import pytest

from screening.technology.faults import TechnologyFault
from screening.technology.lexicon import (
    Concept,
    Lexicon,
    Term,
    TermKind,
    lexicon_as_data,
    parse_lexicon,
)
from tests.screening.technology.small import HISTORY, QUANTUM, SENSOR, lexicon_data, small_lexicon


def test_terms_hang_on_their_concept() -> None:
    row = {
        "code": "c",
        "ja": "概念",
        "en": "Concept",
        "areas": {"L": {"L-1": 1, "L-2": 0.5}},
        "include": {"ja": {"3": ["量子"]}, "en": {"1": ["quantum"]}},
        "exclude": {"en": ["quantum leap"]},
        "context": {"en": {"2": ["history of"]}},
        "acronym": {"2": ["QKD"]},
    }

    assert parse_lexicon(lexicon_data(row)) == Lexicon(
        "t1",
        (Concept("c", "概念", "Concept", {"L": {"L-1": 1.0, "L-2": 0.5}}),),
        (
            Term("量子", "ja", 3, TermKind.INCLUDE, "c"),
            Term("quantum", "en", 1, TermKind.INCLUDE, "c"),
            Term("history of", "en", 2, TermKind.CONTEXT, "c"),
            Term("QKD", "en", 2, TermKind.INCLUDE, "c", case_sensitive=True),
            Term("quantum leap", "en", 1, TermKind.EXCLUDE, "c"),
        ),
    )


def test_data_and_lexicon_are_the_same_thing() -> None:
    lexicon = small_lexicon()

    assert parse_lexicon(lexicon_as_data(lexicon)) == lexicon
    assert lexicon_as_data(lexicon) == lexicon_data(SENSOR, QUANTUM, HISTORY)


def test_local_terms_stand_beside_the_shipped_pack() -> None:
    shipped = small_lexicon(SENSOR)
    local = parse_lexicon(
        {
            "edition": "office-3",
            "concepts": [
                {"code": "sensor", "ja": "別名", "en": "Renamed", "exclude": {"en": ["radar chart"]}},
                {"code": "own", "ja": "独自", "en": "Own", "include": {"ja": {"3": ["独自語"]}}},
            ],
        }
    )

    both = shipped.with_local(local)

    assert both.edition == "t1+office-3"
    assert [(concept.code, concept.name_en) for concept in both.concepts] == [("sensor", "Sensors"), ("own", "Own")]
    assert both.terms == shipped.terms + local.terms


@pytest.mark.parametrize(
    ("row", "path", "code"),
    [
        ({"code": "c", "ja": "概念"}, "concepts[0].en", "text_needed"),
        ({"code": "c", "ja": "概念", "en": "C", "terms": []}, "concepts[0].terms", "unknown_field"),
        (
            {"code": "c", "ja": "概念", "en": "C", "areas": {"L": {"L-1": 2}}},
            "concepts[0].areas.L.L-1",
            "number_out_of_range",
        ),
        ({"code": "c", "ja": "概念", "en": "C", "areas": {"L": 1}}, "concepts[0].areas.L", "not_an_object"),
        ({"code": "c", "ja": "概念", "en": "C", "include": {"fr": {}}}, "concepts[0].include.fr", "unknown_field"),
        (
            {"code": "c", "ja": "概念", "en": "C", "include": {"en": {"4": ["x"]}}},
            "concepts[0].include.en.4",
            "unknown_field",
        ),
        (
            {"code": "c", "ja": "概念", "en": "C", "include": {"en": {"3": [""]}}},
            "concepts[0].include.en.3[0]",
            "text_needed",
        ),
        ({"code": "c", "ja": "概念", "en": "C", "exclude": {"en": "x"}}, "concepts[0].exclude.en", "not_a_list"),
        (
            {"code": "c", "ja": "概念", "en": "C", "include": {"en": {"3": ["x"], "1": ["x"]}}},
            "concepts[0].include.en.1[0]",
            "term_twice",
        ),
    ],
)
def test_refuses_and_names_the_place(row: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(TechnologyFault) as caught:
        parse_lexicon(lexicon_data(row))

    assert (caught.value.path, caught.value.code) == (path, code)


def test_refuses_a_concept_twice() -> None:
    with pytest.raises(TechnologyFault) as caught:
        parse_lexicon(lexicon_data(SENSOR, SENSOR))

    assert (caught.value.path, caught.value.code) == ("concepts[1].code", "concept_twice")


def test_an_own_term_that_has_come_to_ship_is_the_pack_s() -> None:
    shipped = small_lexicon(SENSOR)
    concept = {"code": "sensor", "ja": "センサ", "en": "Sensors", "include": {"en": {"1": ["radar"], "2": ["lidar"]}}}

    both = shipped.with_local(parse_lexicon({"edition": "own", "concepts": [concept]}))

    added = [(term.text, term.weight) for term in both.terms if term not in shipped.terms]
    assert added == [("lidar", 2)]
