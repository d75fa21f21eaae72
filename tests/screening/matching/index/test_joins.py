"""Neighbouring tokens written together."""

from screening.matching.index.joins import Joins, adjacent_joins
from screening.matching.index.rows import token_rows


def _joins(rows: list[list[str]]) -> Joins:
    vocabulary, tokens, _ = token_rows(rows, len)
    return Joins.build(vocabulary, tokens)


def test_two_and_three_neighbours_are_joined_and_no_more() -> None:
    assert list(adjacent_joins(["a", "b", "c", "d"])) == [
        (0, 2, "ab"),
        (0, 3, "abc"),
        (1, 3, "bc"),
        (1, 4, "bcd"),
        (2, 4, "cd"),
    ]


def test_two_numbers_are_not_joined() -> None:
    assert list(adjacent_joins(["mig", "29", "3"])) == [(0, 2, "mig29")]


def test_rows_are_found_by_a_token_like_their_joined_tokens() -> None:
    joins = _joins([["abd", "al", "ghaffar"], ["al", "ghaffar"], ["abdul", "ghaffar"], ["ghaffar", "abd"]])
    rows, alike = joins.alike("abdulghaffar")
    assert dict(zip(rows.tolist(), alike.tolist(), strict=True)) == {0: 1 - 1 / 12, 2: 1.0}


def test_tokens_of_two_rows_are_never_joined() -> None:
    assert _joins([["abd", "ul"], ["ghaffar"]]).alike("ulghaffar")[0].tolist() == []


def test_numbers_of_a_row_are_not_joined() -> None:
    rows, _ = _joins([["unit", "1", "12"], ["unit", "112"]]).alike("unit112")
    assert rows.tolist() == [1]


def test_a_list_of_single_tokens_has_no_joins() -> None:
    assert _joins([["ivanov"], []]).alike("ivanov")[0].tolist() == []
