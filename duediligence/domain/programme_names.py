"""Talent programmes under the names that Section 1286 prints, for those that are declared under another one."""

import re
import unicodedata
from typing import Final

_PRINTED: Final = (
    (
        r"千人(?:計[画劃]|计划)|(?<!ten )thousand talents|海外高[層层]次人才引[進进](?:計[画劃]|计划)",
        "Thousand Talents Plan",
    ),
    (r"百人(?:計[画劃]|计划)|hundred talents", "Hundred Talents Plan"),
    (r"[長长]江[学學]者|changjiang scholar|cheung kong scholar", "Changjiang Scholar Distinguished Professorship"),
    (r"珠江人才|pearl river talent", "Pearl River Talent Program"),
)
"""The programmes that the list names, as they are written in Japan and China and in other English words."""


def printed_names(declared: str) -> tuple[str, ...]:
    """Return the names on the list of what may be the same programme or a branch of it."""
    text = " ".join(unicodedata.normalize("NFKC", declared).casefold().split())
    return tuple(name for pattern, name in _PRINTED if re.search(pattern, text))
