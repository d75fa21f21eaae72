"""The index of sounds finds what measuring every word finds."""

import random

import numpy as np
import pytest

from screening.matching import sound_index
from screening.matching.sound_costs import END, coded_units, latin_units
from screening.matching.sound_index import SoundIndex, Unit
from screening.names.scripts import Script
from screening.names.semitic import arabic_code
from screening.names.sound_codes import encode, encode_spelling
from screening.names.sounds import LONGEST, sound_odds, weights

LATIN = [
    "aleksandr", "alexander", "petrov", "petrova", "nakamura", "muhammad", "mohamed", "hasan", "husein", "tanaka",
    "jonson", "johnson", "schmidt", "smit", "kawabata", "watanabe", "abdullah", "nikolaev", "nikolayev", "li", "qz",
    "wolfeschlegelsteinhausenbergerdorff",
]  # fmt: skip
WRITTEN = [
    *((word, Script.CYRILLIC) for word in ("aleksandr", "petrov", "nikolaev", "shmidt", "dzhonson")),
    *((word, Script.KANA) for word in ("nakamura", "tanaka", "hasan", "jonson", "mohamedo", "kawabata")),
    *((arabic_code(word), Script.ARABIC) for word in ("محمد", "حسن", "حسين", "عبدالله")),
    ("nikolaos", Script.OTHER),
    ("avraham", Script.HEBREW),
    ("☃", Script.OTHER),
]


def expected(script: Script | None, code: str, units: list[Unit], least: float) -> dict[str, float]:
    found = {}
    for unit in units:
        odds = sound_odds(unit.script, unit.code, code) if script is None else sound_odds(script, code, unit.code)
        if odds >= least:
            found[unit.text] = odds
    return found


def latin_words(alphabet: Script) -> list[Unit]:
    encoded = encode_spelling if alphabet is Script.LATIN else encode
    return [Unit(word, encoded(word), alphabet, [row]) for row, word in enumerate(LATIN)]


def written_words() -> list[Unit]:
    return [Unit(f"{script} {code}", code, script, [row]) for row, (code, script) in enumerate(WRITTEN)]


def searched(index: SoundIndex, script: Script | None, codes: list[str], least: float) -> list[dict[str, float]]:
    found = index.search(script, codes, least)
    return [dict(zip(index.texts.take(heard.numbers), heard.odds.tolist(), strict=True)) for heard in found]


@pytest.mark.parametrize("least", [0.2, 0.35, 0.84, 1.4])
def test_latin_words_find_every_word_in_another_script_with_its_odds(least: float) -> None:
    units = written_words()
    index = SoundIndex.build(units, len(units), is_latin=False)
    codes = [encode(word) for word in LATIN]
    assert searched(index, None, codes, least) == [expected(None, code, units, least) for code in codes]


@pytest.mark.parametrize("script", [Script.CYRILLIC, Script.KANA, Script.ARABIC, Script.OTHER, Script.HEBREW])
@pytest.mark.parametrize("least", [0.2, 0.84])
def test_words_in_another_script_find_every_latin_word_with_its_odds(script: Script, least: float) -> None:
    units = latin_words(Script.OTHER)
    index = SoundIndex.build(units, len(units), is_latin=True)
    codes = [code for code, other in WRITTEN if other is script]
    assert searched(index, script, codes, least) == [expected(script, code, units, least) for code in codes]


def test_latin_words_find_every_other_spelling_with_its_odds() -> None:
    units = latin_words(Script.LATIN)
    index = SoundIndex.build(units, len(units), is_latin=True)
    codes = [encode_spelling(word) for word in (*LATIN, "aleksander", "x")]
    found = searched(index, Script.LATIN, codes, 0.3)
    assert found == [expected(Script.LATIN, code, units, 0.3) for code in codes]
    assert "alexander" in found[0]


def test_chance_words_are_found_whole_and_in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pair is measured with the pruning that many pairs need, and across the border of two steps."""
    chance = random.Random(5)
    letters = "aaeioubdfghklmnprstvz"
    words = sorted({"".join(chance.choices(letters, k=chance.randint(2, 12))) for _ in range(600)})
    units = [Unit(word, encode(word), Script.CYRILLIC, [row]) for row, word in enumerate(words)]
    index = SoundIndex.build(units, len(units), is_latin=False)
    codes = [encode(word) for word in chance.sample(words, 12)]
    wanted = [expected(None, code, units, 0.35) for code in codes]
    assert searched(index, None, codes, 0.35) == wanted
    assert searched(index, None, ["", "ab" * LONGEST], 0.35) == [{}, {}]
    monkeypatch.setattr(sound_index, "_AT_ONCE", 7)
    assert searched(index, None, codes, 0.35) == wanted


def test_among_some_words_those_alone_are_looked_at() -> None:
    units = written_words()
    index = SoundIndex.build(units, len(units), is_latin=False)
    (everywhere,) = index.search(None, [encode("aleksandr")], 0.35)
    assert len(everywhere.numbers)
    (here,) = index.search(None, [encode("aleksandr")], 0.35, everywhere.numbers)
    assert here.numbers.tolist() == everywhere.numbers.tolist()
    others = np.setdiff1d(np.arange(len(index)), everywhere.numbers)
    (elsewhere,) = index.search(None, [encode("aleksandr")], 0.35, others)
    assert not len(elsewhere.numbers)
    assert index.search(None, [encode("aleksandr")], 0.35, others[:0])[0].numbers.tolist() == []


def test_each_word_knows_its_rows_and_each_row_its_words() -> None:
    units = [Unit("petrov", "petrov", Script.CYRILLIC, [4, 1, 4]), Unit("ivan", "ivan", Script.CYRILLIC, [1])]
    index = SoundIndex.build(units, 6, is_latin=False)
    names = {index.texts[number]: index.rows[number].tolist() for number in range(len(index))}
    assert names == {"petrov": [1, 4], "ivan": [1]}
    assert sorted(index.texts.take(index.words[1])) == ["ivan", "petrov"]
    assert not len(index.words[0])


def test_a_code_that_is_empty_or_too_long_finds_nothing_and_is_not_kept() -> None:
    long = "ab" * LONGEST
    index = SoundIndex.build(
        [Unit(long, long, Script.CYRILLIC, [0]), Unit("", "", Script.KANA, [0])], 1, is_latin=False
    )
    assert not len(index)
    assert index.search(None, ["abc"], 0.35)[0].numbers.tolist() == []
    index = SoundIndex.build(written_words(), len(WRITTEN), is_latin=False)
    assert [len(heard.numbers) for heard in index.search(None, ["", long], 0.1)] == [0, 0]


def test_a_letter_without_counterpart_never_speaks_for_a_name() -> None:
    """The bound on the odds rests on it."""
    for costs in (coded_units(), *(latin_units(script) for script in Script if weights(script))):
        assert costs.added[:END].max() < 0
        assert costs.silent[:, : costs.padding].max() < 0
