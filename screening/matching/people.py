"""The score of two forms of a personal name, given the assignment of their words."""

from collections.abc import Sequence

from screening.matching.alignment import Alignment, TokenPair
from screening.matching.channels import Channel
from screening.matching.pairing import CLEAR_SOUND, UNCLEAR_LIMIT, PairKind
from screening.names.form import Form
from screening.names.scripts import Script
from screening.names.words import is_initial, is_nearly_title, token_weight

OMITTED, OMITTED_LONG = 0.52, 0.3
"""Words that only one side has are omissions. They count less where the words in common are long, hence rare, and
where the word is a misspelt title."""

LONG_LETTERS = 14

CONTRADICTED_QUERY, CONTRADICTED_LISTED = 0.8, 0.4
"""Words left over on both sides contradict each other."""

SOUND_DOUBT = 0.65
"""Two words that both sound alike across scripts support each other: this much of the doubt is left."""

SUPPORTING = 0.72
"""Sounds at least this much alike support each other; with one below it, two words across scripts prove little."""

SUPPORTING_WITH_VOWELS = 0.79
"""The same for a script that writes every vowel and has a letter for each sound."""

UNSUPPORTED_LIMIT = 0.79

STRONG_SIMILARITY = 0.7
STRONG_WEIGHT = 0.7
ONE_WORD_LIMIT = 0.7


def person_score(query: Form, listed: Form, aligned: Alignment, compared: Channel) -> float:
    """The words that agree, against these and what is left over.

    An initial that agrees contradicts nothing: what it stands for counts as left out.
    """
    words = [pair for pair in aligned.pairs if pair.kind is not PairKind.INITIAL]
    sounds = [pair.similarity for pair in words if pair.kind is PairKind.SOUND] if compared.sounded else []
    heard = len(sounds) > 1 and min(sounds) >= SUPPORTING
    matched = sum(pair.weight for pair in words)
    agreed = sum(pair.weight * (supported(pair.similarity) if heard else pair.similarity) for pair in words)
    if not agreed or all(is_initial(pair.query) for pair in words):
        return 0.0
    omitted = OMITTED_LONG if sum(min(len(pair.query), len(pair.listed)) for pair in words) >= LONG_LETTERS else OMITTED
    left = _left_over(aligned, omitted) + _initials(aligned, omitted)
    return min(
        agreed / (matched + left), _sound_limit(sounds, len(words), compared), _limit(query, listed, aligned, compared)
    )


def _sound_limit(sounds: Sequence[float], words: int, compared: Channel) -> float:
    supporting = SUPPORTING_WITH_VOWELS if compared.sounded is Script.CYRILLIC else SUPPORTING
    if sounds and max(sounds) < CLEAR_SOUND:
        return UNCLEAR_LIMIT
    return UNSUPPORTED_LIMIT if sounds and words == 2 and min(sounds) < supporting else 1.0


def _left_over(aligned: Alignment, omitted: float) -> float:
    missing, extra = sum(map(token_weight, aligned.query_extras)), sum(map(token_weight, aligned.listed_extras))
    if missing and extra:
        return CONTRADICTED_QUERY * missing + CONTRADICTED_LISTED * extra
    left = aligned.query_extras + aligned.listed_extras
    return sum(token_weight(word) * (OMITTED_LONG if is_nearly_title(word) else omitted) for word in left)


def _initials(aligned: Alignment, omitted: float) -> float:
    pairs = [pair for pair in aligned.pairs if pair.kind is PairKind.INITIAL]
    return omitted * sum(token_weight(pair.query) + token_weight(pair.listed) for pair in pairs)


def supported(similarity: float) -> float:
    """The similarity of a word across scripts when another word of the name sounds alike too."""
    return 1.0 - SOUND_DOUBT * (1.0 - similarity)


def _limit(query: Form, listed: Form, aligned: Alignment, compared: Channel) -> float:
    """A person needs two strong words, unless one side has only one and nothing is left over."""
    if compared.is_guessed and len(aligned.pairs) == 1 and (aligned.query_extras or aligned.listed_extras):
        return ONE_WORD_LIMIT
    strong = sum(_strength(pair) for pair in aligned.pairs if _is_strong(pair))
    ours, theirs = strong_words(query), strong_words(listed)
    if strong >= 2 and (min(ours, theirs) >= 2 or not (aligned.query_extras or aligned.listed_extras)):
        return 1.0
    return 1.0 if max(ours, theirs) < 2 else ONE_WORD_LIMIT


def _strength(pair: TokenPair) -> int:
    """Words joined by their letters count as many; words joined by sound count as one."""
    return pair.words if pair.kind is PairKind.JOINED else 1


def _is_strong(pair: TokenPair) -> bool:
    return pair.similarity >= STRONG_SIMILARITY and pair.weight >= STRONG_WEIGHT and pair.kind is not PairKind.INITIAL


def strong_words(form: Form) -> int:
    return sum(map(is_strong_word, form.tokens))


def is_strong_word(word: str) -> bool:
    return token_weight(word) >= STRONG_WEIGHT
