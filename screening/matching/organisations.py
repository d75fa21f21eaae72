"""The score of two forms of an organisation's name, given the assignment of their words."""

from screening.matching.alignment import Alignment
from screening.matching.channels import Channel
from screening.matching.pairing import CLEAR_SOUND, UNCLEAR_LIMIT, PairKind
from screening.names.form import Form
from screening.names.organisation import organisation_weight
from screening.names.similarity import numerals
from screening.names.tables import concept_roles, institutions

LEFT_OVER = 0.5
"""What a word on one side only counts against the words in common."""

SUBJECT_LEFT_OVER = 1.5
"""The subject of an institution tells it from its neighbours: a university is not the university of agriculture."""

LEAST_SAID = 0.9
COMMON_WORDS_LIMIT = 0.7
"""Names that share common words only may be the same; they are not told apart from others."""

ABBREVIATION_LENGTH = 4
ABBREVIATION_LIMIT = 0.7
"""An abbreviation alone never raises an alarm."""

NUMBER_LIMIT = 0.5


def organisation_score(query: Form, listed: Form, aligned: Alignment, compared: Channel) -> float:
    words = [pair for pair in aligned.pairs if pair.kind is not PairKind.INITIAL]
    initials = [word for pair in aligned.pairs if pair.kind is PairKind.INITIAL for word in (pair.query, pair.listed)]
    matched = sum(pair.weight for pair in words)
    agreed = sum(pair.weight * pair.similarity for pair in words)
    if not agreed:
        return 0.0
    left = sum(map(_left_over, (*aligned.query_extras, *aligned.listed_extras, *initials)))
    return min(agreed / (matched + LEFT_OVER * left), _limit(query, listed, aligned, compared, matched))


def _left_over(token: str) -> float:
    return SUBJECT_LEFT_OVER if concept_roles().get(token) == "subject" else organisation_weight(token)


def _limit(query: Form, listed: Form, aligned: Alignment, compared: Channel, matched: float) -> float:
    if any(map(numerals, aligned.query_extras)) and any(map(numerals, aligned.listed_extras)):
        return NUMBER_LIMIT
    if is_abbreviation(query) or is_abbreviation(listed):
        return ABBREVIATION_LIMIT
    if compared.sounded and _are_unclear(aligned):
        return UNCLEAR_LIMIT
    is_whole = len(aligned.pairs) > 1 and not (aligned.query_extras or aligned.listed_extras)
    return 1.0 if matched >= LEAST_SAID or (is_whole and _are_same(aligned)) else COMMON_WORDS_LIMIT


def _are_same(aligned: Alignment) -> bool:
    return all(pair.kind is PairKind.SAME for pair in aligned.pairs)


def _are_unclear(aligned: Alignment) -> bool:
    sounds = [pair.similarity for pair in aligned.pairs if pair.kind is PairKind.SOUND]
    return bool(sounds) and max(sounds) < CLEAR_SOUND


def is_abbreviation(form: Form) -> bool:
    own = [token for token in form.tokens if organisation_weight(token) > 0.2]
    return len(own) == 1 and (len(own[0]) <= ABBREVIATION_LENGTH or own[0] in institutions())
