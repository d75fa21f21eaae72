"""Two words: a guessed reading that is short must agree wholly."""

from screening.matching.pairing import UNLIKE, PairKind, _spelt


def test_short_guessed_readings_are_not_matched_by_spelling() -> None:
    assert _spelt("ri", "ro", True) == UNLIKE
    assert _spelt("ri", "ri", True) != UNLIKE


def test_spellings_of_one_sound_count_where_letters_alone_do_not() -> None:
    found = _spelt("khalid", "khaled", False)
    assert found.kind is PairKind.SOUND
    assert 0.8 < found.similarity < 0.94


def test_words_of_the_same_letters_but_one_are_a_spelling() -> None:
    assert _spelt("sergei", "sergey", False).kind is PairKind.SPELLING
