"""Any alphabet in plain Latin letters: lower case, no diacritics."""

import unicodedata
from functools import lru_cache

import anyascii

_DIGRAPHS = (("ου", "u"), ("ντ", "d"), ("μπ", "b"), ("γκ", "g"), ("γγ", "ng"), ("τζ", "j"), ("ու", "u"))
"""Greek and Armenian letter pairs that sound otherwise than one by one."""


@lru_cache(maxsize=1 << 15)
def plain_latin(text: str) -> str:
    """Lower-case ASCII of a text in any alphabet, after the tables of anyascii; idempotent."""
    if text.isascii():
        return text.lower()
    plain = _without_marks(text.casefold())
    for letters, sound in _DIGRAPHS:
        plain = plain.replace(letters, sound)
    return anyascii.anyascii(plain).lower().replace("'", "").replace("`", "")


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not _is_latin_mark(character))


def _is_latin_mark(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"
