"""Forms of a personal name written in Han characters, with or without kana."""

import re
from collections.abc import Iterator

from screening.names.form import Form, FormKind
from screening.names.han import fold_han, japanese_shape
from screening.names.kana import romanise_kana
from screening.names.pinyin import lower_yangtze, split_chinese_name, surname_spellings, syllables, wade_giles
from screening.names.readings import japanese_readings, part_readings, split_readings
from screening.names.scripts import Script, script_of
from screening.names.sound_codes import encode_pinyin, encode_romanised
from screening.names.words import without_han_title

LONGEST_NAME = 6
_DOT = re.compile(r"[·・･‧•.=]")
_MAX_SPELLINGS = 6


def han_person_forms(text: str, has_reading: bool) -> Iterator[Form]:
    """Every form of one run of Han (and kana) characters; guessed Japanese readings only when none was typed."""
    name = without_han_title(text)
    parts = tuple(part for part in _DOT.sub(" ", name).split() if part)
    yield Form(FormKind.NATIVE, Script.HAN, ("".join(map(fold_han, parts)),))
    if len(parts) == 2:
        yield Form(FormKind.NATIVE, Script.HAN, (fold_han(parts[1]) + fold_han(parts[0]),))
    if not has_reading:
        yield from _japanese_forms(parts)
    if all(script_of(character) is Script.HAN for part in parts for character in part):
        yield from _chinese_forms(parts, is_dotted=bool(_DOT.search(name)))


def _japanese_forms(parts: tuple[str, ...]) -> Iterator[Form]:
    if len(parts) == 1 and len(parts[0]) <= LONGEST_NAME:
        readings = japanese_readings(parts[0])
        if not readings:
            yield from _single_part_forms(parts[0])
    elif len(parts) == 2:
        family, given = map(japanese_shape, parts)
        readings = (*split_readings(family, given), *split_readings(given, family))
    else:
        readings = ()
    for reading in readings:
        yield Form(FormKind.JAPANESE_READING, Script.HAN, (reading.family, reading.given))


def _single_part_forms(part: str) -> Iterator[Form]:
    shaped = japanese_shape(part)
    sounds = dict.fromkeys((*part_readings(shaped, "姓"), *part_readings(shaped, "名")))
    for sound in sounds:
        yield Form(FormKind.JAPANESE_READING, Script.HAN, (sound,))


def _chinese_forms(parts: tuple[str, ...], *, is_dotted: bool) -> Iterator[Form]:
    spoken = tuple(syllables(part) for part in parts)
    sounds = tuple("".join(part) for part in spoken)
    whole = tuple(syllable for part in spoken for syllable in part)
    if is_dotted or len(whole) > LONGEST_NAME - 2:
        yield Form(FormKind.TRANSLITERATION, Script.HAN, sounds, tuple(map(encode_pinyin, spoken)))
        return
    if len(parts) == 1:
        yield Form(FormKind.TRANSLITERATION, Script.HAN, ("".join(whole),), (encode_pinyin(whole),))
    ordered = _family_first(parts)
    family, reading, given = split_chinese_name("".join(ordered))
    if not given:
        yield Form(FormKind.PINYIN, Script.HAN, (reading,))
        return
    yield Form(FormKind.PINYIN, Script.HAN, (reading, "".join(given)))
    old = "".join(map(wade_giles, given))
    spellings = dict.fromkeys((wade_giles(reading), reading, *surname_spellings(family)[:_MAX_SPELLINGS]))
    for spelling in spellings:
        for second in dict.fromkeys((old, "".join(given), "".join(map(lower_yangtze, given)))):
            if (spelling, second) != (reading, "".join(given)):
                yield Form(FormKind.CHINESE_SPELLING, Script.HAN, (spelling, second))


def _family_first(parts: tuple[str, ...]) -> tuple[str, ...]:
    if len(parts) == 2 and len(parts[1]) == 1 and len(parts[0]) > 1:
        return parts[1], parts[0]
    if len(parts) == 3 and len(parts[2]) == 1 and len(parts[0]) > 1:
        return parts[2], parts[0], parts[1]
    return parts


def kana_forms(text: str, kind: FormKind = FormKind.KANA) -> Iterator[Form]:
    """Kana cut at middle dots and spaces, in Latin letters."""
    tokens = tuple(filter(None, (romanise_kana(word) for word in re.split(r"[\s・･·=＝＆&,、.\-－]+", text))))
    plain = tuple(token for token in ("".join(filter(str.isalnum, token)) for token in tokens) if token)
    if plain:
        yield Form(kind, Script.KANA, plain, tuple(map(encode_romanised, plain)))
