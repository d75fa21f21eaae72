"""Which cases a new edition of a list touches, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from duediligence.models import Case
from screening.lists.delta import Delta, EntryDelta
from screening.matching.engine import Engine
from screening.matching.levels import Level, level_for
from screening.matching.match import Match
from screening.matching.subject import Subject
from screening.models import Hit, Run
from screening.runs.request import ListUse, ScreeningRequest

Touches = dict[int, list["Touch"]]


class Why(StrEnum):
    """A subject matches an entry that is new or changed, or has matched one that changed or is gone."""

    MATCHES = "matches"
    MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class Touch:
    """One subject of a case and the changed entry that concerns it."""

    why: Why
    subject_ref: str
    subject_name: str
    entry: EntryDelta
    level: Level


def touched(found: Delta, cases: Iterable[Case]) -> Touches:
    """Return, by case, what the difference between two editions means to it; untouched cases are left out.

    A case's subjects are those of its current run, with the thresholds that its policy set for this list. Cosmetic
    changes touch nobody.
    """
    material = [entry for entry in found.entries if entry.is_material]
    runs = {case.current_run: case.pk for case in cases if case.current_run}
    touches: Touches = defaultdict(list)
    for run, touch in [*_matching(found, material, runs), *_matched(found, material, runs)]:
        kept = touches[runs[run]]
        if all((one.subject_ref, one.entry.uid) != (touch.subject_ref, touch.entry.uid) for one in kept):
            kept.append(touch)
    return dict(touches)


def _matching(found: Delta, material: list[EntryDelta], runs: Iterable[Run]) -> Iterator[tuple[Run, Touch]]:
    code = found.after.source.code
    by_uid = {entry.uid: entry for entry in material if entry.after}
    if not by_uid:
        return
    engine = Engine.build(entry.after.as_listed(list_code=code) for entry in by_uid.values() if entry.after)
    # The same people and partners stand in many cases.
    known: dict[tuple[Subject, float], list[Match]] = {}
    for run in runs:
        for subject, use in _subjects(run, code):
            floor = use.thresholds(subject.kind).possible
            if (subject, floor) not in known:
                known[subject, floor] = engine.search(subject, floor=floor)
            for match in known[subject, floor]:
                level = level_for(match.score, use.thresholds(subject.kind))
                yield run, Touch(Why.MATCHES, subject.ref, match.query_name.text, by_uid[match.entry.uid], level)


def _subjects(run: Run, code: str) -> Iterator[tuple[Subject, ListUse]]:
    request = ScreeningRequest.from_dict(run.request)
    use = next((use for use in request.lists if use.source_code == code), None)
    if use is not None:
        yield from ((subject, use) for subject in request.subjects)


def _matched(found: Delta, material: list[EntryDelta], runs: Iterable[Run]) -> Iterator[tuple[Run, Touch]]:
    by_uid = {entry.before.uid: entry for entry in material if entry.before}
    hits = Hit.objects.filter(run__in=list(runs), source_code=found.after.source.code, entry__uid__in=list(by_uid))
    for hit in hits.select_related("entry", "run"):
        entry = by_uid[hit.entry.uid]
        yield hit.run, Touch(Why.MATCHED, hit.subject_ref, hit.query_name, entry, Level(hit.level))
