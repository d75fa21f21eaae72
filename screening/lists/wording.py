"""One native name in two English wordings: publishers translate anew from edition to edition.

“Air Force Command College” becomes “Air Force Command Academy”, “NCO” is written out, “Defence” is spelled the other
way. A university and an institute are two bodies and stay two.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from screening.lists.printed import PrintedEntry
from screening.names.kinds import NameKind

LEAST_WORDS = 2
_WORD = re.compile(r"[^\W_]+")
_PHRASES = (
    ("non commissioned officer", "nco"),
    ("people s liberation army", "pla"),
    ("peoples liberation army", "pla"),
    ("science and technology", "s t"),
    ("s and t", "s t"),
)
_OTHERWISE = {
    "academy": "college",
    "center": "centre",
    "defence": "defense",
    "laboratories": "laboratory",
    "organisation": "organization",
    "programme": "program",
}
_UNSAID = frozenset({"a", "an", "and", "at", "for", "in", "of", "pla", "the", "to", "under"})


def wording(name: str) -> tuple[str, ...]:
    """Return the words of a name in one spelling and in no order, those left out that a translation may leave out."""
    text = " ".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))
    for written_out, short in _PHRASES:
        text = re.sub(rf"\b{written_out}\b", short, text)
    return tuple(sorted(_OTHERWISE.get(word, word) for word in text.split() if word not in _UNSAID))


def same_wording(before: Iterable[PrintedEntry], after: Iterable[PrintedEntry]) -> frozenset[tuple[str, str]]:
    """Return the pairs of bodies, by uid, whose main names are one wording that no third entry shares."""
    ours, theirs = _by_wording(before), _by_wording(after)
    shared = ours.keys() & theirs.keys()
    return frozenset((ours[key][0], theirs[key][0]) for key in shared if len(ours[key]) == len(theirs[key]) == 1)


def _by_wording(entries: Iterable[PrintedEntry]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entry in entries:
        words = wording(entry.primary_name)
        if entry.kind is not NameKind.PERSON and len(words) >= LEAST_WORDS:
            found[words].append(entry.uid)
    return found
