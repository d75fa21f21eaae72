"""The values that the component templates show; a page makes these and includes the template of the same noun."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from duediligence.admin.frame import Text, Tone


@dataclass(frozen=True)
class Tab:
    label: Text
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Action:
    """A button or the reason why there is none; ``url`` makes it a link."""

    label: Text
    url: str = ""
    refused: Text = ""


@dataclass(frozen=True)
class StepMark:
    """One step of a case's route; ``state`` is a step status of casework."""

    label: Text
    state: str
    state_label: Text
    who: Text = ""
    on: date | None = None
    is_current: bool = False


class Agreement(StrEnum):
    AGREE = "agree"
    DIFFER = "differ"
    ABSENT = "absent"


@dataclass(frozen=True)
class Comparison:
    """One field of a subject beside the same field of a list entry."""

    label: Text
    subject: Text
    entry: Text
    agreement: Agreement


@dataclass(frozen=True)
class TokenPair:
    """A word of the name asked for beside the word of the listed name, and what makes them agree."""

    asked: str
    listed: str
    kind: Text
    is_missing: bool = False


@dataclass(frozen=True)
class Choice:
    """An answer of the action bar; ``key`` is the one key that picks it."""

    key: str
    value: str
    label: Text


@dataclass(frozen=True)
class Question:
    """One question of the action bar. ``opens_next`` is the answer that calls for the next one, which ``follows``.

    ``faults`` say what is wrong with the answer that was sent.
    """

    name: str
    words: Text
    choices: Sequence[Choice]
    chosen: str = ""
    opens_next: str = ""
    follows: bool = False
    faults: Sequence[Text] = ()


@dataclass(frozen=True)
class Happening:
    """One line of a timeline."""

    at: datetime
    text: Text
    who: Text = ""
    detail: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A term and its value in a list of facts."""

    term: Text
    value: Text
    url: str = ""


@dataclass(frozen=True)
class Span:
    """A stretch of a text, from ``start`` up to and not including ``end``, that a term found."""

    start: int
    end: int
    term: Text
    is_suppressed: bool = False


@dataclass(frozen=True)
class Bar:
    label: Text
    value: int
    tone: Tone = Tone.ACCENT


@dataclass(frozen=True)
class Chart:
    title: Text
    bars: Sequence[Bar] = field(default_factory=tuple)
