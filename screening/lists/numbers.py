"""The numbers in a name, however they are written: Plant 11 and Plant 12 are two plants.

Digits with or without an ordinal's ending, Han numerals of numbered bodies, English ordinals and Roman numerals of
two letters and more; a single letter may be an initial.
"""

import re
import unicodedata

from screening.names.numerals import western_numerals

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX"
_VALUES = {word: value for value, word in enumerate(_ORDINALS.split(), start=1)}
_ROMAN_VALUES = {word: value for value, word in enumerate(_ROMAN.split(), start=1) if len(word) > 1}


def numbers(name: str) -> frozenset[int]:
    text = western_numerals(unicodedata.normalize("NFKC", name))
    found = {int(digits) for digits in _NUMBER.findall(text)}
    for word in _WORD.findall(text):
        if value := _VALUES.get(word.casefold()) or _ROMAN_VALUES.get(word):
            found.add(value)
    return frozenset(found)


def are_of_two(one: str, other: str) -> bool:
    """Whether both names have numbers and each has one that the other has not."""
    ours, theirs = numbers(one), numbers(other)
    return bool(ours - theirs and theirs - ours)
