"""One name, many forms: how each script is read, and what no name may do to us."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.names.forms import MAX_FORMS, FormKind, name_forms
from screening.names.kinds import NameKind
from screening.names.organisation import organisation_weight
from screening.names.sound_codes import encode_pinyin
from screening.names.words import ARABIC_TITLES, is_particle, token_weight

PERSON, ORGANIZATION, UNKNOWN = NameKind.PERSON, NameKind.ORGANIZATION, NameKind.UNKNOWN


def forms(text: str, kind: NameKind = PERSON, reading: str = "") -> set[tuple[str, str]]:
    return {(form.kind.value, " ".join(form.tokens)) for form in name_forms(text, kind, reading=reading).forms}


PEOPLE = [
    ("髙橋 一郎", {("native", "高桥一郎"), ("native", "一郎高桥"), ("japanese_reading", "takahashi ichirou")}),
    ("渡邊 美咲", {("native", "渡边美咲"), ("japanese_reading", "watanabe misaki")}),
    ("ﾀﾅｶ ﾀﾛｳ", {("kana", "tanaka tarou")}),
    ("李政道", {("native", "李政道"), ("pinyin", "li zhengdao"), ("chinese_spelling", "lee chengtao")}),
    ("欧阳娜娜", {("pinyin", "ouyang nana")}),
    ("单 伟", {("pinyin", "shan wei")}),
    ("김철수", {("native", "김철수"), ("korean_spelling", "kim cheolsu")}),
    ("Владимир Путин", {("transliteration", "vladimir putin")}),
    ("SURNAME, Given", {("surface", "surname given")}),
    ("José Núñez (Pepe)", {("surface", "jose nunez"), ("surface", "pepe")}),
    ("Shin'ichirō Tomonaga", {("surface", "shinichiro tomonaga")}),
    ("政道 李", {("native", "李政道"), ("pinyin", "li zhengdao"), ("japanese_reading", "ri masamichi")}),
    ("欧阳 娜 李", {("pinyin", "li ouyangna")}),
    ("李", {("japanese_reading", "ri"), ("pinyin", "li")}),
    ("李政道先生", {("native", "李政道")}),
    ("ーーケン", {("kana", "ken")}),
    ("いすゞ みつゝ", {("kana", "isuzu mitsutsu")}),
    ("トーマス マッチャ ペッチ アッア", {("kana", "toomasu matcha petchi aa")}),
    ("ー", set()),
    ("יצחק רבין", {("transliteration", "ytshk rbyn")}),
    ("محمد العبدالله", {("transliteration", "mhmd al abdallh")}),
    ("عبدالغفار", {("transliteration", "abdalghfar"), ("transliteration", "abd al ghfar")}),
    ("见本太郎", {("japanese_reading", "mihon tarou")}),
    ("李政々", {("pinyin", "li zheng")}),
    ("김 ㅋ철", {("native", "김ᄏ철")}),
    ("張 x", {("native", "张"), ("surface", "x")}),
]


@pytest.mark.parametrize(("text", "expected"), PEOPLE, ids=[text for text, _ in PEOPLE])
def test_people_are_read_in_every_script(text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= forms(text)


ORGANISATIONS = [
    ("西北工業大学", {("native", "西北工业大学")}),
    ("西北工业大学", {("native", "西北工业大学")}),
    ("西北工業大學", {("native", "西北工业大学")}),
    ("Ｕniv． of Tokyo", {("surface", "university tokyo")}),
    ("Harbin Inst. of Tech.", {("surface", "harbin institute technology")}),
    ("ООО Ромашка", {("transliteration", "romashka")}),
    ("Example Co., Ltd.", {("surface", "example")}),
    ("第十一研究所", {("native", "第11研究所")}),
    ("Plant 11", {("surface", "factory 11")}),
    ("第一〇研究所", {("native", "第10研究所")}),
    ("第二十三研究所", {("native", "第23研究所")}),
    ("Example Institute (China)", {("surface", "example institute (china)")}),
    ("西北大学 (China)", {("native", "西北大学"), ("translation", "northwest university (china)")}),
    ("Example Works (Second Academy)", {("surface", "example factory"), ("surface", "second academy")}),
    ("株式会社MORESCO", {("surface", "moresco"), ("translation", "moresco")}),
    ("M.I.T.", {("surface", "mit")}),
    ("MIT", {("short_name", "massachusetts institute technology")}),
    ("哈工大", {("short_name", "harbin institute technology"), ("short_name", "哈尔滨工业大学")}),
    ("KAIST", {("surface", "kaist"), ("short_name", "korea advanced institute science technology")}),
]


@pytest.mark.parametrize(("text", "expected"), ORGANISATIONS, ids=[text for text, _ in ORGANISATIONS])
def test_organisations_lose_their_legal_form_and_keep_their_name(text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= forms(text, ORGANIZATION)


def test_a_part_that_does_not_say_what_it_is_belongs_to_the_part_before_it() -> None:
    def tokens(text: str) -> set[tuple[str, ...]]:
        return {form.tokens for form in name_forms(text, NameKind.ORGANIZATION).forms}

    assert ("university", "california", "san", "diego") in tokens("University of California; San Diego")
    assert ("example", "works", "sample", "institute") not in tokens("Example Works; Sample Institute")
    assert ("example", "works", "sample") not in tokens("Example Works; Sample Ltd")
    assert not any("見本" in form for form in tokens("Example Works; 見本") if len(form) > 1)
    assert tokens("of; the") == set()


@pytest.mark.parametrize("text", ["", " ", "🙂", "\u200b\u202e", "---", "\u0294", "\u05f0", "\u0640"])
def test_a_text_without_letters_has_no_forms(text: str) -> None:
    assert forms(text) == forms(text, ORGANIZATION) == forms(text, UNKNOWN) == set()


@pytest.mark.parametrize("text", ["有限公司", "CORP", "Co., Ltd.", "有限公司 Ltd"])
def test_a_legal_form_alone_names_nobody(text: str) -> None:
    assert forms(text, ORGANIZATION) == set()


def test_typed_furigana_replaces_guessing() -> None:
    found = forms("朝永振一郎", reading="ともなが しんいちろう")
    assert ("typed_reading", "tomonaga shinichirou") in found
    assert not any(kind == FormKind.JAPANESE_READING for kind, _ in found)


def test_a_typed_romanisation_is_a_reading_too() -> None:
    assert ("typed_reading", "tomonaga shinichiro") in forms("朝永振一郎", reading="Tomonaga Shin'ichiro")


def test_an_unknown_kind_has_the_forms_of_both() -> None:
    assert forms("Li Wei Ltd.", UNKNOWN) >= forms("Li Wei Ltd.", PERSON) | forms("Li Wei Ltd.", ORGANIZATION)


def test_invisible_marks_change_nothing() -> None:
    assert forms("a\u200db\u202ec") == forms("abc")


def test_a_very_long_name_is_read_to_its_bound_and_says_so() -> None:
    found = name_forms("x" * 10_000, PERSON)
    assert found.is_truncated
    assert all(len(token) < 10_000 for form in found.forms for token in form.tokens)


def test_forms_can_be_chosen_by_kind() -> None:
    found = name_forms("李政道", PERSON)
    assert [form.tokens for form in found.of_kind(FormKind.NATIVE)] == [("李政道",)]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(NameKind))
def test_no_text_breaks_it_and_the_forms_are_bounded(text: str, kind: NameKind) -> None:
    assert len(name_forms(text, kind).forms) <= MAX_FORMS


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40))
def test_reading_a_surface_form_again_changes_nothing(text: str) -> None:
    for form in name_forms(text, PERSON).of_kind(FormKind.SURFACE):
        again = name_forms(" ".join(form.tokens), PERSON).of_kind(FormKind.SURFACE)
        assert form.tokens in {one.tokens for one in again}


@pytest.mark.parametrize(
    ("token", "weight"), [("(china)", 0.2), ("aurora", 1.0), ("ab", 0.6), ("7", 0.4)], ids=["aside", "name", "2", "1"]
)
def test_what_a_word_of_an_organisation_says(token: str, weight: float) -> None:
    assert organisation_weight(token) == weight


@pytest.mark.parametrize(
    ("token", "weight"),
    [
        ("petrov", 1.0), ("李", 1.0), ("li", 0.7), ("j", 0.4), ("von", 0.35),
        ("nikolajevic", 0.5), ("pavelnnikolajevic", 1.0),
    ],
)  # fmt: skip
def test_what_a_word_of_a_person_says(token: str, weight: float) -> None:
    assert token_weight(token) == weight
    assert is_particle(token) is (weight == 0.35)


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("No. 55 Institute", ("55", "institute")),
        ("55th Institute", ("55", "institute")),
        ("No Limits Institute 7", ("no", "limits", "institute", "7")),
        ("Oslo no", ("oslo", "no")),
    ],
)
def test_a_number_is_known_without_its_sign(name: str, tokens: tuple[str, ...]) -> None:
    assert name_forms(name, ORGANIZATION).forms[0].tokens == tokens


@pytest.mark.parametrize(
    ("name", "tokens", "codes"),
    [
        ("دانشگاه صنعتی شریف", ("university", "technology", "shryf"), ("", "", "شريف")),
        ("אוניברסיטת חיפה", ("university", "hyph"), ("", "hyf")),
    ],
)
def test_words_of_organisations_in_arabic_and_hebrew_letters_are_known(
    name: str, tokens: tuple[str, ...], codes: tuple[str, ...]
) -> None:
    form = name_forms(name, ORGANIZATION).forms[0]
    assert (form.tokens, form.codes) == (tokens, codes)


def test_the_servant_of_god_is_one_word_or_two() -> None:
    spoken = {form.tokens for form in name_forms("عبد الرحمن", PERSON).forms}
    assert {("abd", "al", "rhmn"), ("abdalrhmn",)} <= spoken


def test_a_title_alone_names_nobody() -> None:
    assert [name_forms(title, PERSON).forms for title in ARABIC_TITLES] == [()] * len(ARABIC_TITLES)


def test_pinyin_sounds_leave_out_what_is_no_syllable() -> None:
    assert encode_pinyin(("zhang", "x1")) == encode_pinyin(("zhang",)) != ""


def test_kana_among_han_is_no_chinese_name() -> None:
    kinds = {form.kind for form in name_forms("山田はな子", NameKind.PERSON).forms}
    assert FormKind.NATIVE in kinds
    assert not kinds & {FormKind.PINYIN, FormKind.CHINESE_SPELLING, FormKind.TRANSLITERATION}
