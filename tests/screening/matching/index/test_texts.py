"""Strings in arrays are the strings that were put in."""

from hypothesis import given
from hypothesis import strategies as st

from screening.matching.index import texts as texts_module
from screening.matching.index.texts import Texts

ANY_TEXT = st.text(st.characters(), max_size=20)


@given(st.lists(ANY_TEXT, max_size=20))
def test_every_string_comes_back(strings: list[str]) -> None:
    texts = Texts.build(strings)
    assert (len(texts), list(texts)) == (len(strings), strings)
    assert [texts[position] for position in range(len(texts))] == strings
    assert texts.take(range(len(strings) - 1, -1, -1)) == strings[::-1]


@given(st.lists(ANY_TEXT, max_size=20))
def test_opened_arrays_hold_the_same_strings(strings: list[str]) -> None:
    assert list(Texts.from_arrays(Texts.build(strings).arrays())) == strings


def test_lone_surrogates_are_kept() -> None:
    assert list(Texts.build(["a\ud800", "\udfff"])) == ["a\ud800", "\udfff"]


def test_strings_are_read_in_chunks(monkeypatch) -> None:
    monkeypatch.setattr(texts_module, "CHUNK", 2)
    assert list(Texts.build(["a", "bc", "", "def", "g"])) == ["a", "bc", "", "def", "g"]
