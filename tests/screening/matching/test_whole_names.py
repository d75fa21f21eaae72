"""Whole names letter by letter: the ratio that a floor asks for, and what counts as a slip."""

import pytest
from rapidfuzz import fuzz

from screening.matching.alignment import Alignment
from screening.matching.whole_names import LEAST_SIMILARITY, LEAST_WITHOUT_SPACE, least_ratio, whole_keys, whole_score
from screening.names.form import Form, FormKind
from screening.names.scripts import Script


def latin(text: str) -> Form:
    return Form(kind=FormKind.SURFACE, script=Script.LATIN, tokens=tuple(text.split()))


def left_over(ours: str, theirs: str) -> Alignment:
    return Alignment(pairs=(), query_extras=tuple(ours.split()), listed_extras=tuple(theirs.split()))


SLIPS = [
    ("hafizgmohammad", "hafiz mohammad", "hafizgmohammad", "hafiz mohammad"),
    ("saito hiromi", "saitoh iromi", "saito hiromi", "saitoh iromi"),
    ("oizrag faraj", "lazrag faraj", "oizrag", "lazrag"),
    ("eric joseph nolcomb", "eric joseph holcomb", "nolcomb", "holcomb"),
    ("timothy johnson", "timothy v johnson", "", "v"),
    ("maherlbitnr", "maher bitar", "maherlbitnr", "maher bitar"),
    ("choe song li", "choe song il", "li", "il"),
    ("ri aje il", "ri jae il", "aje", "jae"),
    ("muhannad rl najdi", "muhannad al najdi", "rl", "al"),
    ("nidal al rabii", "nidal ax rabii", "al", "ax"),
    ("yu cho lu", "yu chol u", "lu", "u"),
    ("tchipa n abidon", "tchipa na bidon", "", ""),
]


@pytest.mark.parametrize(("query", "listed", "ours", "theirs"), SLIPS)
def test_a_slip_scores_and_the_index_would_find_it(query: str, listed: str, ours: str, theirs: str) -> None:
    score = whole_score(latin(query), latin(listed), left_over(ours, theirs))
    assert 0.8 <= score <= 0.95
    ratio = max(fuzz.ratio(*keys) for keys in zip(whole_keys(latin(query)), whole_keys(latin(listed)), strict=True))
    assert ratio / 100 >= least_ratio(score, latin(query)) - 1e-9


def test_a_low_floor_asks_for_the_least_similarity() -> None:
    words = latin("ivan petrov")
    assert least_ratio(0.0, words) == least_ratio(0.8, words) == LEAST_SIMILARITY


def test_a_name_asked_as_one_word_may_differ_a_little_more() -> None:
    assert least_ratio(0.8, latin("ivanpetrov")) == LEAST_WITHOUT_SPACE < LEAST_SIMILARITY
    assert whole_score(latin("maherlbitnr"), latin("maher bitar"), left_over("maherlbitnr", "maher bitar")) == 0.8
    assert whole_score(latin("mahel bitnr"), latin("maher bitar"), left_over("mahel bitnr", "maher bitar")) == 0.0


def test_the_more_a_floor_asks_the_more_must_agree() -> None:
    words = latin("ivan petrov")
    assert LEAST_SIMILARITY < least_ratio(0.85, words) < least_ratio(0.95, words) == pytest.approx(1.0)
    assert least_ratio(0.99, words) == pytest.approx(1.0)


def test_names_too_unlike_score_nothing() -> None:
    assert whole_score(latin("margaret ab"), latin("wilhelmine abc"), left_over("ab", "abc")) == 0.0


def test_short_names_and_other_scripts_are_not_compared_as_a_whole() -> None:
    assert whole_keys(latin("li we")) == ()
    assert whole_keys(Form(FormKind.TRANSLITERATION, Script.CYRILLIC, ("ivan", "petrov"))) == ()
    assert whole_score(latin("li wei"), latin("li wi"), left_over("wei", "wi")) == 0.0


@pytest.mark.parametrize(("query", "listed"), [("li ming", "li ning"), ("pak iy kyu", "pak il kyu")])
def test_a_short_name_with_another_letter_is_another_name(query: str, listed: str) -> None:
    ours, theirs = (text.split()[1] for text in (query, listed))
    assert whole_score(latin(query), latin(listed), left_over(ours, theirs)) == 0.0


def test_two_single_words_are_left_to_the_comparison_of_words() -> None:
    assert whole_score(latin("mohammadx"), latin("mohammady"), left_over("mohammadx", "mohammady")) == 0.0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("su", "ho"), ("kenta", "kenji"), ("plant11", "plant12"), ("plant", ""), ("", "ab"), ("a", "b")],
)
def test_other_words_left_over_are_no_slip(ours: str, theirs: str) -> None:
    query, listed = latin(f"kim myong chol {ours}"), latin(f"kim myong chol {theirs}")
    assert whole_score(query, listed, left_over(ours, theirs)) == 0.0
