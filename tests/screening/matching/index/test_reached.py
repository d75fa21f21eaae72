"""The best similarity of each number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.index import reached as reached_module
from screening.matching.index.reached import best_of_each


@pytest.mark.parametrize("many", [0, 1_000])
@given(pairs=st.lists(st.tuples(st.integers(0, 9), st.floats(0.1, 1.0)), max_size=30))
def test_the_best_similarity_of_each_number_is_kept(many: int, pairs: list[tuple[int, float]]) -> None:
    expected: dict[int, float] = {}
    for number, similarity in pairs:
        expected[number] = max(similarity, expected.get(number, 0.0))
    numbers = np.array([number for number, _ in pairs], np.int32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reached_module, "_MANY_ROWS", many)
        found = best_of_each(numbers, np.array([similarity for _, similarity in pairs]), 10)
    assert list(zip(found[0].tolist(), found[1].tolist(), strict=True)) == sorted(expected.items())
