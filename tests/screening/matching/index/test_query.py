"""The ways in which a query's tokens may be written."""

from screening.matching.index.query import QueryText, QueryToken, TextKind, query_tokens


def test_each_token_may_stand_alone_or_joined_with_its_neighbours() -> None:
    joined = QueryText("jongun", TextKind.JOINED), QueryText("kimjongun", TextKind.JOINED)
    kim_jong = QueryText("kimjong", TextKind.JOINED)
    kim, jong, un = query_tokens(["kim", "jong", "un"], [1.0, 0.9, 0.6])
    assert kim == QueryToken(1.0, (QueryText("kim"), kim_jong, joined[1]))
    assert jong == QueryToken(0.9, (QueryText("jong"), kim_jong, joined[1], joined[0]))
    assert un == QueryToken(0.6, (QueryText("un"), joined[1], joined[0]))


def test_a_way_of_writing_is_asked_once() -> None:
    assert query_tokens(["la"] * 3, [1.0] * 3)[1].texts == (
        QueryText("la"),
        QueryText("lala", TextKind.JOINED),
        QueryText("lalala", TextKind.JOINED),
    )
