"""Which lists a case is checked against, from which score a name counts, and what a match asks for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from duediligence.enums import Level, ListEffect, TechnologyAction
from duediligence.policy.limits import LIST_CODE, Between
from duediligence.policy.text import SourceMark, Text

Score = Annotated[float, Between(0.5, 1.0)]


class SecondReview(StrEnum):
    """From which level a judgement on a hit needs a second reviewer."""

    NEVER = "never"
    POSSIBLE = "possible"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores between 0.5 and 1 from which a name is a possible or a strong match."""

    possible: Score
    strong: Score

    def level(self, score: float) -> Level:
        if score >= self.strong:
            return Level.STRONG
        return Level.POSSIBLE if score >= self.possible else Level.NONE


@dataclass(frozen=True, slots=True)
class KindThresholds:
    """Names of people and of organisations are told apart differently well, so each kind has its own."""

    person: Thresholds
    organization: Thresholds


@dataclass(frozen=True, slots=True)
class ListBinding:
    """One watch list. A ``required`` list that is missing or too old blocks approval.

    ``max_age_days`` counts from the day on which the edition was last known to be the publisher's newest.
    """

    list_code: Annotated[str, LIST_CODE]
    name: Text
    effect: ListEffect
    thresholds: KindThresholds
    max_age_days: Annotated[int, Between(1, 3660)]
    required: bool
    second_review: SecondReview
    legal_note: Text
    source: SourceMark

    def needs_second_review(self, level: Level) -> bool:
        """Return whether a judgement on a hit of this level needs a second reviewer."""
        if self.second_review is SecondReview.NEVER or level is Level.NONE:
            return False
        return level.reaches(Level(self.second_review.value))


@dataclass(frozen=True, slots=True)
class LevelActions:
    """What a technology match of each level asks for."""

    possible: TechnologyAction
    strong: TechnologyAction


@dataclass(frozen=True, slots=True)
class TechnologyBinding:
    """One technology list. ``second_opinion`` switches the learned ranking on or off; it never decides."""

    list_code: Annotated[str, LIST_CODE]
    name: Text
    actions: LevelActions
    second_opinion: bool
    source: SourceMark

    def action(self, level: Level) -> TechnologyAction | None:
        """Return what a match of this level asks for; ``None`` when nothing matched."""
        if level is Level.NONE:
            return None
        return self.actions.strong if level is Level.STRONG else self.actions.possible
