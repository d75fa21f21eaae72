"""How alike two name tokens are: the one rule that the index, the scorer and the explanation share.

A token is what `screening.names` makes of a name: NFKC, case-folded, without diacritics. Two tokens are alike
when they are equal, when they are spelt nearly alike (optimal string alignment within an edit budget), when
they sound alike (equal folds) or when their folds are spelt nearly alike. Below `SIMILARITY_FLOOR` they are
not alike at all.
"""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

SIMILARITY_FLOOR: Final = 0.75
FOLD_EQUAL: Final = 0.94
FOLD_EQUAL_SHORT: Final = 0.85
FOLD_WEIGHT: Final = 0.92
SHORT_TOKEN: Final = 3
SHORTEST_JOINED: Final = 4
LONGEST_JOINED_DIFFERENCE: Final = 3

# Romanisations of one sound: on the left how some system or language spells it.
_SPELLINGS: Final = {
    "shch": "s",
    "dzh": "j",
    "sch": "s",
    "tch": "c",
    "chh": "c",
    "ay": "ei",
    "ai": "ei",
    "ey": "ei",
    "bh": "b",
    "ch": "c",
    "ck": "k",
    "dh": "d",
    "dj": "j",
    "ee": "i",
    "gh": "g",
    "ie": "i",
    "ij": "i",
    "kh": "h",
    "oo": "u",
    "ou": "u",
    "ph": "f",
    "sh": "s",
    "th": "t",
    "tz": "ts",
    "ue": "u",
    "zh": "j",
    "c": "k",
    "q": "k",
    "w": "v",
    "x": "ks",
    "y": "i",
}
_SPELLING: Final = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_OPENING_YE: Final = re.compile("^[yj]e")
_CLOSING: Final = re.compile("(?<=[aeiou])h$")
_CLOSING_OFF: Final = re.compile("(?<=[oe])(?:ff|w)$")
_REPEATED: Final = re.compile(r"([a-z])\1+")
_FRAME: Final = str.maketrans({**dict.fromkeys("eiouy", "a"), "h": "", "c": "k", "q": "k", "w": "v", "z": "s"})
_HAN_NUMERALS: Final = "〇零一二三四五六七八九十百千"
_NUMERAL: Final = re.compile(rf"[\d{_HAN_NUMERALS}]")


def has_sound(token: str) -> bool:
    """Whether `fold` says how this token sounds: it is written in Latin letters only."""
    return token.isascii() and token.isalpha()


@lru_cache(maxsize=1 << 15)
def fold(token: str) -> str:
    """How a Latin token sounds, roughly: kh/h, ou/oo/u, w/v, sh/sch, ch/tch, doubles, a closing h.

    Tokens in another script, and tokens with a digit, are their own fold.
    """
    if not has_sound(token):
        return token
    opened = _OPENING_YE.sub("e", token)
    closed = _CLOSING_OFF.sub("v", _CLOSING.sub("", opened))
    spelt = _SPELLING.sub(lambda found: _SPELLINGS[found[0]], closed)
    return _once(spelt)


def _once(text: str) -> str:
    return _REPEATED.sub(lambda found: found[1], text)


def edit_budget(length: int) -> int:
    """How many edits two tokens may differ by, given the length of the longer one."""
    if length <= SHORT_TOKEN:
        return 0
    if length <= 6:
        return 1
    return 2 if length <= 10 else 3


@lru_cache(maxsize=1 << 15)
def numerals(token: str) -> str:
    """The digits of a token, Han numerals included: plant 11 is not plant 12, 第十一 is not 第十二."""
    return "" if has_sound(token) else "".join(_NUMERAL.findall(token))


def _spelling_similarity(a: str, b: str) -> float:
    longer = max(len(a), len(b))
    budget = edit_budget(longer)
    if not budget:
        return 0.0
    edits = OSA.distance(a, b, score_cutoff=budget)
    return 1.0 - edits / longer if edits <= budget else 0.0


def _sound_similarity(a: str, b: str) -> float:
    fold_a, fold_b = fold(a), fold(b)
    if fold_a != fold_b or len(fold_a) < 2:
        return FOLD_WEIGHT * _spelling_similarity(fold_a, fold_b)
    return FOLD_EQUAL if max(len(a), len(b)) > SHORT_TOKEN else FOLD_EQUAL_SHORT


def token_similarity(a: str, b: str) -> float:
    """1.0 for equal tokens, 0.0 for unlike ones, otherwise from `SIMILARITY_FLOOR` up; symmetric."""
    if a == b:
        return 1.0
    if numerals(a) != numerals(b):
        return 0.0
    similarity = _spelling_similarity(a, b)
    if has_sound(a) and has_sound(b):
        similarity = max(similarity, _sound_similarity(a, b))
    return similarity if similarity >= SIMILARITY_FLOOR else 0.0


@lru_cache(maxsize=1 << 15)
def frame(token: str) -> str:
    """A Latin token with all vowels alike, without h, doubles once; a token in another script stays whole.

    Spellings of one word differ in these least, so joined tokens are looked up by it. Letter by letter, so
    that it does not matter where one token ends and the next begins.
    """
    return _once(token.translate(_FRAME)) if has_sound(token) else token


def joined_similarity(joined: str, token: str) -> float:
    """How alike neighbouring tokens written together are to one token of the other name.

    Writing tokens together makes chance resemblance likelier, so they must have some length, nearly the same
    length, and the same frame.
    """
    if has_sound(token) and min(len(joined), len(token)) < SHORTEST_JOINED:
        return 0.0
    if abs(len(joined) - len(token)) > LONGEST_JOINED_DIFFERENCE or frame(joined) != frame(token):
        return 0.0
    return token_similarity(joined, token)
