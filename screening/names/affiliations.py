"""The institution within a longer line: a department before or after it, a town and a country behind it.

``School of Mechatronics, Harbin Inst. of Tech., Harbin 150001, China`` names the Harbin Institute of Technology.
Nothing is cut out of the name of one institution: the University of Tokyo is not in the Medical University of Tokyo.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from screening.names.latin import plain_latin
from screening.names.scripts import Script, script_of
from screening.names.tables import concept_roles, concept_weights, concepts, country_names, legal_forms
from screening.names.text import clean
from screening.names.words import without_dots, words

_HEADS_FIRST: Final = frozenset(
    {"universitat", "universite", "universidad", "universidade", "universita", "universitatea", "universitas"}
)
"""Words for a university that begin its name in the languages they belong to."""

_GERMAN: Final = "universität"
"""The same word as another once its accent is off, and the end of many names."""

MAX_INSTITUTIONS: Final = 6

_SEPARATOR: Final = re.compile(r"[,;|/•·()\[\]–—、，；（）]|\s-\s|\bat the\b|\bat\b")
_GLUED: Final = re.compile(
    r"(?<=[^\W\d_]{4})(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ][a-zà-ÿ]{3})"
    r"|(?<=\w)-(?=[A-Z]{3,}\b|\w+ (?:Tech|University|Institute|Academy)\b\s*(?:$|[,;(]))"
)
"""Where two names were written together: ``SciencesMacquarie University``, ``Université de Nantes-CNRS``."""

_OF: Final = frozenset({"of", "for", "de", "do", "di", "du", "des", "fur", "in"})
_JOINING: Final = _OF | {"and", "the", "et", "y", "e", "und", "la", "las", "los", "da", "dos"}
_INSTITUTIONS: Final = frozenset({"university", "academy", "institute", "polytechnic", "center", "agency", "ministry"})
_UNITS: Final = frozenset({"department", "school", "college", "institute", "laboratory", "center", "branch"})
_PARTS: Final = _UNITS | {"hospital"}
_BEFORE_A_UNIT: Final = frozenset(
    {"graduate", "research", "key", "national", "state", "joint", "business", "medical", "law", "dental", "nursing"}
)
_BEFORE_A_COUNTRY: Final = _JOINING | {"new", "south", "north", "west", "east", "central", "upper", "lower", "american"}
_FURTHEST_UNIT: Final = 3
_LEAST_WEIGHT: Final = 0.8
_LEAST_SAID: Final = 1.4
"""What common words say together when they name one institution: Chinese Academy of Sciences."""

_EAST_ASIAN: Final = frozenset({Script.HAN, Script.KANA, Script.HANGUL})
_EAST_ASIAN_UNIT: Final = re.compile(
    r"^(.{2,}?(?:大学|大學|대학교|科学院|科學院|研究所|研究院|工学院|工學院))"
    r".+(?:学院|學院|学部|學部|学科|研究科|研究所|研究室|研究院|实验室|實驗室|中心|センター|系|학과|학부|대학|대학원|연구실|연구소)$"
)

_EAST_ASIAN_INSTITUTION: Final = re.compile(
    "(?:大学|大學|대학교|科学院|科學院|研究所|研究院|機構|연구원|기술원|会社|公司|회사)$|^(?:株式|有限)会社"
)


@lru_cache(maxsize=1 << 12)
def institutions_within(name: str) -> tuple[str, ...]:
    """The names of institutions that a name of an organisation holds besides something else."""
    cleaned = clean(name).text
    text = cleaned.casefold()
    pieces = [piece.strip() for piece in _SEPARATOR.split(_GLUED.sub(", ", cleaned).casefold())]
    found = (part for piece in pieces if piece for part in _parts(piece))
    whole = words(plain_latin(without_dots(text)))
    distinct = dict.fromkeys(part for part in found if words(plain_latin(part)) != whole)
    return tuple(distinct)[:MAX_INSTITUTIONS]


def _parts(piece: str) -> Iterator[str]:
    if any(script_of(character) in _EAST_ASIAN for character in piece):
        for run in piece.split():
            cut = _EAST_ASIAN_UNIT.match(run)
            if cut or _EAST_ASIAN_INSTITUTION.search(run):
                yield cut[1] if cut else run
        return
    tokens = words(plain_latin(without_dots(piece)))
    from_head = () if _GERMAN in piece else _from_head(tokens)
    for named in (_before_unit(_after_unit(tokens)), from_head, _of_university(tokens)):
        kept = _without_address(named)
        if _is_institution(kept):
            yield " ".join(kept)


def _after_unit(tokens: Sequence[str]) -> Sequence[str]:
    """``department of geography durham university`` → ``durham university``: what a department's subject leaves."""
    units = (at for at in range(min(_FURTHEST_UNIT, len(tokens) - 2)) if _is_unit_of(tokens, at))
    start = next(units, -2) + 2
    while start and start < len(tokens) and (tokens[start] in _JOINING or _is_subject(tokens[start])):
        start += 1
    return tokens[start:] if _names_an_institution(tokens[start:]) else tokens


def _before_unit(tokens: Sequence[str]) -> Sequence[str]:
    """``seoul national university college of medicine`` → ``seoul national university``."""
    for place in range(2, len(tokens)):
        if _is_unit_of(tokens, place) or _is_unit_at_the_end(tokens, place):
            end = place
            while tokens[end - 1] in _BEFORE_A_UNIT and end > 1:
                end -= 1
            if _names_an_institution(tokens[:end]) and tokens[end - 1] not in _JOINING:
                return tokens[:end]
    return tokens


def _from_head(tokens: Sequence[str]) -> Sequence[str]:
    """``area de prehistoria universitat rovira i virgili`` → ``universitat rovira i virgili``."""
    starts = (place for place in range(1, len(tokens)) if tokens[place] in _HEADS_FIRST)
    start = next((place for place in starts if tokens[place - 1] not in _JOINING), 0)
    return tokens[start:] if start else ()


def _of_university(tokens: Sequence[str]) -> Sequence[str]:
    """``istanbul university medical faculty hospital`` → ``istanbul university``, where a part of it follows."""
    place = next((place for place, token in enumerate(tokens) if _concept(token) == "university"), len(tokens))
    end = place + 1
    if _OF.intersection(tokens[end : end + 1]):
        end += 2
    if end >= len(tokens) - 1 or _JOINING.intersection((tokens[end], tokens[end - 1])):
        return ()
    return tokens[:end] if any(_concept(token) in _PARTS for token in tokens[end + 1 :]) else ()


def _is_unit_of(tokens: Sequence[str], place: int) -> bool:
    """``school of``, ``institute for``."""
    return _concept(tokens[place]) in _UNITS and bool(_OF.intersection(tokens[place + 1 : place + 2]))


def _is_unit_at_the_end(tokens: Sequence[str], place: int) -> bool:
    """``business school`` and nothing behind it."""
    is_last = place == len(tokens) - 1
    return is_last and _concept(tokens[place]) in _UNITS and tokens[place - 1] in _BEFORE_A_UNIT


def _without_address(tokens: Sequence[str]) -> Sequence[str]:
    """Without a country, a post code or a repeated word at the end, and from ``the`` on where it begins a name."""
    start = (
        next((at for at in range(2, len(tokens) - 1) if tokens[at] == "the" and tokens[at - 1] not in _JOINING), -1) + 1
    )
    kept = list(tokens[start:])
    while _is_address(kept) and _names_an_institution(kept[:-1]):
        kept.pop()
    return kept


def _is_address(tokens: Sequence[str]) -> bool:
    """Whether the last word is a post code, a word said before, or a country that does not belong to the name."""
    *before, last = tokens or ("",)
    is_country = last in country_names() and not _BEFORE_A_COUNTRY.intersection(before[-1:])
    return is_country or last.isdigit() or last in before


def _is_institution(tokens: Sequence[str]) -> bool:
    is_company = any(token in legal_forms() for token in tokens) and any(map(_tells_apart, tokens))
    return (is_company or _names_an_institution(tokens)) and not _is_unit(tokens)


def _names_an_institution(tokens: Sequence[str]) -> bool:
    found = list(map(_concept, tokens))
    is_told_apart = (
        any(map(_tells_apart, tokens)) or sum(concept_weights().get(one, 0.0) for one in found) >= _LEAST_SAID
    )
    return is_told_apart and not _INSTITUTIONS.isdisjoint(found)


def _is_unit(tokens: Sequence[str]) -> bool:
    """``institute of physics``, ``key laboratory of optics and photonics``: which one, nobody knows."""
    rest = [token for token in tokens if token not in _JOINING and token not in _BEFORE_A_UNIT]
    return bool(rest) and _concept(rest[0]) in _UNITS and all(map(_is_subject, rest[1:]))


def _tells_apart(token: str) -> bool:
    weight = concept_weights().get(_concept(token))
    if weight is not None:
        return weight >= _LEAST_WEIGHT
    return len(token) > 2 and token not in _JOINING and token not in legal_forms()


def _is_subject(token: str) -> bool:
    return token in _disciplines() or concept_roles().get(_concept(token)) == "subject"


def _concept(token: str) -> str:
    return concepts().get(token, token)


@cache
def _disciplines() -> frozenset[str]:
    text = (files(__package__) / "data" / "disciplines.txt").read_text("utf-8")
    return frozenset(text.split())
