"""D2 returns exactly the rows whose bound reaches the threshold."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.index import lookup
from screening.matching.index.d2 import D2
from screening.matching.index.groups import EMPTY
from screening.matching.index.query import QueryText, QueryToken, TextKind, Unmatched, query_tokens
from screening.matching.index.reached import Reached
from tests.screening.matching.index.bruteforce import bound_hits

WORDS = [
    "abd",
    "al",
    "ghaffar",
    "abdulghaffar",
    "kim",
    "jong",
    "un",
    "jongun",
    "ivanov",
    "iwanov",
    "plant",
    "11",
    "1",
]
TOKENS = st.sampled_from(WORDS) | st.text(alphabet="aehklnou1三", min_size=1, max_size=9)
ROWS = st.lists(st.lists(TOKENS, max_size=5), max_size=25)
THRESHOLDS = st.sampled_from([0.3, 0.6, 0.75, 0.8, 0.9, 1.0])


def _weight(token: str) -> float:
    return 1.0 if len(token) >= 3 else 0.6


SHAPES = [
    Unmatched(),
    Unmatched(0.8, 0.0, 0.8, 0.0),
    Unmatched(0.8, 0.2, 0.8, 0.2),
    Unmatched(0.35, 0.2, 0.8, 0.4),
]


def _query(tokens: Sequence[str]) -> tuple[QueryToken, ...]:
    return query_tokens(tokens, [_weight(token) for token in tokens])


@pytest.mark.parametrize("unmatched", SHAPES)
@given(rows=ROWS, tokens=st.lists(TOKENS, max_size=5), threshold=THRESHOLDS)
def test_search_is_exactly_what_brute_force_finds(
    unmatched: Unmatched, rows: list[list[str]], tokens: list[str], threshold: float
) -> None:
    d2 = D2.build(rows, _weight)
    expected = bound_hits(rows, _query(tokens), threshold, unmatched, _weight)
    for _asked in ("for the first time", "again", "and again"):
        assert dict(d2.search(_query(tokens), threshold, unmatched)) == pytest.approx(expected)


@given(rows=ROWS, tokens=st.lists(TOKENS, min_size=1, max_size=3), discount=st.sampled_from([0.4, 0.8]), data=st.data())
def test_other_texts_and_keys_of_a_token_count_for_their_discount(
    rows: list[list[str]], tokens: list[str], discount: float, data: st.DataObject
) -> None:
    initials = st.lists(st.sampled_from("aehkln"), max_size=3)
    keys = data.draw(st.lists(initials, min_size=len(rows), max_size=len(rows)))
    query = [
        QueryToken(
            1.0,
            (
                QueryText(token),
                QueryText(token[1:] or "x", discount=discount),
                QueryText(token[0], TextKind.KEY, discount),
            ),
        )
        for token in tokens
    ]
    d2 = D2.build(rows, _weight, keys)
    expected = bound_hits(rows, query, 0.5, SHAPES[2], _weight, keys)
    for _asked in ("for the first time", "again", "and again"):
        assert dict(d2.search(query, 0.5, SHAPES[2])) == pytest.approx(expected)


def test_an_omitted_name_is_no_contradiction() -> None:
    d2 = D2.build([["vladimir", "vladimirovich", "putin"], ["vladimir", "lenin"], []])
    assert d2.search(_query(["vladimir", "putin"]), 0.8) == [(0, 1.0)]
    assert d2.search(_query(["vladimir", "putin"]), 0.8, Unmatched(1.0, 0.2, 1.0, 0.2)) == [(0, pytest.approx(2 / 2.2))]


def test_a_row_is_reached_by_tokens_joined_on_either_side() -> None:
    d2 = D2.build([["abd", "al", "ghaffar", "hasan"], ["abdulghaffar", "hassan"]])
    together = d2.search(_query(["abdulghafar", "hasan"]), 0.8)
    apart = d2.search(_query(["abd", "al", "ghaffar", "hassan"]), 0.8)
    assert [row for row, _ in together] == [0, 1]
    assert [row for row, _ in apart] == [0, 1]


def test_numbers_are_never_run_together() -> None:
    d2 = D2.build([["unit", "112"], ["unit", "1", "12"]])
    assert d2.search(_query(["unit", "11", "2"]), 0.8) == []


def test_the_same_row_a_thousand_times_is_found_a_thousand_times() -> None:
    d2 = D2.build([["li", "ming"]] * 1_000)
    assert d2.search(_query(["li", "ming"]), 0.9) == [(position, 1.0) for position in range(1_000)]


@pytest.mark.parametrize("threshold", [-1.0, 0.0, 1.01])
def test_search_refuses_a_threshold_that_everything_or_nothing_reaches(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        D2.build([["li"]]).search(_query(["li"]), threshold)


def test_a_query_without_tokens_finds_nothing() -> None:
    assert D2.build([["li"], []]).search((), 0.5) == []


def test_an_empty_index_finds_nothing() -> None:
    d2 = D2.build([])
    assert (len(d2), d2.search(_query(["li"]), 0.5)) == (0, [])


def test_opened_arrays_search_like_the_built_index() -> None:
    built = D2.build([["ivanov", "petr"], ["iwanow", "pjotr"]])
    opened = D2(built.arrays())
    query = _query(["ivanov", "petr"])
    assert opened.search(query, 0.5) == built.search(query, 0.5) != []


def test_a_forgotten_text_is_found_again() -> None:
    d2 = D2.build([["ivanov", "petr"]])
    before = d2.search(_query(["ivanov"]), 0.5)
    d2.forget()
    assert d2.search(_query(["ivanov"]), 0.5) == before == [(0, 1.0)]


def test_unmatched_refuses_a_contradiction_that_counts_for_less_than_an_omission() -> None:
    with pytest.raises(ValueError, match="contradicted"):
        Unmatched(omitted_query=0.8, contradicted_query=0.5)


def test_more_texts_than_are_counted_are_asked_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "_TEXTS_ASKED_ONCE", 1)
    d2 = D2.build([["ivanov", "petr", "petrovich"], ["ivanov", "pavel"]])
    query = _query(["ivanov", "petr", "petrovich"])
    assert [d2.search(query, 0.8) for _ in range(3)] == [[(0, 1.0)]] * 3


def test_rows_given_by_the_caller_count_like_rows_that_texts_reach() -> None:
    d2 = D2.build([["tanaka", "kenji"], ["tanaka", "kenta"], ["sato", "kenji"]])
    tanaka, kenji = _query(["tanaka", "kenji"])
    sounding = replace(kenji, texts=(), given=_given({0: 0.9, 2: 0.9}))
    assert d2.search([tanaka, sounding], 0.9) == [(0, pytest.approx(0.95))]
    both = replace(kenji, given=_given({1: 0.8}))
    assert dict(d2.search([tanaka, both], 0.9)) == pytest.approx({0: 1.0, 1: 0.9})


def test_rows_that_too_few_counted_tokens_reach_are_left_out() -> None:
    d2 = D2.build([["kim", "jong", "un"], ["kim"], ["kimjongun"], ["kim", "jong"]])
    query = [replace(token, is_counted=token.texts[0].text != "un") for token in _query(["kim", "jong", "un"])]
    lenient = Unmatched(0.1, 0.0, 0.1, 0.0)
    assert [row for row, _ in d2.search(query, 0.5, lenient)] == [0, 1, 2, 3]
    assert [row for row, _ in d2.search(query, 0.5, lenient, least_counted=2)] == [0, 2, 3]


def test_a_token_that_reaches_joined_tokens_of_a_row_may_stand_for_several() -> None:
    d2 = D2.build([["kim", "jong", "un"]])
    assert d2.search(_query(["kimjongun"]), 0.5, least_counted=2) == [(0, 1.0)]


def _given(similarities: dict[int, float]) -> Reached:
    rows = np.array(sorted(similarities), np.int32)
    return Reached(rows, np.array([similarities[row] for row in sorted(similarities)]), EMPTY, rows)
