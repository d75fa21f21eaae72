"""Signatures: one rule for one text and for many, and no shared feature without its shared bit."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.index import signature
from screening.matching.index.signature import (
    bigram_signature,
    bigram_signatures,
    character_signature,
    character_signatures,
    shared_bits,
    words,
)

TEXTS = st.text(max_size=30) | st.text(alphabet="aab ", max_size=30)


def _whole(column: np.ndarray) -> int:
    return sum(int(word) << 64 * place for place, word in enumerate(column))


@pytest.mark.parametrize("bits", [64, 128])
@given(texts=st.lists(TEXTS, max_size=12))
def test_many_signatures_at_once_are_those_of_each_text(bits: int, texts: list[str]) -> None:
    characters, bigrams = character_signatures(texts, bits), bigram_signatures(texts, bits)
    assert [_whole(column) for column in characters.T] == [character_signature(text, bits) for text in texts]
    assert [_whole(column) for column in bigrams.T] == [bigram_signature(text, bits) for text in texts]


def test_texts_are_read_in_steps_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["ivanov", "", "a" * 50, "petr", "北京", "x"]
    at_once = character_signatures(texts, 128)
    monkeypatch.setattr(signature, "_STEP_CHARACTERS", 8)
    assert character_signatures(texts, 128).tolist() == at_once.tolist()


@given(one=TEXTS, other=TEXTS)
def test_bits_of_one_text_alone_never_outnumber_its_unshared_characters(one: str, other: str) -> None:
    alone = character_signature(one, 128) & ~character_signature(other, 128)
    assert alone.bit_count() <= (Counter(one) - Counter(other)).total()


@given(one=TEXTS, other=TEXTS)
def test_bits_of_one_text_alone_never_outnumber_its_unshared_bigrams(one: str, other: str) -> None:
    alone = bigram_signature(one, 128) & ~bigram_signature(other, 128)
    assert alone.bit_count() <= (_bigrams(one) - _bigrams(other)).total()


def _bigrams(text: str) -> Counter[tuple[str | None, str | None]]:
    return Counter(zip([None, *text], [*text, None], strict=True))


@given(query=TEXTS, texts=st.lists(TEXTS, max_size=6))
def test_shared_bits_are_counted_over_all_words(query: str, texts: list[str]) -> None:
    own = character_signature(query, 128)
    expected = [(own & character_signature(text, 128)).bit_count() for text in texts]
    assert shared_bits(words(own, 128), character_signatures(texts, 128)).tolist() == expected
