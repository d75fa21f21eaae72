"""Arabic and Hebrew letters as Latin consonants; vowels are mostly not written in either."""

from functools import lru_cache

from screening.names.text import GERESH

_ARABIC = dict(
    pair.split(":")
    for pair in [
        "ا:a",
        "أ:a",
        "إ:i",
        "آ:a",
        "ٱ:a",
        "ء:",
        "ئ:y",
        "ؤ:w",
        "ى:a",
        "ب:b",
        "ت:t",
        "ث:th",
        "ج:j",
        "ح:h",
        "خ:kh",
        "د:d",
        "ذ:dh",
        "ر:r",
        "ز:z",
        "س:s",
        "ش:sh",
        "ص:s",
        "ض:d",
        "ط:t",
        "ظ:z",
        "ع:a",
        "غ:gh",
        "ف:f",
        "ق:q",
        "ك:k",
        "ل:l",
        "م:m",
        "ن:n",
        "ه:h",
        "ة:a",
        "و:w",
        "ي:y",
        "پ:p",
        "چ:ch",
        "ژ:zh",
        "گ:g",
        "ک:k",
        "ی:y",
        "ێ:e",
        "ۆ:o",
        "ڤ:v",
        "ڨ:g",
        "ڭ:ng",
        "ہ:h",
        "ھ:h",
        "ے:e",
        "ٹ:t",
        "ڈ:d",
        "ڑ:r",
        "ں:n",
        "ځ:z",
        "څ:ts",
        "ښ:sh",
        "ږ:zh",
        "ټ:t",
        "ډ:d",
        "ړ:r",
        "ڼ:n",
        "ې:e",
        "ۍ:y",
        "ە:a",
    ]
)
_HEBREW = dict(
    pair.split(":")
    for pair in [
        "א:a",
        "ב:b",
        "ג:g",
        "ד:d",
        "ה:h",
        "ו:v",
        "ז:z",
        "ח:h",
        "ט:t",
        "י:y",
        "כ:k",
        "ך:k",
        "ל:l",
        "מ:m",
        "ם:m",
        "נ:n",
        "ן:n",
        "ס:s",
        "ע:a",
        "פ:p",
        "ף:f",
        "צ:ts",
        "ץ:ts",
        "ק:k",
        "ר:r",
        "ש:sh",
        "ת:t",
    ]
)
_HEBREW_MARKED = {"ג": "j", "ז": "zh", "צ": "ch", "ץ": "ch", "ת": "th", "ד": "dh", "ח": "kh", "ו": "w"}
_ARABIC_SHORT_VOWELS = {"\u064e": "a", "\u064f": "u", "\u0650": "i", "\u064b": "an", "\u064c": "un", "\u064d": "in"}


_ARABIC_SHAPES = str.maketrans(
    dict.fromkeys("أإآٱ", "ا") | dict.fromkeys("ىیئێېےۍ", "ي") | dict.fromkeys("ھہۀە", "ه") | {"ک": "ك", "ۆ": "و"}
)


@lru_cache(maxsize=1 << 15)
def romanise_arabic(word: str) -> str:
    """Letter by letter; short vowels only where they are written."""
    return "".join(_ARABIC.get(letter, _ARABIC_SHORT_VOWELS.get(letter, "")) for letter in word)


@lru_cache(maxsize=1 << 15)
def arabic_code(word: str) -> str:
    """The letters themselves, variants of a shape and the languages' own letters folded: the sound code of the word."""
    folded = word.translate(_ARABIC_SHAPES)
    return "".join(letter for letter in folded if letter in _ARABIC)


@lru_cache(maxsize=1 << 15)
def romanise_hebrew(word: str) -> str:
    """Letter by letter; a geresh changes the letter before it."""
    sounds: list[str] = []
    for position, letter in enumerate(word):
        marked = word[position + 1 : position + 2] == GERESH
        sounds.append(_HEBREW_MARKED[letter] if marked and letter in _HEBREW_MARKED else _HEBREW.get(letter, ""))
    return "".join(sounds)
