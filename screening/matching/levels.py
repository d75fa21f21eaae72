"""What a score means to an office: nothing, a possible match, a strong match."""

from dataclasses import dataclass
from enum import StrEnum

from screening.names.kinds import NameKind


class Level(StrEnum):
    NONE = "none"
    POSSIBLE = "possible"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least scores of the two alarms; ``possible`` is not above ``strong``."""

    possible: float
    strong: float

    def __post_init__(self) -> None:
        if not 0.0 < self.possible <= self.strong <= 1.0:
            raise ValueError(f"thresholds must satisfy 0 < possible <= strong <= 1: {self.possible}, {self.strong}")


SHIPPED_THRESHOLDS: dict[NameKind, Thresholds] = {
    NameKind.PERSON: Thresholds(possible=0.80, strong=0.90),
    NameKind.ORGANIZATION: Thresholds(possible=0.72, strong=0.88),
    NameKind.UNKNOWN: Thresholds(possible=0.80, strong=0.90),
}


def level_for(score: float, thresholds: Thresholds) -> Level:
    if score >= thresholds.strong:
        return Level.STRONG
    return Level.POSSIBLE if score >= thresholds.possible else Level.NONE
