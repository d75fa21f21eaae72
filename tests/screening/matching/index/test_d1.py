"""D1 returns exactly the keys whose ratio reaches the threshold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.index.d1 import D1
from tests.screening.matching.index.bruteforce import ratio_hits

KEYS = st.text(alphabet="aeiou nstr北京三", max_size=24)
THRESHOLDS = st.floats(0.01, 1.0) | st.sampled_from([0.5, 0.7, 0.75, 0.8, 0.86, 0.9, 1.0])


@given(keys=st.lists(KEYS, max_size=40), key=KEYS, threshold=THRESHOLDS)
def test_search_is_exactly_what_brute_force_finds(keys: list[str], key: str, threshold: float) -> None:
    assert D1.build(keys).search(key, threshold) == ratio_hits(keys, key, threshold)


@given(keys=st.lists(KEYS, min_size=1, max_size=10), data=st.data())
def test_misspelt_keys_are_found_as_brute_force_finds_them(keys: list[str], data: st.DataObject) -> None:
    listed = data.draw(st.sampled_from(keys))
    place = data.draw(st.integers(0, len(listed)))
    key = listed[:place] + data.draw(st.sampled_from(["", "x", "ee"])) + listed[place + 1 :]
    assert D1.build(keys).search(key, 0.8) == ratio_hits(keys, key, 0.8)


def test_the_same_key_a_thousand_times_is_found_a_thousand_times() -> None:
    found = D1.build(["li ming"] * 1_000).search("li ming", 0.8)
    assert found == [(position, 1.0) for position in range(1_000)]


def test_a_key_of_ten_thousand_characters_is_found() -> None:
    long = "北京 abcdefgh" * 1_000
    assert D1.build(["li", long]).search(long[1:], 0.99) == ratio_hits(["li", long], long[1:], 0.99)


def test_a_key_longer_than_every_listed_one_finds_nothing() -> None:
    assert D1.build(["li"]).search("a" * 10_000, 0.5) == []


def test_a_lone_surrogate_is_a_character_like_any_other() -> None:
    assert D1.build(["a\ud800b", "ab"]).search("a\ud800b", 0.9) == [(0, 1.0)]


def test_an_empty_index_finds_nothing() -> None:
    d1 = D1.build([])
    assert (len(d1), d1.search("ivanov", 0.5), d1.search("", 0.5)) == (0, [], [])


@pytest.mark.parametrize("threshold", [-1.0, 0.0, 1.01])
def test_search_refuses_a_threshold_that_everything_or_nothing_reaches(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        D1.build(["li"]).search("li", threshold)


def test_opened_arrays_search_like_the_built_index() -> None:
    built = D1.build(["ivanov petr", "iwanow pjotr"])
    assert D1(built.arrays()).search("ivanov petr", 0.5) == built.search("ivanov petr", 0.5) != []
