"""Hangul to Latin letters by the Revised Romanisation, syllable by syllable."""

from functools import lru_cache

_FIRST = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "-", "j", "jj", "ch", "k", "t", "p", "h"]
_VOWEL = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_LAST = [
    "-",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "p",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_BASE, _END = 0xAC00, 0xD7A3


@lru_cache(maxsize=1 << 15)
def romanise_hangul(text: str) -> str:
    """``정은`` → ``jeongeun``; other characters are kept."""
    return "".join(_syllable(character) for character in text)


@lru_cache(maxsize=16384)
def _syllable(character: str) -> str:
    code = ord(character)
    if not _BASE <= code <= _END:
        return character
    index = code - _BASE
    parts = _FIRST[index // 588], _VOWEL[index % 588 // 28], _LAST[index % 28]
    return "".join(parts).replace("-", "")
