"""The first step for every name: bounded, compatibility-normalised text without invisible characters."""

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 400
"""A longer text is not a name. What lies beyond is not read, and the forms say so."""

GERESH = "\u05f3"
"""The Hebrew mark that turns g into j and ts into ch; typed as an apostrophe by nearly everybody."""

_HEBREW_APOSTROPHE = re.compile(r"(?<=[\u05d0-\u05ea])['’‘`´ʹ]")
_AMPERSAND = re.compile(r"&(?:amp;)+|&amp(?!\w)", re.IGNORECASE)
"""What a table copied from a web page leaves of an ampersand."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻʹ`´ʾʿ′ʽ"), None)
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn", "Lm", "Sk"})
_BLANKED = frozenset({"Cc", "So", "Zl", "Zp", "Zs"})
_KEPT_MODIFIERS = frozenset("ー々〆ゝゞヽヾ")


@dataclass(frozen=True, slots=True)
class CleanText:
    text: str
    is_truncated: bool


def clean(text: str) -> CleanText:
    """NFKC, one kind of space, no control, bidirectional, zero-width or pictographic characters; idempotent."""
    bounded = text[: 4 * MAX_CHARACTERS]
    if bounded.isascii() and bounded.isprintable():
        joined = " ".join(_AMPERSAND.sub("&", bounded).translate(_APOSTROPHES).split())
        return _bounded(joined, is_cut=len(bounded) < len(text))
    marked = _HEBREW_APOSTROPHE.sub(GERESH, _AMPERSAND.sub("&", bounded)).translate(_APOSTROPHES)
    normal = unicodedata.normalize("NFKC", marked).translate(_APOSTROPHES)
    words = "".join(map(_kept, normal)).split()
    joined = unicodedata.normalize("NFKC", " ".join(words))
    return _bounded(joined, is_cut=len(bounded) < len(text))


def _bounded(joined: str, *, is_cut: bool) -> CleanText:
    return CleanText(joined[:MAX_CHARACTERS].rstrip(), is_cut or len(joined) > MAX_CHARACTERS)


def _kept(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " "
    category = unicodedata.category(character)
    if category in _BLANKED:
        return " "
    return "" if category in _DROPPED and character not in _KEPT_MODIFIERS else character
