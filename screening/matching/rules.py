"""What people and organisations are compared by: how much words say, and what unmatched words count."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from screening.matching.alignment import Weigher
from screening.matching.index.query import Unmatched
from screening.matching.organisations import LEAST_SAID, LEFT_OVER, is_abbreviation
from screening.matching.people import (
    CONTRADICTED_LISTED,
    CONTRADICTED_QUERY,
    OMITTED_LONG,
    SOUND_DOUBT,
    is_strong_word,
    strong_words,
)
from screening.names.form import Form, FormKind
from screening.names.kinds import NameKind
from screening.names.organisation import organisation_weight
from screening.names.words import is_initial, token_weight

LIMITED = 0.7
"""No form that `can_reach` refuses scores more than this."""


@dataclass(frozen=True, slots=True)
class Rules:
    kind: NameKind
    weigh: Weigher
    unmatched: Unmatched

    def can_reach(self, form: Form, floor: float) -> bool:
        """Whether a form of the query says enough to score the floor with anything."""
        if floor <= LIMITED:
            return True
        if form.kind is FormKind.SHORT_NAME:
            return False
        if self.kind is NameKind.PERSON or form.kind is FormKind.NATIVE:
            return True
        return not is_abbreviation(form) and sum(map(self.weigh, form.tokens)) >= LEAST_SAID

    def strong_words(self, form: Form) -> int:
        """Words that count towards the two that a person needs; for organisations always enough."""
        return strong_words(form) if self.kind is NameKind.PERSON else 2

    def counts(self, word: str) -> bool:
        """Whether a word counts towards the two that a person needs."""
        return self.kind is NameKind.PERSON and is_strong_word(word)

    def weigh_listed(self, word: str) -> float:
        """What a listed word weighs for certain when nothing agrees with it; an initial may agree with any word."""
        return 0.0 if self.kind is NameKind.PERSON and is_initial(word) else self.weigh(word)

    def supported(self, similarities: NDArray[np.float64]) -> NDArray[np.float64]:
        """The most that words which sound alike across scripts can count for."""
        return 1.0 - SOUND_DOUBT * (1.0 - similarities) if self.kind is NameKind.PERSON else similarities


@lru_cache(maxsize=2)
def rules_of(kind: NameKind) -> Rules:
    if kind is NameKind.PERSON:
        unmatched = Unmatched(OMITTED_LONG, OMITTED_LONG, CONTRADICTED_QUERY, CONTRADICTED_LISTED)
        return Rules(kind, token_weight, unmatched)
    return Rules(kind, organisation_weight, Unmatched(LEFT_OVER, LEFT_OVER, LEFT_OVER, LEFT_OVER))
