"""Spellings within budget are found, wherever they are looked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from screening.matching.index.spellings import Spellings, by_length
from screening.names.similarity import SIMILARITY_FLOOR, edit_budget

TEXTS = st.text(alphabet="abc", min_size=1, max_size=16)


def _near(texts: list[str], text: str, weight: float) -> dict[str, int]:
    found = {}
    for listed in texts:
        edits, longer = OSA.distance(text, listed), max(len(text), len(listed))
        if edits <= edit_budget(longer) and (not edits or weight * (1 - edits / longer) >= SIMILARITY_FLOOR):
            found[listed] = edits
    return found


@pytest.mark.parametrize("weight", [1.0, 0.92])
@given(texts=st.sets(TEXTS, max_size=40), text=TEXTS, data=st.data())
def test_near_is_exactly_what_brute_force_finds(weight: float, texts: set[str], text: str, data: st.DataObject) -> None:
    ascending = sorted(texts, key=by_length)
    spellings = Spellings.build(ascending, weight)
    near = spellings.near(text)
    found = dict(zip(spellings.texts.take(near.positions), near.edits.tolist(), strict=True))
    assert found == _near(ascending, text, weight)
    some = sorted(data.draw(st.sets(st.sampled_from(range(len(texts))))) if texts else [])
    among = spellings.near(text, np.array(some, np.int32))
    found = dict(zip(spellings.texts.take(among.positions), among.edits.tolist(), strict=True))
    assert found == _near([ascending[place] for place in some], text, weight)


@given(texts=st.sets(TEXTS, max_size=40), text=TEXTS)
def test_position_is_that_of_the_very_string(texts: set[str], text: str) -> None:
    ascending = sorted(texts, key=by_length)
    expected = ascending.index(text) if text in texts else None
    assert Spellings.build(ascending, 1.0).position(text) == expected


def test_a_text_far_longer_than_every_string_is_near_none() -> None:
    assert len(Spellings.build(["ab"], 1.0).near("a" * 50).positions) == 0
