"""Latin names compared letter by letter as a whole: slips of the pen in short words, and words cut at the wrong place.

Two keys stand for a name: its words in alphabetical order, and all its letters without spaces. An index over both
finds every name whose ratio reaches `LEAST_RATIO`.
"""

from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from screening.matching.alignment import Alignment
from screening.names.form import Form, FormKind
from screening.names.scripts import Script
from screening.names.similarity import numerals

LEAST_RATIO: Final = 0.86
LEAST_LETTERS: Final = 8
_SCORE_AT_LEAST: Final = 0.80
_SCORE_AT_MOST: Final = 0.95


def whole_keys(form: Form) -> tuple[str, ...]:
    """Both keys of a form; none for a form that is not written in Latin letters, is one word, or is short."""
    if form.kind is not FormKind.SURFACE or form.script is not Script.LATIN or len(form.tokens) < 2:
        return ()
    letters = "".join(form.tokens)
    return (" ".join(sorted(form.tokens)), letters) if len(letters) >= LEAST_LETTERS else ()


def whole_score(query: Form, listed: Form, aligned: Alignment) -> float:
    """The score of the better of the two keys; 0 below `LEAST_RATIO`, or when the words left over are other words."""
    if not _is_a_slip("".join(aligned.query_extras), "".join(aligned.listed_extras)):
        return 0.0
    ratio = max(
        (fuzz.ratio(ours, theirs) / 100.0 for ours, theirs in zip(whole_keys(query), whole_keys(listed), strict=False)),
        default=0.0,
    )
    return ratio_score(ratio) if ratio >= LEAST_RATIO else 0.0


def _is_a_slip(ours: str, theirs: str) -> bool:
    """Whether the words left over on both sides are one letter apart, or are cut at another place."""
    return bool(ours or theirs) and numerals(ours) == numerals(theirs) and OSA.distance(ours, theirs) <= 1


def least_ratio(floor: float) -> float:
    """The ratio that gives a score of ``floor`` or more."""
    share = (floor - _SCORE_AT_LEAST) / (_SCORE_AT_MOST - _SCORE_AT_LEAST)
    return LEAST_RATIO + max(0.0, share) * (1.0 - LEAST_RATIO)


def ratio_score(ratio: float) -> float:
    share = (ratio - LEAST_RATIO) / (1.0 - LEAST_RATIO)
    return _SCORE_AT_LEAST + share * (_SCORE_AT_MOST - _SCORE_AT_LEAST)
