"""What ships: nine lists, one lexicon, a crosswalk between them."""

import json

import pytest

from screening.technology.classify import TechnologyText, classify
from screening.technology.folding import folded_forms
from screening.technology.lexicon import TermKind, lexicon_as_data, parse_lexicon
from screening.technology.lexicon_table import lexicon_from_csv, lexicon_to_csv
from screening.technology.shipped import lexicon_data, read_list, read_lists
from screening.technology.taxonomy import TechnologyList
from tests.data import DATA, needs_data
from tests.screening.technology.shipped_words import SHIPPED, flagged, shipped_lexicon, shipped_matcher

# list → areas, sub-areas, and the areas that no text can name: the role of a supplier
EXPECTED = {
    "AU_CT": (7, 53, set()),
    "CA_STRA": (11, 74, set()),
    "EU_CTA": (10, 42, set()),
    "JP20": (20, 0, set()),
    "JP25": (25, 0, set()),
    "JP7_16": (16, 39, set()),
    "JP7_6": (6, 20, set()),
    "UK_NSI": (17, 0, {"UK-07"}),
    "US_CET": (18, 124, set()),
}


def test_nine_lists_with_their_areas() -> None:
    lists = read_lists(SHIPPED)

    assert {one.code: (areas(one), len(one.areas) - areas(one)) for one in lists} == {
        code: numbers[:2] for code, numbers in EXPECTED.items()
    }


def areas(technology_list: TechnologyList) -> int:
    return sum(not area.parent for area in technology_list.areas)


def test_every_row_says_where_it_comes_from() -> None:
    rows = [(one.code, area) for one in read_lists(SHIPPED) for area in one.areas]

    assert [area.code for _code, area in rows if not area.source] == []
    assert all(area.scope_note_is_ours for _code, area in rows if area.scope_note)


def test_unverified_rows_keep_their_mark() -> None:
    unverified = [area.code for area in read_list(SHIPPED, "JP20").areas if not area.verified]

    assert unverified == [f"JP20-{number}" for number in range(15, 21)]


@needs_data
def test_marks_and_names_agree_with_the_collected_lists() -> None:
    rows = json.loads((DATA / "technology" / "lists.json").read_text(encoding="utf-8"))
    shipped = {area.code: area for one in read_lists(SHIPPED) for area in one.areas}

    for row in rows:
        area = shipped[row["code"]]
        assert (area.verified, area.name_en) == (row["verified"], row["name_en"])
        if row["name_ja"]:
            assert (area.name_ja, area.name_is_official) == (row["name_ja"], row["name_ja_official"])


@pytest.mark.parametrize("code", EXPECTED)
def test_the_crosswalk_reaches_every_area_of_every_list(code: str) -> None:
    matcher = shipped_matcher(code)
    top = {area.code for area in matcher.technology_list.areas if not area.parent}

    assert top & set(matcher.areas_without_terms) == EXPECTED[code][2]


def test_every_stra_sub_area_but_few_has_terms() -> None:
    assert shipped_matcher("CA_STRA").areas_without_terms == ()


def test_one_concept_serves_all_lists() -> None:
    title = "Quantum key distribution"

    assert {code: flagged(title, code) for code in EXPECTED} == {
        "AU_CT": {"AU-04", "AU-04-02"},
        "CA_STRA": {"CA-10", "CA-10-01"},
        "EU_CTA": {"EU-03", "EU-03-02", "EU-03-03"},
        "JP20": {"JP20-09"},
        "JP25": set(),
        "JP7_16": {"JP7E-12", "JP7E-12-02"},
        "JP7_6": {"JP7S-02", "JP7S-02-02"},
        "UK_NSI": {"UK-13"},
        "US_CET": {"US-16", "US-16-04"},
    }


def test_no_shipped_exclusion_switches_off_a_shipped_term() -> None:
    terms = shipped_lexicon().terms
    included = {form for term in terms if term.kind is TermKind.INCLUDE for form in folded_forms(term.text)}
    excluded = [
        term.text for term in terms if term.kind is TermKind.EXCLUDE and set(folded_forms(term.text)) & included
    ]

    assert excluded == []


def test_every_term_folds_to_something() -> None:
    assert [term.text for term in shipped_lexicon().terms if not all(folded_forms(term.text))] == []


def test_both_languages_carry_every_technology_concept() -> None:
    languages: dict[str, set[str]] = {}
    for term in shipped_lexicon().terms:
        if term.kind is TermKind.INCLUDE:
            languages.setdefault(term.concept, set()).add(term.language)

    assert {code for code, used in languages.items() if used != {"ja", "en"}} == set()


def test_export_and_import_keep_every_term() -> None:
    lexicon = shipped_lexicon()

    assert lexicon_from_csv(lexicon_to_csv(lexicon), lexicon.edition) == lexicon
    assert parse_lexicon(lexicon_as_data(lexicon)) == lexicon
    assert lexicon_as_data(lexicon)["concepts"] == lexicon_data(SHIPPED)["concepts"]


def test_the_same_text_always_gives_the_same_answer() -> None:
    text = TechnologyText.of(title="量子センサとドローン", abstract="Quantum sensing on a drone with machine learning")

    assert classify(text, shipped_matcher()).as_dict() == classify(text, shipped_matcher()).as_dict()
