"""A small list and lexicon of our own, so that every number in these tests can be worked out by hand."""

from typing import Any

from screening.technology.lexicon import Lexicon, parse_lexicon
from screening.technology.matcher import Matcher, compile_lexicon
from screening.technology.taxonomy import TechnologyList, parse_technology_list


def area_row(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name_ja": f"{code}領域",
        "name_en": code,
        "name_is_official": True,
        "verified": True,
    } | changes


def list_data(**changes: Any) -> dict[str, Any]:
    return {
        "code": "L",
        "name_ja": "試験一覧",
        "name_en": "Test list",
        "issuer": {"ja": "試験機関", "en": "Test issuer"},
        "issued": "2026-04-01",
        "edition": "1",
        "source_url": "https://list.example/1",
        "areas": [area_row("L-1"), area_row("L-1-01", parent="L-1"), area_row("L-2"), area_row("L-3")],
    } | changes


def lexicon_data(*concepts: dict[str, Any]) -> dict[str, Any]:
    return {"edition": "t1", "concepts": list(concepts)}


SENSOR: dict[str, Any] = {
    "code": "sensor",
    "ja": "センサ",
    "en": "Sensors",
    "areas": {"L": {"L-2": 1}},
    "include": {
        "ja": {"3": ["センサー", "ソナー"], "1": ["検出"]},
        "en": {
            "3": ["radar", "gas sensor"],
            "2": ["sensing", "wave gauge"],
            "1": ["detection", "measurement", "tracking"],
        },
    },
    "exclude": {"ja": ["センサス"], "en": ["quorum sensing"]},
    "acronym": {"2": ["SAR"]},
}
QUANTUM: dict[str, Any] = {
    "code": "quantum",
    "ja": "量子",
    "en": "Quantum",
    "areas": {"L": {"L-1-01": 1, "L-2": 0.5}},
    "include": {"ja": {"3": ["量子鍵配送"], "2": ["量子通信"]}, "en": {"3": ["quantum key distribution"]}},
}
HISTORY: dict[str, Any] = {
    "code": "history",
    "ja": "歴史",
    "en": "History",
    "context": {"ja": {"3": ["歴史", "政策"]}, "en": {"3": ["history of"], "1": ["education"]}},
}


def small_list(**changes: Any) -> TechnologyList:
    return parse_technology_list(list_data(**changes))


def small_lexicon(*concepts: dict[str, Any]) -> Lexicon:
    return parse_lexicon(lexicon_data(*(concepts or (SENSOR, QUANTUM, HISTORY))))


def small_matcher(*concepts: dict[str, Any]) -> Matcher:
    return compile_lexicon(small_lexicon(*concepts), small_list())
