"""Precision, recall and F1 over (item, area) pairs: strict, and lenient where tolerated areas count neither way."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from screening.technology.labelled import Item

Answers = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measure:
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def measure(items: Sequence[Item], answers: Answers, *, strict: bool = False, area: str = "") -> Measure:
    """Compare answers with labels, over all areas or one."""
    right = wrong = missed = 0
    for item, answer in zip(items, answers, strict=True):
        wanted, given = _only(item.gold, area), _only(answer, area)
        tolerated = frozenset[str]() if strict else item.ok
        right += len(wanted & given)
        wrong += len(given - wanted - tolerated)
        missed += len(wanted - given)
    return Measure(right, wrong, missed)


def flagged_without_area(items: Sequence[Item], answers: Answers) -> tuple[int, int]:
    """How many items that touch no area are flagged, of how many."""
    bare = [bool(answer) for item, answer in zip(items, answers, strict=True) if item.touches_no_area]
    return sum(bare), len(bare)


def recall_at_precision(
    items: Sequence[Item], scores: Sequence[dict[str, float]], wanted: float
) -> tuple[float, float]:
    """The best recall at a precision of at least ``wanted``, and the threshold that gives it."""
    best = (0.0, 1.0)
    for step in range(5, 100):
        threshold = step / 100
        found = measure(items, at_least(scores, threshold))
        if found.precision >= wanted and found.recall > best[0]:
            best = (found.recall, threshold)
    return best


def at_least(scores: Sequence[dict[str, float]], threshold: float) -> Answers:
    return [frozenset(code for code, score in one.items() if score >= threshold) for one in scores]


def subsets(items: Sequence[Item]) -> Iterable[tuple[str, Callable[[Item], bool]]]:
    """All items, then by language, then by kind of source."""
    yield "all", lambda item: True
    for language in sorted({item.language for item in items}):
        yield language, _is_of("language", language)
    for source in sorted({item.source for item in items}):
        yield source, _is_of("source", source)


def _is_of(kind: str, wanted: str) -> Callable[[Item], bool]:
    return lambda item: getattr(item, kind) == wanted


def _only(codes: frozenset[str], area: str) -> frozenset[str]:
    return codes & {area} if area else codes
