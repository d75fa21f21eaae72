"""Reads one plain value of the data, or says why it cannot be read."""

import math
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from duediligence.policy.faults import Param
from duediligence.policy.limits import MOST_CHARACTERS, Between, Length, Limit, Pattern

_E = TypeVar("_E", bound=StrEnum)
_KINDS: Final = {
    bool: "yes or no",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
    type(None): "nothing",
}


class Unreadable(Exception):  # noqa: N818 - never leaves the reader
    """A value that does not fit; the reader knows the place."""

    def __init__(self, code: str, **params: Param) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def kind_in_words(data: object) -> str:
    return _KINDS.get(type(data), type(data).__name__)


def wrong_type(expected: str, data: object) -> Unreadable:
    return Unreadable("wrong_type", expected=expected, found=kind_in_words(data))


def read_text(data: object, limits: tuple[Limit, ...]) -> str:
    if not isinstance(data, str):
        raise wrong_type("a text", data)
    if not data.strip():
        raise Unreadable("empty_text")
    most = next((limit.most for limit in limits if isinstance(limit, Length)), MOST_CHARACTERS)
    if len(data) > most:
        raise Unreadable("text_too_long", length=len(data), most=most)
    for character in data:
        if unicodedata.category(character) in {"Cc", "Cs"} and character != "\n":
            raise Unreadable("control_character", character=f"U+{ord(character):04X}")
    for limit in limits:
        if isinstance(limit, Pattern) and not limit.regex.fullmatch(data):
            raise Unreadable("malformed", example=limit.example, value=data[:50])
    return data


def read_flag(data: object) -> bool:
    if not isinstance(data, bool):
        raise wrong_type("yes or no", data)
    return data


def read_whole(data: object, limits: tuple[Limit, ...]) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise wrong_type("a whole number", data)
    _within(data, limits)
    return data


def read_number(data: object, limits: tuple[Limit, ...]) -> float:
    if not isinstance(data, int | float) or isinstance(data, bool):
        raise wrong_type("a number", data)
    if isinstance(data, float) and not math.isfinite(data):
        raise wrong_type("a number", data)
    _within(data, limits)
    return float(data)


def _within(number: float, limits: tuple[Limit, ...]) -> None:
    for limit in limits:
        if isinstance(limit, Between) and not limit.low <= number <= limit.high:
            raise Unreadable("out_of_range", low=limit.low, high=limit.high, value=number)


def read_date(data: object) -> date:
    if not isinstance(data, str):
        raise wrong_type("a date", data)
    try:
        day = date.fromisoformat(data)
    except ValueError:
        day = None
    if day is None or day.isoformat() != data:
        raise Unreadable("not_a_date", value=data[:50])
    return day


def read_choice(data: object, choices: type[_E]) -> _E:
    if not isinstance(data, str):
        raise wrong_type("a text", data)
    try:
        return choices(data)
    except ValueError:
        raise Unreadable("unknown_choice", choices=", ".join(choices), value=data[:50]) from None


def read_condition_value(data: Any) -> bool | int | str | tuple[str, ...]:
    """Read what a fact is compared with; whether it suits the fact is checked where the fact is known."""
    if isinstance(data, bool | int | str):
        return data
    if isinstance(data, list | tuple) and all(isinstance(item, str) for item in data):
        return tuple(data)
    raise wrong_type("yes or no, a whole number, a text or a list of texts", data)
