"""Parts of a printed name that are names by themselves: outside and inside brackets, on either side of a semicolon."""

import re
from dataclasses import dataclass

from screening.names.scripts import Script, script_of

_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|「([^「」]*)」|<([^<>]*)>")
_SEPARATOR = re.compile(r"\s*[;|]\s*")
_EAST_ASIAN = frozenset({Script.HAN, Script.KANA, Script.HANGUL})
MAX_SEGMENTS = 8


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    is_bracketed: bool


def segments(text: str) -> tuple[Segment, ...]:
    """The name outside its brackets first, then what stood in brackets."""
    inside = [next(filter(None, found), "") for found in _BRACKETED.findall(text)]
    outside = _SEPARATOR.split(_BRACKETED.sub(" ", text))
    found = [Segment(part.strip(), False) for part in outside] + [Segment(part.strip(), True) for part in inside]
    kept = [segment for segment in found if any(character.isalnum() for character in segment.text)]
    return tuple(kept[:MAX_SEGMENTS])


def script_runs(text: str) -> tuple[str, ...]:
    """A text cut where it changes between East Asian and other letters; the parts keep their inner spaces."""
    if text.isascii():
        return (text.strip(),) if text.strip() else ()
    runs: list[str] = []
    current: bool | None = None
    for character in text:
        script = script_of(character)
        is_east_asian = current if script is Script.NONE else script in _EAST_ASIAN
        if current is None or is_east_asian == current or not runs:
            runs.append(runs.pop() + character if runs else character)
        else:
            runs.append(character)
        current = is_east_asian
    return tuple(run.strip() for run in runs if run.strip())
