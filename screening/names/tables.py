"""The small tables beside this module: legal forms, words of organisations, short names of institutions.

They are read once, at first use. An office may extend them; the engine version must then change, as for code.
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from screening.names.han import fold_han
from screening.names.latin import plain_latin
from screening.names.semitic import arabic_code


class Institution(NamedTuple):
    english: str
    native: str


def rows(name: str) -> list[list[str]]:
    """The rows of a table in ``data/`` without its header."""
    text = (files(__package__) / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line]


@cache
def legal_forms() -> dict[str, str]:
    """Legal form, plain or native, → its class."""
    return {key(form): kind for kind, forms in rows("legal_forms.tsv") for form in forms.split()}


@cache
def concepts() -> dict[str, str]:
    """Word in any language → the concept it stands for, an English word."""
    return {key(word): concept for concept, _, _, words in rows("organisation_words.tsv") for word in words.split()}


@cache
def concept_weights() -> dict[str, float]:
    return {concept: float(weight) for concept, weight, _, _ in rows("organisation_words.tsv")}


@cache
def concept_roles() -> dict[str, str]:
    """``head`` (university), ``subject`` (agriculture), ``qualifier`` (national) or ``place``."""
    return {concept: role for concept, _, role, _ in rows("organisation_words.tsv")}


@cache
def country_names() -> frozenset[str]:
    text = (files(__package__) / "data" / "countries.txt").read_text("utf-8")
    return frozenset(text.splitlines())


@cache
def institutions() -> dict[str, tuple[Institution, ...]]:
    """Short name → the institutions it may stand for."""
    table: dict[str, tuple[Institution, ...]] = {}
    for english, native, shorts in rows("institutions.tsv"):
        for short in shorts.split():
            table[key(short)] = (*table.get(key(short), ()), Institution(english, native))
    return table


@cache
def institutions_by_native_name() -> dict[str, Institution]:
    """Full name in its own script → the institution."""
    return {key(native): Institution(english, native) for english, native, _ in rows("institutions.tsv") if native}


def key(word: str) -> str:
    """The form under which a word is looked up: plain Latin, or folded Han, Hangul, kana and Arabic letters."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    if _is_east_asian(folded):
        return fold_han(folded)
    return arabic_code(folded) or plain_latin(folded)


def _is_east_asian(word: str) -> bool:
    return any("\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in word)
