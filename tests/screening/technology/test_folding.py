import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.technology.folding import fold, folded_forms, has_japanese, has_latin_words


def same(one: str, other: str) -> bool:
    return fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Machine-Learning", "machine learning"),
        ("ＡＩ", "AI"),
        ("ｾﾝｻ", "センサ"),
        ("ｶﾞｽｾﾝｻｰ", "ガスセンサ"),
        ("レーザー加工", "レーザ加工"),
        ("ブレイン・マシン", "ブレインマシン"),
        ("batteries", "battery"),
        ("processes", "process"),
        ("matrices", "matrice"),
        ("tumour", "tumors"),
        ("polymerisation", "polymerization"),
        ("unmanned vehicles", "uncrewed vehicle"),
        ("CO₂ capture", "CO2 capture"),
        ("publish/subscribe", "publish subscribe"),
    ],
)
def test_spellings_that_fold_alike(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("machine. Learning", "machine learning"),
        ("gas", "ga"),
        ("analysis", "analysi"),
        ("class", "clas"),
        ("ソナー", "ソナタ"),
    ],
)
def test_spellings_that_do_not(one: str, other: str) -> None:
    assert not same(one, other)


def test_original_offsets_of_latin_words() -> None:
    folded = fold("The Gas-Sensors.")
    start = folded.text.index("\x02gas")
    end = folded.text.index("sensor\x03") + len("sensor\x03")

    assert folded.original(start, end) == (4, 15)


def test_original_offsets_through_half_width_katakana() -> None:
    text = "新ｶﾞｽｾﾝｻｰの"
    folded = fold(text)
    start = folded.text.index("ガスセンサ")

    assert text[slice(*folded.original(start, start + len("ガスセンサ")))] == "ｶﾞｽｾﾝｻｰ"


def test_original_offsets_inside_a_character_that_unfolds_to_several() -> None:
    folded = fold("㌔")

    assert folded.original(0, 1) == (0, 1)


def test_length_counts_two_japanese_characters_as_a_word() -> None:
    assert fold("deep learning の応用 ロボット").length == 2 + (3 + 4) // 2


def test_a_term_ending_in_a_long_vowel_is_looked_up_with_and_without_it() -> None:
    assert folded_forms("ソナー") == ("ソナー", "ソナ\x04")
    assert folded_forms("センサ") == ("センサ",)
    assert folded_forms("量子") == ("量子",)


def test_what_script_a_text_has() -> None:
    assert has_japanese("AIの研究")
    assert not has_japanese("AI research")
    assert has_latin_words("deep learning")
    assert not has_latin_words("深層学習 (AI)")


@given(st.text(max_size=60))
def test_offsets_stay_inside_the_text_and_in_order(text: str) -> None:
    folded = fold(text)
    for position in range(len(folded.text)):
        start, end = folded.original(position, position + 1)
        assert 0 <= start < end <= len(text)
