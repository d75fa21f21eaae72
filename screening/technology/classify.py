"""Which areas does this text touch, by which words, and by what arithmetic? Pure and deterministic."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screening.technology.folding import Folded, fold, has_japanese, has_latin_words
from screening.technology.matcher import Found, Matcher, ReadyTerm
from screening.technology.score import (
    Contribution,
    TechnologyLevel,
    context_words,
    contributions,
    level_of,
    single_mention_share,
)

_PARTS = ("title", "abstract", "keywords")
LONG_TEXT = 60  # words; two Japanese characters count as one
SIDE_TOPIC = 0.5  # of the leading area's score, in a long text


@dataclass(frozen=True, slots=True)
class TechnologyText:
    """Words by field, named by part and language: ``title_ja``, ``abstract_en``, ``keywords``."""

    fields: Mapping[str, str]

    @classmethod
    def of(
        cls, *, title: str = "", abstract: str = "", keywords: Iterable[str] = (), language: str = ""
    ) -> "TechnologyText":
        """One language version; keywords are joined by line ends, to which their offsets refer."""
        ending = f"_{language}" if language else ""
        written = {"title": title, "abstract": abstract, "keywords": "\n".join(keywords)}
        return cls({part + ending: text for part, text in written.items()})


@dataclass(frozen=True, slots=True)
class Span:
    """A counted term at its place in the original text of ``field``."""

    term: str
    field: str
    start: int
    end: int
    weight: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "term": self.term,
            "field": self.field,
            "start": self.start,
            "end": self.end,
            "weight": self.weight,
        }


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A term that did not count because it stands inside the exclusion phrase ``reason``."""

    term: str
    field: str
    start: int
    end: int
    reason: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "term": self.term,
            "field": self.field,
            "start": self.start,
            "end": self.end,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Lowering:
    """Why a level stands below what its score alone gives: context words, or a side topic of a long text."""

    steps: int
    context: tuple[str, ...]
    is_side_topic: bool

    @classmethod
    def of(cls, words: tuple[str, ...], steps: int, is_side_topic: bool) -> "Lowering":
        return cls(steps + is_side_topic, words if steps else (), is_side_topic)

    def as_dict(self) -> dict[str, Any]:
        return {"steps": self.steps, "context": list(self.context), "is_side_topic": self.is_side_topic}


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """One area with its words, its arithmetic and what took its level down."""

    code: str
    score: float
    level: TechnologyLevel
    spans: tuple[Span, ...]
    arithmetic: tuple[Contribution, ...]
    lowering: Lowering

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "score": self.score,
            "level": str(self.level),
            "spans": [span.as_dict() for span in self.spans],
            "arithmetic": [contribution.as_dict() for contribution in self.arithmetic],
            "lowering": self.lowering.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Classification:
    """All areas with any listed word, highest score first; a level of ``none`` is shown, never hidden."""

    areas: tuple[AreaMatch, ...]
    suppressed: tuple[Suppressed, ...]
    not_checked: tuple[str, ...]

    @property
    def flagged(self) -> tuple[AreaMatch, ...]:
        return tuple(area for area in self.areas if area.level is not TechnologyLevel.NONE)

    def as_dict(self) -> dict[str, Any]:
        return {
            "areas": [area.as_dict() for area in self.areas],
            "suppressed": [one.as_dict() for one in self.suppressed],
            "not_checked": list(self.not_checked),
        }


@dataclass(frozen=True, slots=True)
class _Sighting:
    field: str
    found: Found


def classify(text: TechnologyText, matcher: Matcher) -> Classification:
    """Find the listed words of every field and score every area they point to."""
    folded = {name: fold(written) for name, written in text.fields.items() if written.strip()}
    sightings = [_Sighting(name, found) for name in folded for found in matcher.find(text.fields[name], folded[name])]
    counted = [sighting for sighting in sightings if not sighting.found.excluded_by]
    return Classification(
        areas=_scored(counted, folded, matcher),
        suppressed=tuple(_suppressed(sightings)),
        not_checked=tuple(_not_checked(text, matcher)),
    )


def _scored(sightings: Iterable[_Sighting], folded: Mapping[str, Folded], matcher: Matcher) -> tuple[AreaMatch, ...]:
    once_in = {name: single_mention_share(one.length) for name, one in folded.items() if _is_long(name, one)}
    spans_of: dict[ReadyTerm, list[Span]] = defaultdict(list)
    for sighting in sightings:
        found = sighting.found
        for ready in found.terms:
            spans_of[ready].append(Span(ready.term.text, sighting.field, found.start, found.end, ready.term.weight))
    fields_of = {ready: [span.field for span in spans] for ready, spans in spans_of.items()}
    points_of = contributions(fields_of, once_in)
    scores = {code: round(sum(one.points for one in points), 2) for code, points in points_of.items()}
    side_topic_below = SIDE_TOPIC * max(scores.values(), default=0.0) if once_in else 0.0
    words, steps = context_words(fields_of, once_in)
    matches = [
        _area_match(
            code,
            scores[code],
            points,
            spans_of,
            Lowering.of(words, steps, scores[code] < side_topic_below),
            matcher,
        )
        for code, points in points_of.items()
    ]
    return tuple(sorted(matches, key=lambda match: (-match.score, match.code)))


def _area_match(
    code: str,
    score: float,
    points: tuple[Contribution, ...],
    spans_of: Mapping[ReadyTerm, Sequence[Span]],
    lowering: Lowering,
    matcher: Matcher,
) -> AreaMatch:
    spans = sorted(
        (span for one in points for span in spans_of[one.ready]),
        key=lambda span: (span.field, span.start, span.term),
    )
    level = level_of(score, matcher.technology_list.thresholds).lowered(lowering.steps)
    return AreaMatch(code, score, level, tuple(spans), points, lowering)


def _is_long(name: str, folded: Folded) -> bool:
    return name.startswith("abstract") and folded.length > LONG_TEXT


def _suppressed(sightings: Iterable[_Sighting]) -> Iterator[Suppressed]:
    for sighting in sightings:
        found = sighting.found
        if found.excluded_by:
            for ready in found.terms:
                yield Suppressed(ready.term.text, sighting.field, found.start, found.end, found.excluded_by)


def _not_checked(text: TechnologyText, matcher: Matcher) -> Iterator[str]:
    """What this result says nothing about."""
    for part in _PARTS:
        if not any(name.startswith(part) and written.strip() for name, written in text.fields.items()):
            yield f"no_{part}"
    whole = "\n".join(text.fields.values())
    if not has_japanese(whole):
        yield "no_japanese"
    if not has_latin_words(whole):
        yield "no_english"
    for code in matcher.areas_without_terms:
        yield f"no_terms:{code}"
