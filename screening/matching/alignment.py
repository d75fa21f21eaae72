"""One-to-one assignment of the words of two forms; two or three neighbouring words may stand for one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import NamedTuple

from screening.matching.channels import Channel
from screening.matching.index.joins import may_join
from screening.matching.pairing import Likeness, PairKind, Word, joined_likeness, likeness
from screening.names.form import Form
from screening.names.similarity import LONGEST_JOINED_DIFFERENCE, frame

LONGEST_JOIN = 3
LONGEST_SOUND_JOIN = 2
MIDDLING = 0.5
"""A pair this much alike is worth as much as leaving both words alone."""

_MOST_SEARCHED = 40

Weigher = Callable[[str], float]
"""How much a word says."""


class Span(NamedTuple):
    """One word of a form or neighbouring words joined, and which words these are (as bits)."""

    word: Word
    mask: int
    weight: float
    width: int
    frame: str


class Spans(NamedTuple):
    """The words of a form, and every two or three neighbouring words joined."""

    single: tuple[Span, ...]
    joined: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A word (or joined words) of the query and the one it stands for on the list; ``words`` is the larger word
    count."""

    query: str
    listed: str
    similarity: float
    kind: PairKind
    weight: float
    words: int = 1


@dataclass(frozen=True, slots=True)
class Alignment:
    pairs: tuple[TokenPair, ...]
    query_extras: tuple[str, ...]
    listed_extras: tuple[str, ...]


class Candidate(NamedTuple):
    gain: float
    alike: Likeness
    ours: Span
    theirs: Span


@lru_cache(maxsize=1 << 13)
def spans(form: Form, weigh: Weigher) -> Spans:
    codes = form.codes or ("",) * len(form.tokens)
    single = [
        Span(Word(token, code), 1 << place, weigh(token), 1, frame(token))
        for place, (token, code) in enumerate(zip(form.tokens, codes, strict=True))
    ]
    joined = [
        _joined(single[start : start + width])
        for width in range(2, min(LONGEST_JOIN, len(single)) + 1)
        for start in range(len(single) - width + 1)
        if may_join(form.tokens[start : start + width])
    ]
    return Spans(tuple(single), tuple(joined))


def _joined(inner: Sequence[Span]) -> Span:
    text = "".join([span.word.text for span in inner])
    code = "".join([span.word.code for span in inner]) if all(span.word.code for span in inner) else ""
    mask = sum(span.mask for span in inner)
    return Span(Word(text, code), mask, sum(span.weight for span in inner), len(inner), frame(text))


def align(query: Form, listed: Form, compared: Channel, weigh: Weigher) -> Alignment:
    """The assignment of the greatest gain; words that are the same on both sides are taken first."""
    found = _candidates(spans(query, weigh), spans(listed, weigh), compared)
    ranked = sorted(found, key=lambda one: (-one.gain, one.ours.mask, one.theirs.mask))
    same = _greedy([one for one in ranked if one.alike.similarity == 1.0])
    taken_query, taken_listed = _taken(same)
    rest = [one for one in ranked if not (one.ours.mask & taken_query or one.theirs.mask & taken_listed)]
    chosen = (*same, *_best_choice(rest[:_MOST_SEARCHED]))
    taken_query, taken_listed = _taken(chosen)
    pairs = tuple(_pair(one) for one in chosen)
    return Alignment(pairs, _left(query.tokens, taken_query), _left(listed.tokens, taken_listed))


def _best_choice(ranked: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """In order of gain, and again with each single candidate taken first: the best of these choices."""
    best: tuple[Candidate, ...] = ()
    best_gain = 0.0
    for first in range(len(ranked)):
        chosen = _greedy((ranked[first], *ranked[:first], *ranked[first + 1 :]))
        gain = sum(one.gain for one in chosen)
        if gain > best_gain + 1e-9:
            best, best_gain = chosen, gain
        if len(chosen) == len(ranked):
            break
    return best


def _greedy(ranked: Sequence[Candidate]) -> tuple[Candidate, ...]:
    chosen: list[Candidate] = []
    taken_query = taken_listed = 0
    for one in ranked:
        if not (one.ours.mask & taken_query or one.theirs.mask & taken_listed):
            chosen.append(one)
            taken_query |= one.ours.mask
            taken_listed |= one.theirs.mask
    return tuple(chosen)


def _taken(chosen: Sequence[Candidate]) -> tuple[int, int]:
    taken_query = taken_listed = 0
    for one in chosen:
        taken_query |= one.ours.mask
        taken_listed |= one.theirs.mask
    return taken_query, taken_listed


def _candidates(query: Spans, listed: Spans, compared: Channel) -> Iterator[Candidate]:
    for ours, theirs in product(query.single, listed.single):
        alike = likeness(ours.word, theirs.word, compared)
        if alike.similarity:
            yield _candidate(ours, theirs, alike)
    is_sounded = compared.sounded is not None
    for ours, theirs in chain(product(query.joined, listed.single), product(query.single, listed.joined)):
        if (ours.frame == theirs.frame and _is_as_long(ours, theirs)) or (
            is_sounded and max(ours.width, theirs.width) <= LONGEST_SOUND_JOIN
        ):
            alike = joined_likeness(ours.word, theirs.word, compared)
            if alike.similarity:
                yield _candidate(ours, theirs, alike)


def _candidate(ours: Span, theirs: Span, alike: Likeness) -> Candidate:
    return Candidate((alike.similarity - MIDDLING) * (ours.weight + theirs.weight), alike, ours, theirs)


def _is_as_long(ours: Span, theirs: Span) -> bool:
    return abs(len(ours.word.text) - len(theirs.word.text)) <= LONGEST_JOINED_DIFFERENCE


def _pair(one: Candidate) -> TokenPair:
    words = max(one.ours.width, one.theirs.width)
    return TokenPair(
        one.ours.word.text, one.theirs.word.text, one.alike.similarity, one.alike.kind, one.ours.weight, words
    )


def _left(tokens: Sequence[str], taken: int) -> tuple[str, ...]:
    return tuple(token for position, token in enumerate(tokens) if not taken >> position & 1)
