"""Words with one symbol per sound: the alphabet in which sounds are compared."""

import re
from functools import lru_cache
from typing import Final

from screening.names.scripts import Script

_DIGRAPHS: Final = {
    "sch": "S", "tch": "C", "sh": "S", "ch": "C", "kh": "X", "gh": "G", "th": "T", "dh": "D", "zh": "Z", "ph": "f", "ck": "k",
    "ts": "W", "tz": "W", "ng": "N", "x": "ks", "q": "k",
}  # fmt: skip
_SPELLINGS: Final = _DIGRAPHS | {
    "sjtj": "Q", "shch": "Q", "tsj": "C", "tj": "C", "sj": "S", "zj": "Z", "cz": "C", "sz": "S", "dzh": "j", "dj": "j", "q": "q",
    "ou": "U", "oo": "U", "ee": "I", "ie": "E", "ye": "E", "je": "E", "ya": "A", "ja": "A", "ia": "A", "yu": "Y", "ju": "Y", "iu": "Y",
}  # fmt: skip
_DIGRAPH: Final = re.compile("|".join(sorted(_DIGRAPHS, key=len, reverse=True)))
_SPELLING: Final = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_NO_LETTER: Final = re.compile("[^A-Za-z]")
_REPEATED: Final = re.compile(r"([A-Za-z])\1+")

_LATIN_UNITS: Final = {
    "^kn": "n", "^wr": "r", "ght(?<=[aeiou]ght)": "t", "dg(?=[eiy])": "J", "a(?=[^aeiouhjqwxy]es?$)": "@", "i(?=[^aeiouhjqwxy]es?$)": "!",
    "y(?=[^aeiouhjqwxy]es?$)": "!", "o(?=[^aeiouhjqwxy]es?$)": "?", "u(?=[^aeiouhjqwxy]es?$)": "%", "sch": "S", "tch": "C", "igh": "I",
    "eigh": "2", "sh": "S", "ch": "C",
    "kh": "X", "gh": "G", "th": "T", "dh": "D", "zh": "Z", "ph": "f", "ck": "k", "ts": "W", "tz": "W", "ng": "N", "x": "ks", "qu": "kw", "q": "k",
    "ee": "E", "ea": "A", "ie": "1", "ei": "2", "ey": "3", "ay": "4", "ai": "5", "au": "6", "aw": "6", "ou": "7", "ow": "8", "oo": "O", "oe": "9",
    "ue": "U", "eu": "V", "ew": "Y", "oa": "0", "c(?=[eiy])": "Q", "g(?=[iy]|e(?!u|o(?!r)))": "J", "e(?<=[^aeiou]e)(?=s?$)": "F", "r(?![aeiouyr])": "R",
}  # fmt: skip
"""How letters are read in many languages: vowels in pairs or before a mute e, soft c and g, r after a vowel."""

_LATIN_SYMBOLS: Final = {unit.removeprefix("^").partition("(")[0]: symbol for unit, symbol in _LATIN_UNITS.items()}
"""By the letters: no two units share them. Groups in the expression would make it many times as slow."""

_LATIN: Final = re.compile("|".join(_LATIN_UNITS))

_JAMO_FIRST: Final = ("g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "j", "C", "k", "t", "p", "h")
_JAMO_VOWELS: Final = (
    "a", "A", "ya", "yA", "E", "e", "yE", "ye", "o", "wa", "wA", "we", "yo", "u", "wE", "we", "wi", "yu", "U", "Ui", "i",
)  # fmt: skip
_JAMO_LAST: Final = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "p", "l", "l", "p", "l", "m", "p", "p", "t", "t", "N", "t", "t", "k", "t",
    "p", "t",
)  # fmt: skip
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_DOUBLE_L: Final = ("lr", "L")

_PINYIN: Final = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([aeiou]*)(ng|n|r)?")
_PINYIN_INITIALS: Final = {"zh": "Z", "ch": "C", "sh": "S"}
_PINYIN_VOWELS: Final = {
    "ia": "a", "iao": "1", "ie": "2", "iu": "3", "uo": "4", "ui": "5", "ao": "6", "ai": "7", "ei": "8", "ou": "9", "ua": "0",
    "ue": "A", "uai": "B",
}  # fmt: skip
_PINYIN_ENDS: Final = {"ng": "G", "n": "N", "r": "R"}

_ROMANISED_CLASSES: Final = ("bpfvw", "tdTD", "szSZCWcjJQ", "kgqGX", "lrRL", "m", "nN")
_CLASSES: Final = {
    Script.LATIN: ("bpfvw", "tdTD", "szSZCWcQ", "kgqG", "lr", "mnN"),
    Script.HAN: ("bpfw", "tdTD", "szSZCWcjqx", "kg", "lrR", "m", "nNG"),
    Script.ARABIC: ("بپفوڤ", "تدطثذضٹڈټډ", "سشصزژجچظځڅښږ", "كقخغگکڭڨ", "لرڑړ", "م", "نںڼ"),
}
FRAME_CLASSES: Final = len(_ROMANISED_CLASSES)
MOST_COUNTED: Final = 4


@lru_cache(maxsize=1 << 15)
def encode(latin: str) -> str:
    """A Latin word for comparison with its sound in another script."""
    spelt = _LATIN.sub(lambda found: _LATIN_SYMBOLS[found[0]], _NO_LETTER.sub("", latin))
    return _REPEATED.sub(r"\1", spelt)


@lru_cache(maxsize=1 << 15)
def encode_hangul(text: str) -> str:
    """Hangul syllables letter by letter, every vowel a symbol of its own; other characters are left out."""
    places = [ord(letter) - _FIRST_SYLLABLE for letter in text if _FIRST_SYLLABLE <= ord(letter) <= _LAST_SYLLABLE]
    codes = [_JAMO_FIRST[at // 588] + _JAMO_VOWELS[at % 588 // 28] + _JAMO_LAST[at % 28] for at in places]
    return "".join(codes).replace(*_DOUBLE_L)


@lru_cache(maxsize=1 << 15)
def encode_romanised(latin: str) -> str:
    """A word in another script after its letters were replaced by Latin ones: digraphs joined, doubles single."""
    spelt = _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], latin)
    return _REPEATED.sub(r"\1", _NO_LETTER.sub("", spelt))


@lru_cache(maxsize=1 << 15)
def encode_spelling(latin: str) -> str:
    """A Latin word for comparison with another Latin spelling of it: the digraphs of many languages joined."""
    spelt = _SPELLING.sub(lambda found: _SPELLINGS[found[0]], _NO_LETTER.sub("", latin))
    return _REPEATED.sub(r"\1", spelt)


@lru_cache(maxsize=1 << 15)
def encode_pinyin(syllables: tuple[str, ...]) -> str:
    """Mandarin syllables: one symbol for each initial, each vowel group and each end."""
    codes: list[str] = []
    for syllable in syllables:
        found = _PINYIN.fullmatch(syllable)
        if found:
            initial, vowel, end = found[1], found[2], found[3] or ""
            codes += _PINYIN_INITIALS.get(initial, initial), _PINYIN_VOWELS.get(vowel, vowel), _PINYIN_ENDS.get(end, "")
    return "".join(codes)


@lru_cache(maxsize=1 << 15)
def frame_signature(script: Script, code: str) -> int:
    """The consonants of a code by class, up to four of each, as bits: how many bits differ says how far two words are apart.

    ``script`` is LATIN for a spelling code, the source's script for its code, OTHER for any Latin word's sound code.
    """
    counts = [0] * FRAME_CLASSES
    signature = 0
    classes = frame_classes(script)
    for letter in code:
        place = classes.get(letter)
        if place is not None and counts[place] < MOST_COUNTED:
            signature |= 1 << (place * MOST_COUNTED + counts[place])
            counts[place] += 1
    return signature


@lru_cache(maxsize=16)
def frame_classes(script: Script) -> dict[str, int]:
    """The class of each consonant."""
    return {
        letter: place for place, letters in enumerate(_CLASSES.get(script, _ROMANISED_CLASSES)) for letter in letters
    }
