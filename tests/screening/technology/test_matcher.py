import pytest

from screening.technology.faults import TechnologyFault
from screening.technology.folding import fold
from screening.technology.matcher import Matcher, compile_lexicon
from tests.screening.technology.small import QUANTUM, SENSOR, small_lexicon, small_list, small_matcher


def found(text: str, matcher: Matcher | None = None) -> list[tuple[str, str, str]]:
    """(term, the text it was found as, the exclusion it stands in)"""
    return [
        (ready.term.text, text[one.start : one.end], one.excluded_by)
        for one in (matcher or small_matcher()).find(text, fold(text))
        for ready in one.terms
    ]


def test_finds_words_with_their_plural_and_hyphen() -> None:
    assert found("Two gas-sensors, one RADAR") == [("gas sensor", "gas-sensors", ""), ("radar", "RADAR", "")]


def test_latin_words_need_boundaries() -> None:
    assert found("radarmeister and subsensing") == []


def test_the_longest_term_wins() -> None:
    assert found("quantum key distribution")[0][0] == "quantum key distribution"


def test_katakana_matches_inside_a_compound_and_with_its_long_vowel() -> None:
    assert found("化学センサー、センサ素子、ソナー、パーソナル") == [
        ("センサー", "センサー", ""),
        ("センサー", "センサ", ""),
        ("ソナー", "ソナー", ""),
    ]


def test_an_acronym_keeps_its_case_and_may_take_a_plural() -> None:
    assert found("SAR and SARs, not sar nor Sar") == [("SAR", "SAR", ""), ("SAR", "SARs", "")]


def test_a_term_inside_an_exclusion_phrase_comes_with_the_phrase() -> None:
    assert found("Quorum sensing") == [("sensing", "sensing", "quorum sensing")]


def test_an_exclusion_over_no_term_says_nothing() -> None:
    assert found("国勢センサス", small_matcher(SENSOR | {"include": {"en": {"3": ["radar"]}}})) == []


def test_an_excluded_acronym_in_another_case_is_not_a_suppressed_match() -> None:
    concept = SENSOR | {"exclude": {"en": ["sar district"]}}

    assert found("sar district", small_matcher(concept)) == []


def test_a_local_exclusion_of_a_whole_term_switches_it_off() -> None:
    concept = SENSOR | {"exclude": {"en": ["radar"]}}

    assert found("radar", small_matcher(concept)) == [("radar", "radar", "radar")]


def test_a_sub_area_feeds_the_area_above_it() -> None:
    text = "量子鍵配送"
    (one,) = small_matcher().find(text, fold(text))

    assert one.terms[0].areas == (("L-1", 1.0), ("L-1-01", 1.0), ("L-2", 0.5))


def test_areas_that_no_term_can_reach_are_named() -> None:
    assert small_matcher().areas_without_terms == ("L-3",)


def test_refuses_a_crosswalk_to_an_area_the_list_does_not_have() -> None:
    lexicon = small_lexicon(QUANTUM | {"areas": {"L": {"L-7": 1}}})

    with pytest.raises(TechnologyFault) as caught:
        compile_lexicon(lexicon, small_list())

    assert (caught.value.path, caught.value.code) == ("concepts.quantum.areas.L.L-7", "unknown_area")


def test_terms_of_other_lists_are_left_out() -> None:
    elsewhere = QUANTUM | {"areas": {"M": {"M-1": 1}}}

    assert found("量子鍵配送 radar", small_matcher(SENSOR, elsewhere)) == [("radar", "radar", "")]
