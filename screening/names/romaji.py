"""One spelling for the systems in which Japanese is written in Latin letters: Hepburn, Kunrei, passport and dictionary style."""

import re
from functools import lru_cache

_SPELLINGS = {
    "sshi": "ssi", "shi": "si", "sha": "sya", "shu": "syu", "sho": "syo", "she": "sye", "tchi": "tti", "cchi": "tti", "chi": "ti", "tcha": "ttya",
    "tchu": "ttyu", "tcho": "ttyo", "cha": "tya", "chu": "tyu", "cho": "tyo", "che": "tye", "tsu": "tu", "fu": "hu", "ji": "zi", "ja": "zya",
    "ju": "zyu", "jo": "zyo", "dzu": "zu", "du": "zu", "di": "zi", "mb": "nb", "mp": "np", "mm": "nm",
}  # fmt: skip
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_LONG = re.compile(r"ou(?=[^aeiou]|$)|oo|oh(?=[^aeiouy]|$)|uu|aa|ii|ee|(?<=[aeiou])h$")
_LETTERS = re.compile(r"(?:(?:kk|ss|tt|pp|gg|bb|dd|zz)?(?:[kgsztdnhbpmr]y?|[yw])?[aeiou]|n)+")


@lru_cache(maxsize=1 << 15)
def romaji_fold(token: str) -> str:
    """``shinichiro``, ``sinitirou`` → ``sinitiro``; empty when the token cannot be Japanese."""
    if not token.isascii():
        return ""
    spelt = _SPELLING.sub(lambda found: _SPELLINGS[found[0]], token)
    folded = _LONG.sub(lambda found: found[0][0] if found[0] != "h" else "", spelt)
    return folded if _LETTERS.fullmatch(folded) else ""
