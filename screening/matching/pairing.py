"""How alike two words of two forms are, and in what way."""

from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from screening.matching.channels import Channel
from screening.names.hangul import romanise_hangul
from screening.names.korean_spelling import is_hangul, may_romanise
from screening.names.romaji import romaji_fold
from screening.names.scripts import Script
from screening.names.similarity import joined_similarity, numerals, token_similarity
from screening.names.sound_codes import encode, encode_spelling
from screening.names.sounds import may_sound_alike, sound_odds
from screening.names.words import is_initial


class PairKind(StrEnum):
    SAME = "same"
    SPELLING = "spelling"
    SOUND = "sound"
    READING = "reading"
    VARIANT_CHARACTER = "variant_character"
    INITIAL = "initial"
    JOINED = "joined"


class Likeness(NamedTuple):
    similarity: float
    kind: PairKind


class Word(NamedTuple):
    """One word of a form, or neighbouring words joined: Latin text, and its sound code when it has one."""

    text: str
    code: str


UNLIKE: Final = Likeness(0.0, PairKind.SPELLING)
INITIAL: Final = Likeness(0.8, PairKind.INITIAL)
ROMAJI_EQUAL: Final = 0.96
ROMANISED: Final = 0.95
JOINED_WORTH: Final = 0.98
SOUND_STEPS: Final = ((0.35, 0.70), (0.84, 0.80), (1.5, 0.92), (2.6, 0.98))
SPELLING_STEPS: Final = ((0.9, 0.75), (1.35, 0.84), (1.85, 0.92), (2.4, 0.97))
"""Log-odds per letter → similarity, across scripts and between Latin spellings; linear between the steps, nothing below
the first."""

CLEAR_ODDS, CLEAR_SOUND = SOUND_STEPS[1]
"""Of the words of a name that are known by their sound across scripts, one at least sounds this much alike."""

UNCLEAR_LIMIT: Final = 0.7

LEAST_GUESSED_LENGTH: Final = 8
"""A guessed reading this long may differ by a letter; a shorter one that differs is another reading."""

LEAST_GUESSED_SIMILARITY: Final = 0.85

SOUND_JOINED: Final = frozenset({Script.KANA, Script.ARABIC})
"""Scripts that write as one word what Latin letters write as two; elsewhere a sound across two words would be
chance."""


def likeness(query: Word, listed: Word, compared: Channel) -> Likeness:
    """How alike one word of the query is to one word of the list."""
    if query.text == listed.text:
        return _same(compared)
    source, latin = (query, listed) if compared.query_is_source else (listed, query)
    if compared.sounded is None or not source.code:
        return _spelt(query.text, listed.text, compared.is_guessed)
    return _sounded(source.code, latin.text, compared.sounded)


def joined_likeness(query: Word, listed: Word, compared: Channel) -> Likeness:
    """The same where two or three neighbouring words were joined on one side."""
    source, latin = (query, listed) if compared.query_is_source else (listed, query)
    if compared.sounded is None or not source.code or query.text == listed.text:
        similarity = joined_similarity(query.text, listed.text)
        if compared.is_guessed and similarity < 1.0:
            return UNLIKE
        return Likeness(JOINED_WORTH * similarity, PairKind.JOINED) if similarity else UNLIKE
    if compared.sounded not in SOUND_JOINED and not is_hangul(source.code):
        return UNLIKE
    similarity, kind = _sounded(source.code, latin.text, compared.sounded)
    return Likeness(JOINED_WORTH * similarity, kind)


def _same(compared: Channel) -> Likeness:
    return Likeness(1.0, PairKind.READING if compared.is_guessed else PairKind.SAME)


def _sounded(code: str, latin: str, script: Script) -> Likeness:
    if is_hangul(code):
        return Likeness(ROMANISED, PairKind.READING) if korean_reads(code, latin) else UNLIKE
    similarity = odds_similarity(sound_odds(script, code, encode(latin)), SOUND_STEPS)
    return Likeness(similarity, PairKind.SOUND) if similarity else UNLIKE


@lru_cache(maxsize=1 << 15)
def korean_reads(hangul: str, latin: str) -> bool:
    """Whether Hangul syllables may be written so, given that the consonants are near the official spelling's."""
    return may_sound_alike(Script.OTHER, encode(romanise_hangul(hangul)), encode(latin)) and may_romanise(hangul, latin)


@lru_cache(maxsize=1 << 16)
def _spelt(query: str, listed: str, is_guessed: bool) -> Likeness:
    if is_initial(query) or is_initial(listed):
        return INITIAL if query[:1] == listed[:1] and len(query) != len(listed) else UNLIKE
    if numerals(query) != numerals(listed):
        return UNLIKE
    folded = romaji_fold(query)
    if folded and folded == romaji_fold(listed):
        return Likeness(ROMAJI_EQUAL, PairKind.READING if is_guessed else PairKind.SOUND)
    if is_guessed and max(len(query), len(listed)) < LEAST_GUESSED_LENGTH:
        return UNLIKE
    similarity = token_similarity(query, listed)
    if is_guessed and similarity < LEAST_GUESSED_SIMILARITY:
        return UNLIKE
    sounded = 0.0 if is_guessed else spelling_similarity(query, listed)
    if sounded > similarity:
        return Likeness(sounded, PairKind.SOUND)
    return Likeness(similarity, PairKind.SPELLING) if similarity else UNLIKE


def spelling_similarity(query: str, listed: str) -> float:
    """How likely two Latin words are spellings of one name, by the correspondences learnt for Latin spellings."""
    odds = sound_odds(Script.LATIN, encode_spelling(query), encode_spelling(listed))
    return odds_similarity(odds, SPELLING_STEPS)


def odds_similarity(odds: float, steps: tuple[tuple[float, float], ...]) -> float:
    """Log-odds of a sound as a similarity; 0 below the first step."""
    if odds < steps[0][0]:
        return 0.0
    for (low, low_value), (high, high_value) in pairwise(steps):
        if odds < high:
            return low_value + (high_value - low_value) * (odds - low) / (high - low)
    return steps[-1][1]
