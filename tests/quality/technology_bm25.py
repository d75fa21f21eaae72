"""The naive alternative: BM25 of an item's words against the areas' names and scope notes."""

import math
from collections import Counter
from collections.abc import Sequence

from screening.technology.classify import TechnologyText
from screening.technology.features import gram_weights
from screening.technology.taxonomy import Area

K1, B = 1.2, 0.75


class AreaDescriptions:
    """The descriptions of a list's areas as a small BM25 index."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._documents = {area.code: Counter(_words(_description(area))) for area in areas}
        lengths = [words.total() for words in self._documents.values()]
        self._mean = sum(lengths) / len(lengths)
        within = Counter(word for words in self._documents.values() for word in words)
        total = len(self._documents)
        self._rarity = {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in within.items()}

    def scores(self, text: TechnologyText) -> dict[str, float]:
        """Area code → BM25 score divided by the number of words asked, so that texts of any length compare."""
        asked = _words(text)
        scale = math.sqrt(len(asked)) or 1.0
        return {code: self._score(asked, words) / scale for code, words in self._documents.items()}

    def _score(self, asked: list[str], words: Counter[str]) -> float:
        norm = K1 * (1 - B + B * words.total() / self._mean)
        shared = (word for word in asked if word in words)
        return sum(self._rarity[word] * words[word] * (K1 + 1) / (words[word] + norm) for word in shared)


def _description(area: Area) -> TechnologyText:
    notes = {f"abstract_{language}": note for language, note in area.scope_note.items()}
    return TechnologyText({"title_ja": area.name_ja, "title_en": area.name_en, **notes})


def _words(text: TechnologyText) -> list[str]:
    return [gram for gram in gram_weights(text) if not gram.startswith("title:") and not gram.endswith("-")]
