"""Latin names compared letter by letter as a whole: slips of the pen in short words, and words cut at the wrong place.

Two keys stand for a name: its words in alphabetical order, and all its letters without spaces. An index over both
finds every name of which one letter in six or fewer is written otherwise, and every short name of the same letters.
"""

from typing import Final

from rapidfuzz.distance import OSA

from screening.matching.alignment import Alignment
from screening.names.form import Form, FormKind
from screening.names.scripts import Script
from screening.names.similarity import numerals
from screening.names.words import is_particle

LEAST_SIMILARITY: Final = 0.82
LEAST_WITHOUT_SPACE: Final = 0.80
"""A name asked as one word has nothing else to be told apart by; hardly anybody's name is one long word."""

LEAST_LETTERS: Final = 8
LEAST_LETTERS_ALIKE: Final = 6
"""A shorter name must have the same letters: its spaces differ, or two letters stand the wrong way round."""

_LEAST_OF_WORDS_LEFT: Final = 0.62
_SCORE_AT_LEAST: Final = 0.80
_SCORE_AT_MOST: Final = 0.95


def whole_keys(form: Form) -> tuple[str, ...]:
    """Both keys of a form; none for a form that is not written in Latin letters or is short."""
    if form.kind is not FormKind.SURFACE or form.script is not Script.LATIN:
        return ()
    letters = "".join(form.tokens)
    return (" ".join(sorted(form.tokens)), letters) if len(letters) >= LEAST_LETTERS_ALIKE else ()


def whole_score(query: Form, listed: Form, aligned: Alignment) -> float:
    """The score of the better of the two keys; 0 when too much differs, or when the words left over are other words."""
    if len(query.tokens) == len(listed.tokens) == 1:
        return 0.0
    ours, theirs = whole_keys(query), whole_keys(listed)
    if not ours or not theirs:
        return 0.0
    if ours[-1] == theirs[-1]:
        return _SCORE_AT_MOST
    if not _is_a_slip("".join(aligned.query_extras), "".join(aligned.listed_extras)):
        return 0.0
    if min(len(ours[-1]), len(theirs[-1])) < LEAST_LETTERS and sorted(ours[-1]) != sorted(theirs[-1]):
        return 0.0
    similarity = max(OSA.normalized_similarity(*keys) for keys in zip(ours, theirs, strict=True))
    return _score(similarity) if similarity >= _least_similarity(query) else 0.0


def _least_similarity(query: Form) -> float:
    return LEAST_WITHOUT_SPACE if len(query.tokens) == 1 else LEAST_SIMILARITY


def _is_a_slip(ours: str, theirs: str) -> bool:
    """Whether the words left over on both sides are mostly the same letters, or one letter on one side alone."""
    if numerals(ours) != numerals(theirs):
        return False
    if not (ours and theirs):
        return len(ours + theirs) == 1
    return OSA.normalized_similarity(ours, theirs) >= _LEAST_OF_WORDS_LEFT or _is_one_slip(ours, theirs)


def _is_one_slip(ours: str, theirs: str) -> bool:
    """Whether two short words are one with two letters the wrong way round, or a particle with one letter wrong."""
    if OSA.distance(ours, theirs, score_cutoff=1) > 1:
        return False
    return sorted(ours) == sorted(theirs) or is_particle(ours) or is_particle(theirs)


def least_ratio(floor: float, query: Form) -> float:
    """The ratio of the keys of every name that scores ``floor`` or more with this one.

    An edit takes at most two of the letters of both names together: the ratio is not below the similarity.
    """
    share = min((floor - _SCORE_AT_LEAST) / (_SCORE_AT_MOST - _SCORE_AT_LEAST), 1.0)
    return LEAST_SIMILARITY + share * (1.0 - LEAST_SIMILARITY) if share > 0.0 else _least_similarity(query)


def _score(similarity: float) -> float:
    share = max(0.0, similarity - LEAST_SIMILARITY) / (1.0 - LEAST_SIMILARITY)
    return _SCORE_AT_LEAST + share * (_SCORE_AT_MOST - _SCORE_AT_LEAST)
