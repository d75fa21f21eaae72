"""Whole names letter by letter: the ratio that a floor asks for."""

import pytest

from screening.matching.whole_names import LEAST_RATIO, least_ratio, ratio_score


@pytest.mark.parametrize("ratio", [LEAST_RATIO, 0.95, 1.0])
def test_the_least_ratio_of_a_score_is_the_ratio_that_gives_it(ratio: float) -> None:
    assert least_ratio(ratio_score(ratio)) == pytest.approx(ratio)


def test_a_low_floor_asks_for_the_least_ratio() -> None:
    assert least_ratio(0.0) == LEAST_RATIO
