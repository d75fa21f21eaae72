"""What a change of the words would do: to earlier texts, and measured against judgements that people made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screening.technology.classify import TechnologyText, classify
from screening.technology.matcher import Matcher
from screening.technology.neighbours import PastDecision
from screening.technology.score import TechnologyLevel


@dataclass(frozen=True, slots=True)
class LevelChange:
    """An area of one text whose level differs between the two lexicons."""

    ref: str
    area: str
    before: TechnologyLevel
    after: TechnologyLevel


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far flags agree with judgements: confirmed and flagged, dismissed yet flagged, confirmed and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """``None`` where nothing that was judged is flagged."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """``None`` where nothing was confirmed."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


@dataclass(frozen=True, slots=True)
class Effect:
    """``texts`` were classified with both lexicons; ``before`` and ``after`` are measured on the judgements."""

    texts: int
    changes: tuple[LevelChange, ...]
    before: Agreement
    after: Agreement

    @property
    def newly_flagged(self) -> tuple[LevelChange, ...]:
        return tuple(change for change in self.changes if change.before is TechnologyLevel.NONE)

    @property
    def no_longer_flagged(self) -> tuple[LevelChange, ...]:
        return tuple(change for change in self.changes if change.after is TechnologyLevel.NONE)

    @property
    def only_level(self) -> tuple[LevelChange, ...]:
        """Flagged before and after, at another level."""
        return tuple(change for change in self.changes if TechnologyLevel.NONE not in (change.before, change.after))


def effect(
    texts: Iterable[tuple[str, TechnologyText]],
    decisions: Iterable[PastDecision],
    *,
    before: Matcher,
    after: Matcher,
) -> Effect:
    """Classify every text with both lexicons, and both lexicons' flags against the decisions."""
    known, judged = list(texts), list(decisions)
    changes = [change for ref, text in known for change in _changes(ref, text, before, after)]
    return Effect(len(known), tuple(changes), agreement(judged, before), agreement(judged, after))


def agreement(decisions: Iterable[PastDecision], matcher: Matcher) -> Agreement:
    right = wrong = missed = 0
    for decision in decisions:
        is_flagged = decision.area in _flags(decision.text, matcher)
        right += decision.confirmed and is_flagged
        wrong += not decision.confirmed and is_flagged
        missed += decision.confirmed and not is_flagged
    return Agreement(right, wrong, missed)


def _changes(ref: str, text: TechnologyText, before: Matcher, after: Matcher) -> Iterator[LevelChange]:
    old, new = _flags(text, before), _flags(text, after)
    for area in sorted({*old, *new}):
        levels = (old.get(area, TechnologyLevel.NONE), new.get(area, TechnologyLevel.NONE))
        if levels[0] is not levels[1]:
            yield LevelChange(ref, area, *levels)


def _flags(text: TechnologyText, matcher: Matcher) -> dict[str, TechnologyLevel]:
    return {match.code: match.level for match in classify(text, matcher).flagged}
