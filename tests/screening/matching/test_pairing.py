"""Two words: a guessed reading that is short must agree wholly."""

import pytest

from screening.matching.pairing import SOUND_STEPS, UNLIKE, PairKind, _spelt, odds_similarity


def test_short_guessed_readings_are_not_matched_by_spelling() -> None:
    assert _spelt("ri", "ro", True) == UNLIKE
    assert _spelt("ri", "ri", True) != UNLIKE


def test_spellings_of_one_sound_count_where_letters_alone_do_not() -> None:
    found = _spelt("khalid", "khaled", False)
    assert found.kind is PairKind.SOUND
    assert 0.8 < found.similarity < 0.94


def test_words_of_the_same_letters_but_one_are_a_spelling() -> None:
    assert _spelt("sergei", "sergey", False).kind is PairKind.SPELLING


@pytest.mark.parametrize(("odds", "similarity"), [(0.34, 0.0), (0.35, 0.70), (0.84, 0.80), (1.17, 0.86), (9.0, 0.98)])
def test_the_odds_of_a_sound_become_a_similarity(odds: float, similarity: float) -> None:
    assert odds_similarity(odds, SOUND_STEPS) == pytest.approx(similarity)
