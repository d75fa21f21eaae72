from screening.technology.classify import (
    AreaMatch,
    Lowering,
    Span,
    Suppressed,
    TechnologyText,
    classify,
)
from tests.screening.technology.small import SENSOR, small_matcher

FILLER = "We study things and then we write about them in plain words that no list has. " * 6


def levels(text: TechnologyText) -> dict[str, tuple[float, str]]:
    return {area.code: (area.score, str(area.level)) for area in classify(text, small_matcher()).areas}


def area(text: TechnologyText, code: str) -> AreaMatch:
    return next(one for one in classify(text, small_matcher()).areas if one.code == code)


def test_one_term_of_weight_three_is_enough() -> None:
    assert levels(TechnologyText.of(title="A new radar")) == {"L-2": (3.0, "possible")}


def test_terms_of_weight_one_never_are() -> None:
    text = TechnologyText.of(title="Detection, measurement and tracking; measurement, tracking, detection")

    assert levels(text) == {"L-2": (2.0, "none")}
    assert [one.note for one in area(text, "L-2").arithmetic] == ["", "", "supporting_terms_cap"]


def test_distinct_terms_add_up() -> None:
    assert levels(TechnologyText.of(title="Radar and a gas sensor")) == {"L-2": (6.0, "strong")}


def test_a_term_counts_in_every_area_of_its_concept_by_factor() -> None:
    assert levels(TechnologyText.of(title="量子鍵配送")) == {
        "L-1": (3.0, "possible"),
        "L-1-01": (3.0, "possible"),
        "L-2": (1.5, "none"),
    }


def test_a_translation_of_the_same_concept_adds_nothing() -> None:
    text = TechnologyText({"title_ja": "量子鍵配送と量子通信", "title_en": "Quantum key distribution"})

    assert levels(text)["L-1"] == (5.0, "possible")
    assert [(one.ready.term.text, one.points, one.note) for one in area(text, "L-1").arithmetic] == [
        ("量子鍵配送", 3.0, ""),
        ("量子通信", 2.0, ""),
        ("quantum key distribution", 0.0, "translation"),
    ]


def test_a_single_mention_in_a_long_abstract_is_not_enough() -> None:
    assert levels(TechnologyText.of(abstract=f"{FILLER} radar")) == {"L-2": (1.65, "none")}
    assert levels(TechnologyText.of(abstract=f"radar {FILLER} radar")) == {"L-2": (3.0, "possible")}
    assert levels(TechnologyText.of(title="Radar", abstract=FILLER)) == {"L-2": (3.0, "possible")}


def test_context_lowers_the_level_and_hides_nothing() -> None:
    text = TechnologyText.of(title="A history of radar and the gas sensor")

    assert area(text, "L-2").score == 6.0
    assert area(text, "L-2").level == "possible"
    assert area(text, "L-2").lowering == Lowering(1, ("history of",), is_side_topic=False)


def test_two_context_words_lower_it_twice() -> None:
    assert levels(TechnologyText.of(title="センサーとソナーの歴史と政策")) == {"L-2": (6.0, "none")}


def test_weak_context_lowers_nothing() -> None:
    assert levels(TechnologyText.of(title="Radar education")) == {"L-2": (3.0, "possible")}


def test_context_in_a_long_abstract_is_passed_over() -> None:
    text = TechnologyText.of(title="Radar", abstract=f"{FILLER} history of science")

    assert area(text, "L-2").lowering == Lowering(0, (), is_side_topic=False)


def test_a_side_topic_of_a_long_text_is_lowered_and_says_so() -> None:
    many = {"3": [f"quark{letter}" for letter in "abcd"]}
    concept = {"code": "main", "ja": "主", "en": "Main", "areas": {"L": {"L-3": 1}}, "include": {"en": many}}
    text = TechnologyText.of(title=" ".join(many["3"]), abstract=f"radar {FILLER} radar")

    matches = {one.code: one for one in classify(text, small_matcher(SENSOR, concept)).areas}

    assert (matches["L-3"].score, matches["L-3"].level) == (12.0, "strong")
    assert (matches["L-2"].score, matches["L-2"].level) == (3.0, "none")
    assert matches["L-2"].lowering == Lowering(1, (), is_side_topic=True)


def test_spans_point_into_the_original_text() -> None:
    title = "新型ｶﾞｽｾﾝｻｰ と RADARs"
    spans = area(TechnologyText.of(title=title, language="ja"), "L-2").spans

    assert spans == (
        Span("センサー", "title_ja", 5, 9, 3),
        Span("radar", "title_ja", 12, 18, 3),
    )
    assert [title[span.start : span.end] for span in spans] == ["ｾﾝｻｰ", "RADARs"]


def test_a_suppressed_match_is_kept_with_its_reason() -> None:
    found = classify(TechnologyText.of(title="Quorum sensing"), small_matcher())

    assert found.areas == ()
    assert found.suppressed == (Suppressed("sensing", "title", 7, 14, "quorum sensing"),)


def test_what_was_not_checked_is_named() -> None:
    japanese = classify(TechnologyText.of(title="量子通信", keywords=["量子"]), small_matcher())
    english = classify(TechnologyText.of(title="Plain title", abstract="And words"), small_matcher())

    assert japanese.not_checked == ("no_abstract", "no_english", "no_terms:L-3")
    assert english.not_checked == ("no_keywords", "no_japanese", "no_terms:L-3")


def test_an_empty_text_was_not_checked_at_all() -> None:
    found = classify(TechnologyText({}), small_matcher())

    assert found.areas == ()
    assert found.not_checked == (
        "no_title", "no_abstract", "no_keywords", "no_japanese", "no_english", "no_terms:L-3",
    )  # fmt: skip


def test_flagged_are_the_areas_above_none() -> None:
    found = classify(TechnologyText.of(title="量子鍵配送"), small_matcher())

    assert [one.code for one in found.flagged] == ["L-1", "L-1-01"]


def test_as_dict_is_plain_data() -> None:
    found = classify(TechnologyText.of(title="Radar; quorum sensing", keywords=["SAR"]), small_matcher())

    assert found.as_dict() == {
        "areas": [
            {
                "code": "L-2",
                "score": 5.0,
                "level": "possible",
                "spans": [
                    {"term": "SAR", "field": "keywords", "start": 0, "end": 3, "weight": 2},
                    {"term": "radar", "field": "title", "start": 0, "end": 5, "weight": 3},
                ],
                "arithmetic": [
                    {
                        "term": term,
                        "concept": "sensor",
                        "weight": weight,
                        "factor": 1.0,
                        "occurrences": 1,
                        "share": 1.0,
                        "points": float(weight),
                        "note": "",
                    }
                    for term, weight in (("radar", 3), ("SAR", 2))
                ],
                "lowering": {"steps": 0, "context": [], "is_side_topic": False},
            }
        ],
        "suppressed": [{"term": "sensing", "field": "title", "start": 14, "end": 21, "reason": "quorum sensing"}],
        "not_checked": ["no_abstract", "no_japanese", "no_terms:L-3"],
    }
