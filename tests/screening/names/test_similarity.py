"""The similarity of two tokens: budgets, folds, numerals, and the floor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.names.similarity import (
    SIMILARITY_FLOOR,
    edit_budget,
    fold,
    frame,
    has_sound,
    joined_similarity,
    numerals,
    token_similarity,
)

TOKENS = st.text(alphabet="abcdehiknouyw12三عب", max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("khalid", "halid"),
        ("ghulam", "gulam"),
        ("mahmoud", "mahmud"),
        ("yusoof", "yusuf"),
        ("vladimir", "wladimir"),
        ("mohammad", "mohamad"),
        ("sheikh", "shaykh"),
        ("hussein", "hussain"),
        ("abdullah", "abdulla"),
        ("yevgeniy", "evgeni"),
        ("romanoff", "romanov"),
        ("schmidt", "shmidt"),
        ("zhukov", "jukow"),
        ("phillip", "filip"),
        ("qasim", "kasim"),
        ("alexei", "aleksey"),
        ("sergij", "sergiy"),
    ],
)
def test_romanisations_of_one_sound_share_a_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("sato", "sado"), ("kato", "kano"), ("ali", "eli"), ("omar", "umar"), ("chen", "ken")]
)
def test_different_sounds_keep_different_folds(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("token", ["", "11", "mig29", "明明", "ハハ", "محمد", "김"])
def test_tokens_without_a_latin_sound_are_their_own_fold(token: str) -> None:
    assert fold(token) == token


@pytest.mark.parametrize(("length", "edits"), [(0, 0), (3, 0), (4, 1), (6, 1), (7, 2), (10, 2), (11, 3), (10_000, 3)])
def test_edit_budget_grows_with_length(length: int, edits: int) -> None:
    assert edit_budget(length) == edits


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [
        ("ivanov", "ivanov", 1.0),
        ("", "", 1.0),
        ("ivanov", "iwanov", 0.94),
        ("lee", "li", 0.85),
        ("lo", "lu", 0.0),
        ("lie", "li", 0.85),
        ("khan", "kahn", 0.75),
        ("tanaka", "tanaga", 1 - 1 / 6),
        ("takahashi", "takahasi", 0.94),
        ("takahashi", "tagahashi", 1 - 1 / 9),
        ("takahashi", "tagahasi", 0.92 * (1 - 1 / 8)),
        ("suzuki", "sasaki", 0.0),
        ("ali", "eli", 0.0),
        ("a", "aa", 0.0),
        ("mukhammadov", "muhamadow", 0.94),
        ("abdulkhaliqov", "abdulhaligof", 1 - 3 / 13),
    ],
)
def test_similarity_takes_the_best_of_spelling_and_sound(one: str, other: str, similarity: float) -> None:
    assert token_similarity(one, other) == pytest.approx(similarity)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plant11", "plant12"),
        ("第十一研究所", "第十二研究所"),
        ("unit2020", "unit2021"),
        ("健一郎君", "健二郎君"),
    ],
)
def test_tokens_with_different_numerals_are_never_alike(one: str, other: str) -> None:
    assert token_similarity(one, other) == 0.0


def test_tokens_with_the_same_numerals_may_be_alike() -> None:
    assert token_similarity("plant11", "plamt11") == pytest.approx(1 - 1 / 7)
    assert numerals("第十一研究所3号") == "十一3"


@given(TOKENS, TOKENS)
def test_similarity_is_symmetric_and_never_between_nothing_and_the_floor(one: str, other: str) -> None:
    similarity = token_similarity(one, other)
    assert similarity == token_similarity(other, one)
    assert similarity == 0.0 or SIMILARITY_FLOOR <= similarity <= 1.0


@given(TOKENS)
def test_a_token_equals_itself(token: str) -> None:
    assert token_similarity(token, token) == 1.0


def test_a_token_of_another_script_has_no_sound_to_compare() -> None:
    assert has_sound("ophillip")
    assert not has_sound("o-filip")
    assert token_similarity("ophillip", "o-filip") == 0.0


@pytest.mark.parametrize(
    ("token", "framed"),
    [
        ("abdulghaffar", "abdalgafar"),
        ("yahya", "a"),
        ("hh", ""),
        ("qasim", "kasam"),
        ("김철수", "김철수"),
        ("mig29", "mig29"),
    ],
)
def test_a_frame_leaves_out_what_spellings_differ_in(token: str, framed: str) -> None:
    assert frame(token) == framed


@pytest.mark.parametrize(
    ("joined", "token", "similarity"),
    [
        ("abdalghaffar", "abdulghaffar", 1 - 1 / 12),
        ("kimjongun", "kimjongun", 1.0),
        ("김철수", "김철수", 1.0),
        ("김철수", "김철호", 0.0),
        ("jongun", "jongan", 1 - 1 / 6),
        ("jongun", "jongum", 0.0),
        ("schoussoo", "susu", 0.0),
        ("ali", "ali", 0.0),
    ],
)
def test_joined_tokens_need_the_same_frame_and_some_length(joined: str, token: str, similarity: float) -> None:
    assert joined_similarity(joined, token) == pytest.approx(similarity)
