"""Whole names letter by letter: the ratio that a floor asks for, and what counts as a slip."""

import pytest

from screening.matching.alignment import Alignment
from screening.matching.whole_names import LEAST_RATIO, least_ratio, ratio_score, whole_score
from screening.names.form import Form, FormKind
from screening.names.scripts import Script


def latin(text: str) -> Form:
    return Form(kind=FormKind.SURFACE, script=Script.LATIN, tokens=tuple(text.split()))


@pytest.mark.parametrize("ratio", [LEAST_RATIO, 0.95, 1.0])
def test_the_least_ratio_of_a_score_is_the_ratio_that_gives_it(ratio: float) -> None:
    assert least_ratio(ratio_score(ratio)) == pytest.approx(ratio)


def test_a_low_floor_asks_for_the_least_ratio() -> None:
    assert least_ratio(0.0) == LEAST_RATIO


def test_words_cut_at_another_place_score_as_one_name() -> None:
    apart = Alignment(pairs=(), query_extras=("saito", "hiromi"), listed_extras=("saitoh", "iromi"))
    assert whole_score(latin("saito hiromi"), latin("saitoh iromi"), apart) == pytest.approx(ratio_score(1.0))


def test_names_too_unlike_score_nothing() -> None:
    apart = Alignment(pairs=(), query_extras=("ab",), listed_extras=("abc",))
    assert whole_score(latin("margaret ab"), latin("wilhelmine abc"), apart) == 0.0


@pytest.mark.parametrize("theirs", ["smithson", "plant12", ""])
def test_other_words_left_over_are_no_slip(theirs: str) -> None:
    ours = "plant11" if theirs else ""
    apart = Alignment(pairs=(), query_extras=(ours,), listed_extras=(theirs,))
    assert whole_score(latin("east plant11"), latin(f"east {theirs}"), apart) == 0.0
