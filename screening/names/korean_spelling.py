"""Whether Latin letters can be the romanisation of given Hangul syllables, under any of the systems in use."""

import re
from functools import lru_cache

_FIRST = (
    "k|g|c", "kk|gg|k|g", "n|l|r|y|", "t|d", "tt|dd|t|d", "r|l|n|y|", "m", "p|b", "pp|bb|p|b", "s|sh|si", "ss|s|sh", "", "ch|j|z|tch|dj",
    "jj|tch|j|ch|cc", "ch|tch|c|j", "k|kh", "t|th", "p|ph|f", "h|",
)  # fmt: skip
_VOWEL = (
    "a|ah|ar", "ae|ai|ay|e|eh", "ya|yah|ia", "yae|yai|ye", "eo|u|o|uh|ou|aw|au|ur|er|e", "e|eh|ae|ay|ei", "yeo|you|yu|yo|yuh|yaw|eo|u|iu|io|young|yuo|ye",
    "ye|yeh|ie|e|ae|yae|yea|ey|ay", "o|oh|ou|oo", "wa|hwa|oa", "wae|wai|way|oae", "oe|oi|we|wae|oy|ye", "yo|io|you|yoo|eo", "u|oo|woo|ou|wu|ooh|uh",
    "wo|weo|wu|won|uo", "we|wae|ue", "wi|ui|we|wee|ee", "yu|yoo|you|iu|ryu|yoou|ew", "eu|u|oo|ou|i|o|e|uh", "ui|eui|ee|i|uey|eue|yi|ey|ie", "i|ee|y|yi|ie|e|ea|ih|ii",
)  # fmt: skip
_LAST = (
    "", "k|g|c|ck|q|gh", "k|g|kk|ck", "k|g", "n|nn", "n", "n", "t|d", "l|r|ll|le|rl", "k|lk|lg", "m|lm", "p|l|b", "l|s", "l|t", "p|l", "l",
    "m|mn", "p|b", "p|b", "t|s|d", "t|s", "ng|n|nk|ngh", "t|j", "t|ch", "k", "t", "p", "t|h|",
)  # fmt: skip
_BASE, _END = 0xAC00, 0xD7A3


@lru_cache(maxsize=1 << 15)
def may_romanise(hangul: str, latin: str) -> bool:
    """``정은`` may be ``jeongeun``, ``jongun``, ``chungeun``; it is not ``jongil``."""
    return _pattern(hangul).fullmatch(latin) is not None


@lru_cache(maxsize=1 << 14)
def _pattern(hangul: str) -> re.Pattern[str]:
    return re.compile("".join(_syllable(character) for character in hangul))


def _syllable(character: str) -> str:
    code = ord(character) - _BASE
    if not 0 <= code <= _END - _BASE:
        return re.escape(character)
    return f"(?:{_FIRST[code // 588]})(?:{_VOWEL[code % 588 // 28]})(?:{_LAST[code % 28]})"


def is_hangul(text: str) -> bool:
    return bool(text) and _BASE <= ord(text[0]) <= _END
