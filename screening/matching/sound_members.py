"""Which rows of a list have which words, as far as words are compared by their sound."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from screening.matching.pairing import SOUND_JOINED
from screening.names.form import Form
from screening.names.korean_spelling import is_hangul
from screening.names.scripts import Script

Members = dict[str, list[int]]
"""Texts and the rows they stand in."""


def words_of(forms: Sequence[Form], is_wanted: Callable[[str], bool]) -> Members:
    """The words of rows, as far as their sound codes are wanted."""
    members: Members = defaultdict(list)
    for row, form in enumerate(forms):
        for token, code in zip(form.tokens, form.codes or ("",) * len(form.tokens), strict=True):
            if is_wanted(code):
                members[token].append(row)
    return members


def pairs_of(forms: Sequence[Form]) -> Members:
    """Neighbouring words joined, of rows in Latin letters."""
    members: Members = defaultdict(list)
    for row, form in enumerate(forms):
        for first, second in pairwise(() if form.codes else form.tokens):
            members[first + second].append(row)
    return members


def codes_of(forms: Sequence[Form], script: Script) -> Members:
    """The sound codes of words, and of neighbouring words joined where the script writes them so."""
    members: Members = defaultdict(list)
    for row, form in enumerate(forms):
        if form.script is script:
            for code in filter(None, form.codes):
                members[code].append(row)
            for first, second in pairwise(form.codes):
                if first and second and (script in SOUND_JOINED or is_hangul(first)):
                    members[first + second].append(row)
    return members
