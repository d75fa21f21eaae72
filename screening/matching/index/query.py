"""What D2 is asked: the tokens of a name, what each weighs, and every way in which it may be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from screening.matching.index.joins import adjacent_joins
from screening.matching.index.reached import NOTHING, Reached


class TextKind(StrEnum):
    """How a text is looked up."""

    SINGLE = "single"
    """One token, among the listed tokens and among neighbouring listed tokens written together."""

    JOINED = "joined"
    """Neighbouring tokens of the query written together, among the listed tokens."""

    KEY = "key"
    """Among the keys of the rows, by equality."""


@dataclass(frozen=True, slots=True)
class QueryText:
    """One way to write a token. What is found counts for `discount` times its similarity with this text."""

    text: str
    kind: TextKind = TextKind.SINGLE
    discount: float = 1.0


@dataclass(frozen=True, slots=True)
class QueryToken:
    """One token of the name, what it weighs, and the texts by which a row can be alike to it.

    `given` are rows that the caller knows to be alike, by what this index does not look at. `is_counted` tokens
    count towards the least number of tokens that a search asks for.
    """

    weight: float
    texts: tuple[QueryText, ...]
    is_counted: bool = True
    given: Reached = NOTHING


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What a token without a counterpart counts for, as a part of its weight.

    It is omitted when only one side has such tokens, and contradicted when both have.
    """

    omitted_query: float = 1.0
    omitted_listed: float = 0.0
    contradicted_query: float = 1.0
    contradicted_listed: float = 0.0

    def __post_init__(self) -> None:
        if self.contradicted_query < self.omitted_query or self.contradicted_listed < self.omitted_listed:
            raise ValueError("what is contradicted counts for no less than what is omitted")

    @property
    def asks_for_listed(self) -> bool:
        """Whether what stays unmatched on the list changes anything."""
        return bool(self.contradicted_listed) or self.contradicted_query != self.omitted_query


def query_tokens(tokens: Sequence[str], weights: Sequence[float]) -> tuple[QueryToken, ...]:
    """Each token as it stands and as part of two or three neighbours written together."""
    texts: list[list[QueryText]] = [[QueryText(token)] for token in tokens]
    for start, end, joined in adjacent_joins(tokens):
        for position in range(start, end):
            texts[position].append(QueryText(joined, TextKind.JOINED))
    return tuple(QueryToken(weight, tuple(dict.fromkeys(ways))) for weight, ways in zip(weights, texts, strict=True))
