"""Words that say little about who somebody is: titles, particles, and how a name is cut into tokens."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from screening.names.scripts import Script, script_of_token

MAX_TOKENS = 16

TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "lady",
        "lord",
        "hajj",
        "haji",
        "hajji",
        "hadji",
        "sheikh",
        "shaikh",
        "shaykh",
        "mullah",
        "mulla",
        "maulavi",
        "maulawi",
        "mawlawi",
        "mawlavi",
        "maulana",
        "moulavi",
        "molla",
        "qari",
        "ayatollah",
        "hojjatoleslam",
        "gen",
        "general",
        "col",
        "colonel",
        "maj",
        "major",
        "capt",
        "captain",
        "lt",
        "brig",
        "brigadier",
        "eng",
        "engineer",
        "phd",
        "md",
        "jr",
        "sr",
        "esq",
        "sayyid",
        "sayyed",
        "syed",
        "sayed",
        "seyed",
        "seyyed",
        "sayid",
        "agha",
        "ustad",
        "senor",
        "senora",
        "don",
        "dona",
        "herr",
        "frau",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "rev",
        "reverend",
        "frere",
        "president",
        "presidente",
        "prasident",
        "president",
    ]
)
ARABIC_TITLES = frozenset(
    [
        "سيد",
        "سید",
        "السيد",
        "السید",
        "شيخ",
        "شیخ",
        "الشيخ",
        "قاري",
        "قاری",
        "ملا",
        "مولوي",
        "مولوی",
        "حاجي",
        "حاجی",
        "الحاج",
        "دكتور",
        "الدكتور",
        "دکتر",
        "آقا",
        "آغا",
        "آخوند",
        "حافظ",
    ]
)
_SURELY_PARTICLE = frozenset(
    [
        "al",
        "el",
        "ul",
        "ud",
        "ur",
        "as",
        "ash",
        "ad",
        "ar",
        "an",
        "at",
        "az",
        "bin",
        "ben",
        "ibn",
        "bint",
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "la",
        "le",
        "les",
        "los",
        "las",
        "of",
        "the",
        "y",
        "zu",
        "zur",
        "af",
        "av",
    ]
)
_LIGHT = frozenset({"abd", "abu", "abou", "allah", "alh", "umm", "haji", "khan", "ould", "abdul", "abdel", "abdal"})
_PATRONYMIC = re.compile(
    r"(?<=[a-z]{3})(?:[vw][iy](?:ch|tch|cz|tsch|tsh|tsj|tj|ts|tx|ci|cs|c|t)|[aeou][vwu]n[ayie]|yt?ch|ytj)$"
)
"""Slavic patronymics in the spellings of several languages: always beside a given name, and often left out."""

_LEAST_TITLE = 4
_LONGEST_PATRONYMIC = 16
"""A longer word holds another name too: a space is missing."""

_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")
_HAN_TITLES = ("先生", "教授", "博士", "様", "氏", "さん", "女士", "小姐", "院士", "准教授", "名誉教授", "助教", "講師")


def words(text: str) -> tuple[str, ...]:
    """The words of a name, punctuation gone, at most MAX_TOKENS."""
    return tuple(_WORD.findall(text)[:MAX_TOKENS])


def person_words(text: str) -> tuple[str, ...]:
    """Words without titles, unless nothing else is left."""
    found = words(text)
    return tuple(word for word in found if word not in TITLES) or found


def without_dots(text: str) -> str:
    """``M.I.T.`` and ``B. V.`` as one word each."""
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)


def without_han_title(text: str) -> str:
    for title in _HAN_TITLES:
        if text.endswith(title) and len(text) > len(title) + 1:
            return text.removesuffix(title).rstrip()
    return text


def token_weight(token: str) -> float:
    """How much a token says: a particle little, one or two letters less than a word. East Asian characters say more."""
    if token in _SURELY_PARTICLE:
        return 0.35
    if token in _LIGHT or (len(token) <= _LONGEST_PATRONYMIC and _PATRONYMIC.search(token)):
        return 0.5
    length = len(token)
    if length >= 3 or script_of_token(token) not in (Script.LATIN, Script.NONE):
        return 1.0
    return 0.7 if length == 2 else 0.4


def is_particle(token: str) -> bool:
    return token in _SURELY_PARTICLE


@lru_cache(maxsize=1 << 14)
def is_nearly_title(token: str) -> bool:
    """Whether a word is a title of four letters or more but for one slip of the pen."""
    if len(token) < _LEAST_TITLE:
        return False
    return any(OSA.distance(token, title, score_cutoff=1) == 1 for title in TITLES if len(title) >= _LEAST_TITLE)


def is_initial(token: str) -> bool:
    return len(token) == 1 and token.isalpha() and token.isascii()
