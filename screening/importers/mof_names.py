"""The name cells of the Ministry of Finance's asset-freeze list.

A cell may hold ``不明``; one name per line; items behind ``(a)``, ``（ｂ）`` or ``（別名1）``; Japanese items
joined by ``、`` and, on the next line, the same items in Latin letters, often wrapped in ``(a.k.a.: …)``; or
``カナ（Latin）`` pairs.
"""

import re
import unicodedata

from screening.importers.brackets import CLOSING, OPENING, is_native, trailing_bracket
from screening.importers.cleaning import squeeze

NOTHING = frozenset({"不明", "なし", "無し", "-", "－", "該当なし"})
ITEM_MARK = re.compile(r"[(（](?:[a-zａ-ｚ]{1,2}|[A-Z]|[ivx]{1,4}|\d{1,2}|別名\d*)[)）]", re.IGNORECASE)
WRAPPED = re.compile(
    r"^\s*[(（]\s*(?:別名|別称|旧称|[afn]\.?k\.?a\.?)(?!\d*[)）])\s*[、,:：]?\s*(?P<inside>.*?)[)）]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
LABEL = re.compile(r"^(?:[(（]?(?:別名|別称|旧称)[)）]?\s*[、:：]\s*|[(（](?:別名|別称|旧称)\d*[)）]\s*)")
KNOWN_AS = re.compile(r"[,;、]?\s*\b[afn]\.k\.a\.?\s*[:：]?\s*", re.IGNORECASE)
FORMER = re.compile(r"\s*[(（]?\s*(?:旧称|f\.k\.a)", re.IGNORECASE)
FORMER_LABEL = "旧称"
LABELS = frozenset({FORMER_LABEL, "別称", "別名"})
# Facts about a person that some cells add to a name.
BIOGRAPHY = re.compile(
    r"\b(?:DOB|POB|born|passport|formerly listed|documents?|original script)\b"
    "|出生|生年月日|旅券|ID番号|以前掲載|偽名",
    re.IGNORECASE,
)
ORIGINAL_SCRIPT = re.compile(
    r"[(（]\s*original script\s*[:：]\s*(?P<after>[^()（）]+)[)）]?"
    r"|[(（](?P<before>[^()（）]+?)\s*[:：]\s*original script\s*[)）]",
    re.IGNORECASE,
)
DETAIL = re.compile(r"[,、，]\s*(?:born\b|\d{4}年|[０-９]{4}年).*$", re.IGNORECASE)
TRIMMED = " 、,;；，。\u3000"


def split_original_script(cell: str) -> tuple[str, str]:
    """A name and what the cell prints as its original script."""
    found = ORIGINAL_SCRIPT.search(cell)
    if found is None:
        return squeeze(cell), ""
    return squeeze(cell[: found.start()] + " " + cell[found.end() :]), squeeze(found["after"] or found["before"])


def names_in(cell: str) -> list[tuple[str, bool]]:
    """Every name of a cell with whether it is a former one; Japanese and Latin forms come apart."""
    found: dict[str, bool] = {}
    before = 0
    for line in _lines(cell):
        is_former = FORMER.match(line) is not None
        items = _items(line, expected=before)
        before = len(items)
        for item in items:
            if item.strip(TRIMMED) in LABELS:
                is_former = item.strip(TRIMMED) == FORMER_LABEL
                continue
            for name in _forms(item):
                found.setdefault(name, is_former)
    return list(found.items())


def _lines(cell: str) -> list[str]:
    """The lines of a cell; a wrapped Latin block that was broken over lines is one line again."""
    lines: list[str] = []
    for line in cell.splitlines():
        if lines and _open_brackets(lines[-1]) > 0:
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _open_brackets(line: str) -> int:
    folded = unicodedata.normalize("NFKC", line)
    return folded.count("(") - folded.count(")")


def _items(line: str, expected: int) -> list[str]:
    """The items of a line. ``expected`` is how many the Japanese line before had: a Latin comma separates
    items only when that gives as many, for otherwise it stands between surname and given name.
    """
    text = line.strip()
    if wrapped := WRAPPED.match(text):
        text = wrapped["inside"]
    text = LABEL.sub("", text)
    if ITEM_MARK.search(text):
        return [part for part in ITEM_MARK.split(text) if part.strip(TRIMMED)]
    if KNOWN_AS.search(text) or ";" in text or "；" in text:
        parts = KNOWN_AS.sub(";", text).replace("；", ";").split(";")
        return [part for part in parts if part.strip(TRIMMED)]
    if "、" in text or "，" in text:
        return [part for part in re.split("[、，]", text) if part.strip(TRIMMED)]
    commas = [part for part in text.split(",") if part.strip(TRIMMED)]
    return commas if expected > 1 and len(commas) == expected else [text]


def _forms(item: str) -> list[str]:
    """``カナ（Latin）`` gives both; anything in brackets that repeats no name stays where it is."""
    text = _balanced(DETAIL.sub("", squeeze(item)).strip(TRIMMED))
    outside, inside = trailing_bracket(text)
    while inside and outside and BIOGRAPHY.search(inside):
        text = outside
        outside, inside = trailing_bracket(text)
    if not text or text in NOTHING or BIOGRAPHY.match(text):
        return []
    if not outside and inside:
        return _forms(inside)
    if inside and is_native(outside) != is_native(inside):
        return [form.strip(TRIMMED) for form in (outside, inside)]
    return [text]


def _balanced(text: str) -> str:
    """Without a bracket at either end whose partner was left in another item."""
    while text and text[-1] in CLOSING and not trailing_bracket(text)[1]:
        text = text[:-1].strip(TRIMMED)
    while text and text[0] in OPENING and _open_brackets(text) > 0:
        text = text[1:].strip(TRIMMED)
    return text
