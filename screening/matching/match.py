"""One entry that may be the subject, with its score, its evidence and the reasons."""

from dataclasses import dataclass

from screening.matching.explanation import AliasScore, Explanation
from screening.matching.subject import ListedEntity, ListedName, SubjectName

__all__ = ["AliasScore", "Explanation", "Match"]


@dataclass(frozen=True, slots=True)
class Match:
    """``score`` decides about alarms; ``evidence`` (what agrees, is absent, disagrees) orders the reviewer's queue."""

    entry: ListedEntity
    matched_name: ListedName
    query_name: SubjectName
    score: float
    evidence: float
    explanation: Explanation
