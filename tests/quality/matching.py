"""``python -m tests.quality.matching [SET …]``: precision, recall and F1 per pair set at the shipped thresholds."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.score import compare
from screening.names.forms import name_forms
from tests.quality.pairs import PAIRS, Pair, read_pairs


@dataclass(frozen=True)
class Quality:
    """Of ``items`` pairs: how many alarms were right, and how many of the same ones were found."""

    items: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def quality(pairs: Sequence[Pair]) -> Quality:
    """Return the quality of the possible level over one set of pairs."""
    alarms = [_score(pair) >= SHIPPED_THRESHOLDS[pair.kind].possible for pair in pairs]
    right = sum(alarm and pair.is_same for alarm, pair in zip(alarms, pairs, strict=True))
    same = sum(pair.is_same for pair in pairs)
    return Quality(len(pairs), right / sum(alarms) if any(alarms) else 0.0, right / same if same else 0.0)


def _score(pair: Pair) -> float:
    return compare(name_forms(pair.query, pair.kind), name_forms(pair.listed, pair.kind), pair.kind).score


def main(wanted: Sequence[str]) -> None:
    measured = []
    print(f"{'set':26s} {'items':>6s} {'P':>6s} {'R':>6s} {'F1':>6s}")
    for path in sorted(PAIRS.glob("*.tsv")):
        if wanted and path.stem not in wanted:
            continue
        found = quality(read_pairs(path))
        measured.append(found)
        print(f"{path.stem:26s} {found.items:6d} {found.precision:6.3f} {found.recall:6.3f} {found.f1:6.3f}")
    if measured:
        print(f"macro F1 over {len(measured)} sets: {sum(found.f1 for found in measured) / len(measured):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
