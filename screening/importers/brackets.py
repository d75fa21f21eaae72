"""Names that carry other names in brackets: ``Harbin Institute of Technology (HIT) (哈爾浜工業大学)``."""

import re

OPENING, CLOSING = "(（", ")）"
ACRONYM = re.compile(r"[A-Z][A-Z0-9&.\-]{1,11}")
# "HIT" in brackets says little alone; "NORINCO" is how people name the body.
SHORT_ACRONYM = 5
# Two or three capitals in brackets that say where, not who.
PLACES = frozenset({"HK", "UK", "USA", "US", "UAE", "PRC", "DPRK", "ROC", "BVI"})
NOT_LATIN = re.compile("[\u0370-\u1fff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def trailing_bracket(text: str) -> tuple[str, str]:
    """The text before its last bracket and the bracket's content; nested brackets stay together.

    The content is empty when the text does not end in a closed bracket.
    """
    text = text.strip()
    if not text or text[-1] not in CLOSING:
        return text, ""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += (text[index] in CLOSING) - (text[index] in OPENING)
        if depth == 0:
            return text[:index].strip(), text[index + 1 : -1].strip()
    return text, ""


def is_native(text: str) -> bool:
    """Whether the text is written in another script than Latin."""
    return bool(NOT_LATIN.search(text))


def is_acronym(text: str) -> bool:
    return ACRONYM.fullmatch(text) is not None and text not in PLACES


def without_acronym(text: str) -> tuple[str, str]:
    """``Name (ACRONYM)`` apart; the acronym is empty when there is none."""
    outside, inside = trailing_bracket(text)
    return (outside, inside) if outside and is_acronym(inside) else (text, "")
