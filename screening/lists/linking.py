"""Which entries of one edition are which of the next, where the list itself does not say.

A link is certain or doubtful. Certain are a shared identifier, the main name of one printed on the other, two further
names in common, a main name that is only worded otherwise, and a strong match of an organisation's name; nothing that
contradicts them may be printed. Where the publisher numbers both entries itself, another number is a contradiction.
Whatever is merely alike is doubtful.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from screening.lists.numbers import are_of_two
from screening.lists.printed import PrintedEntry
from screening.lists.wording import same_wording
from screening.matching.engine import Engine
from screening.matching.judge import kinds_meet
from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.match import Match
from screening.matching.qualifiers import STRONG_IDENTIFIERS, QualifierState, normal_identifiers
from screening.names.kinds import NameKind

DOUBTFUL_FLOOR = 0.75
MARGIN = 0.03
CERTAIN_SHARED_NAMES = 2

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """``reason`` is ``settled``, ``identifier``, ``main_name``, ``names``, ``wording``, ``alike`` or, of two
    under one identifier that may be two all the same, ``uid``.

    ``score`` is the engine's.
    """

    before: PrintedEntry
    after: PrintedEntry
    reason: str
    score: float
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What people have said: pairs of uids that are the same entry, and pairs that are not."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


@dataclass(slots=True)
class Links:
    """``same`` are one entry each. ``split`` came out of an entry that has its successor already, ``merged`` went into
    one that has its predecessor already. ``doubtful`` is open."""

    same: list[Link] = field(default_factory=list)
    split: list[Link] = field(default_factory=list)
    merged: list[Link] = field(default_factory=list)
    doubtful: list[Link] = field(default_factory=list)


def link(before: Sequence[PrintedEntry], after: Sequence[PrintedEntry], settled: Settled = Settled()) -> Links:
    """Link entries that vanished to entries that appeared: the surest links first, each entry once."""
    candidates = sorted(_candidates(before, after, settled), key=lambda one: (not one.is_certain, -one.score))
    links = Links()
    gone: set[str] = set()
    found: set[str] = set()
    for one in candidates:
        is_gone, is_found = one.before.uid in gone, one.after.uid in found
        if not one.is_certain:
            if not is_gone and not is_found:
                links.doubtful.append(one)
            continue
        if is_gone and is_found:
            continue
        target = links.split if is_gone else links.merged if is_found else links.same
        target.append(one)
        gone.add(one.before.uid)
        found.add(one.after.uid)
    return links


def _candidates(before: Sequence[PrintedEntry], after: Sequence[PrintedEntry], settled: Settled) -> Iterator[Link]:
    by_uid = {entry.uid: entry for entry in after}
    by_key: dict[str, list[PrintedEntry]] = defaultdict(list)
    for entry in after:
        for key in entry.telling_keys():
            by_key[key].append(entry)
    engine = Engine.build(entry.as_listed() for entry in after) if before and after else None
    worded = same_wording(before, after)
    known: dict[str, set[str]] = defaultdict(set)
    for first, uid in settled.same | worded:
        if uid in by_uid:
            known[first].add(uid)
    asked = ((entry.as_subject(), DOUBTFUL_FLOOR) for entry in before)
    answers: Iterable[list[Match]] = engine.search_many(asked) if engine else repeat([])
    for entry, matches in zip(before, answers, strict=False):
        close = {other.uid for key in entry.telling_keys() for other in by_key[key]} | known[entry.uid]
        scores = {match.entry.uid: match for match in matches}
        for uid in sorted({*close, *scores}):
            if (entry.uid, uid) in settled.different or not kinds_meet(entry.kind, by_uid[uid].kind):
                continue
            if (entry.uid, uid) in settled.same:
                yield Link(entry, by_uid[uid], "settled", 1.0, is_certain=True)
            else:
                is_worded = (entry.uid, uid) in worded
                yield _judged(entry, by_uid[uid], scores.get(uid), matches, is_worded=is_worded)


def _judged(
    before: PrintedEntry, after: PrintedEntry, match: Match | None, matches: Sequence[Match], *, is_worded: bool
) -> Link:
    score = match.score if match else 0.0
    shared = before.telling_keys() & after.telling_keys()
    if _share_identifier(before, after):
        return Link(before, after, "identifier", 1.0, is_certain=True)
    is_free = not (before.uid_is_stable and after.uid_is_stable) and not _lives_differ(before, after)
    agrees = is_free and not _seats_differ(before, after) and not are_of_two(before.primary_name, after.primary_name)
    if (
        before.main_key == after.main_key
        and len(shared) >= CERTAIN_SHARED_NAMES
        and set(before.keys()) == set(after.keys())
    ):
        # Every name is the same, and there are several: what differs is where the body is said to be.
        agrees = is_free
    if shared & {before.main_key, after.main_key}:
        return Link(before, after, "main_name", max(score, 0.99), is_certain=agrees)
    if len(shared) >= CERTAIN_SHARED_NAMES:
        return Link(before, after, "names", max(score, 0.98), is_certain=agrees)
    if is_worded:
        return Link(before, after, "wording", max(score, 0.9), is_certain=agrees)
    is_certain = agrees and match is not None and _is_strong(before.kind, match, matches)
    return Link(before, after, "alike", score, is_certain)


def _is_strong(kind: NameKind, match: Match, matches: Sequence[Match]) -> bool:
    """A person is told from a namesake by the date of birth; a body must not resemble two others as well."""
    if match.score < SHIPPED_THRESHOLDS[kind].strong:
        return False
    states = {one.name: one.state for one in match.explanation.qualifiers}
    if kind is NameKind.PERSON:
        return states.get("birth_date") is QualifierState.AGREE
    rivals = [other.score for other in matches if other.entry.uid != match.entry.uid]
    return max(rivals, default=0.0) < match.score - MARGIN


def _share_identifier(before: PrintedEntry, after: PrintedEntry) -> bool:
    shared = normal_identifiers(before.identifiers) & normal_identifiers(after.identifiers)
    return any(scheme in STRONG_IDENTIFIERS for scheme, _value in shared)


def is_contested(before: PrintedEntry, after: PrintedEntry) -> bool:
    """Whether two entries under one identifier may be two all the same.

    An identifier that an importer derived from a name stands for everybody of that name: birth years tell. One of
    the publisher's may be used again for somebody else: no name is left and another fact contradicts.
    """
    kinds_differ = not kinds_meet(before.kind, after.kind)
    if not before.uid_is_stable and not after.uid_is_stable:
        return kinds_differ or _lives_differ(before, after)
    if set(before.keys()) & set(after.keys()) or _share_identifier(before, after):
        return False
    return kinds_differ or _lives_differ(before, after) or _seats_differ(before, after)


def _lives_differ(before: PrintedEntry, after: PrintedEntry) -> bool:
    return _apart({date[:4] for date in before.birth_dates}, {date[:4] for date in after.birth_dates})


def _seats_differ(before: PrintedEntry, after: PrintedEntry) -> bool:
    return _apart(set(before.countries), set(after.countries))


def _apart(ours: set[str], theirs: set[str]) -> bool:
    """Whether both are stated and have nothing in common; absence is no disagreement."""
    return bool(ours and theirs and not ours & theirs)
