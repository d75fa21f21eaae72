"""One identity often stands on several lists, or twice on one: its matches belong together in the reviewer's queue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.matching.judge import compared_kind, kinds_meet
from screening.matching.match import Match
from screening.matching.qualifiers import STRONG_IDENTIFIERS, normal_identifiers
from screening.matching.score import compare
from screening.matching.subject import ListedEntity
from screening.names.forms import name_forms

SAME_NAME = 0.95
"""Entries of several lists are one identity when a printed name is this much alike and no date of birth or seat
contradicts."""


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Matches of one identity, the best first."""

    matches: tuple[Match, ...]

    @property
    def best(self) -> Match:
        return self.matches[0]


def group_matches(matches: Iterable[Match]) -> list[MatchGroup]:
    """Group matches of one subject by identity; groups and members keep the order of ``matches``."""
    groups: list[list[Match]] = []
    for match in matches:
        home = next(
            (group for group in groups if any(same_identity(match.entry, other.entry) for other in group)), None
        )
        if home is None:
            groups.append([match])
        else:
            home.append(match)
    return [MatchGroup(tuple(group)) for group in groups]


def same_identity(one: ListedEntity, other: ListedEntity) -> bool:
    if not kinds_meet(one.kind, other.kind):
        return False
    shared = normal_identifiers(one.identifiers) & normal_identifiers(other.identifiers)
    if any(scheme in STRONG_IDENTIFIERS for scheme, _ in shared):
        return True
    return not _contradict(one, other) and _share_a_name(one, other)


def _contradict(one: ListedEntity, other: ListedEntity) -> bool:
    years = _years(one.birth_dates), _years(other.birth_dates)
    seats = set(one.countries), set(other.countries)
    return any(ours and theirs and not ours & theirs for ours, theirs in (years, seats))


def _years(dates: Sequence[str]) -> set[str]:
    return {date[:4] for date in dates if date}


def _share_a_name(one: ListedEntity, other: ListedEntity) -> bool:
    kind = compared_kind(one.kind, other.kind)
    ours = [name_forms(name.text, kind) for name in one.names if not name.is_weak]
    theirs = [name_forms(name.text, kind) for name in other.names if not name.is_weak]
    return any(compare(a, b, kind).score >= SAME_NAME for a in ours for b in theirs)
