"""What a field of a policy may hold beyond its type; written beside the type with ``Annotated``."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Between:
    """A number from ``low`` to ``high``, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Length:
    """A text of at most ``most`` characters."""

    most: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text that matches ``regex`` from end to end; ``example`` shows people one that does."""

    regex: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Refers:
    """A text that is the key of an item in a catalogue of the same policy."""

    catalogue: str


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A tuple whose items are known by ``key``, each key once; ``Refers(name)`` may point at them."""

    name: str
    key: str = "code"


@dataclass(frozen=True, slots=True)
class NotEmpty:
    """A tuple with at least one item."""


Limit = Between | Length | Pattern | Refers | Catalogued | NotEmpty

CODE = Pattern(re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*"), "security_review")
EDITION = Pattern(re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*"), "2025-12")
LIST_CODE = Pattern(re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*"), "jp_meti_eul")

MOST_ITEMS = 200
MOST_CHARACTERS = 2_000
