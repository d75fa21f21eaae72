"""Entries of one edition under one derived identity: the publisher prints the same name more than once.

An importer numbers them in the order of the file. The order of another edition may be another, and one of them may be
gone: who says the same as before keeps the number of before.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_NUMBERED = re.compile(r"(.*[0-9a-f]{16})-\d+")

Hashes = Mapping[str, str]


def renumbered(before: Hashes, after: Hashes) -> dict[str, str]:
    """Return the identities that entries of ``after`` take over from ``before``; both say what each entry prints."""
    ours, theirs = _groups(before), _groups(after)
    moves: dict[str, str] = {}
    for base in ours.keys() & theirs.keys():
        if len(ours[base]) + len(theirs[base]) > 2:
            moves |= _matched(ours[base], theirs[base], before, after)
    return {uid: other for uid, other in moves.items() if uid != other}


def _groups(uids: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for uid in uids:
        groups[found[1] if (found := _NUMBERED.fullmatch(uid)) else uid].append(uid)
    return groups


def _matched(ours: list[str], theirs: list[str], before: Hashes, after: Hashes) -> dict[str, str]:
    """Those who say the same first, then each whose number is free, then the rest in their order."""
    free = dict.fromkeys(ours)
    moves: dict[str, str] = {}
    for uid in theirs:
        if same := next((other for other in free if before[other] == after[uid]), ""):
            moves[uid] = same
            del free[same]
    taken = set(moves.values())
    for uid in [uid for uid in theirs if uid not in moves and uid not in taken]:
        moves[uid] = uid
        free.pop(uid, None)
    for uid in [uid for uid in theirs if uid not in moves]:
        moves[uid] = next(iter(free), "") or _unused(uid, {*ours, *theirs, *moves.values()})
        free.pop(moves[uid], None)
    return moves


def _unused(uid: str, known: set[str]) -> str:
    base = found[1] if (found := _NUMBERED.fullmatch(uid)) else uid
    return next(one for number in range(2, len(known) + 3) if (one := f"{base}-{number}") not in known)
