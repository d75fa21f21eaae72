"""Learn ``screening/names/data/sounds.tsv`` from pairs of names that their publishers call one name.

``python -m tests.quality.learn_sounds [--half] > screening/names/data/sounds.tsv``. Expectation maximisation over all
alignments of the letters of each pair, one letter opposite one letter or none; names of several words are cut into word
pairs by the weights learnt from single words.
"""

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from screening.names.form import Form, FormKind
from screening.names.forms import name_forms
from screening.names.kinds import NameKind
from screening.names.scripts import Script
from screening.names.sound_codes import encode, encode_spelling
from screening.names.sounds import HUNDREDTHS, STRANGE, Weights, best_path, per_letter
from tests.quality.pairs import PAIRS, in_first_half, read_pairs

SOURCES: dict[Script, tuple[str, ...]] = {
    Script.KANA: ("wdtok_katakana", "wdtok_japanese", "jp_mof_katakana_person"),
    Script.HANGUL: ("wdtok_korean", "korean_native", "wdfull_korean"),
    Script.ARABIC: ("wdtok_arabic", "google_ar2en", "am_arabic_person"),
    Script.HEBREW: ("wdtok_hebrew", "wdfull_hebrew"),
    Script.CYRILLIC: ("wdtok_russian",),
    Script.HAN: ("wdtok_chinese",),
    Script.OTHER: ("wdtok_russian", "wdtok_hebrew", "wdtok_katakana"),
}
SPELLINGS = ("am_alias_person", "ofac_aka_person")
SAME_WORD = 0.5
ROUNDS = 8
LEAST_ODDS = 0.5
_SOUNDED = (FormKind.KANA, FormKind.HANGUL, FormKind.TRANSLITERATION)

WordPair = tuple[str, str]
Chances = dict[WordPair, float]
LogOdds = dict[WordPair, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", action="store_true", help="learn on the first half only, to measure on the other")
    only_half = parser.parse_args().half
    lines = ["script\tsource\tlatin\tweight"]
    for script, sources in SOURCES.items():
        odds = learn(script, sources, only_half)
        lines += _lines(script, odds)
    lines += _lines(Script.LATIN, log_odds(list(_spelling_pairs(only_half))))
    sys.stdout.write("\n".join(lines) + "\n")


def _lines(script: Script, odds: LogOdds) -> list[str]:
    return [f"{script}\t{a}\t{b}\t{weight}" for (a, b), weight in sorted(odds.items()) if weight > STRANGE]


def _spelling_pairs(only_half: bool) -> Iterable[WordPair]:
    """Words of two Latin spellings of one name that are spelt half alike, in both directions."""
    for source in SPELLINGS:
        for pair in read_pairs(PAIRS / f"{source}.tsv"):
            if pair.is_same and (not only_half or in_first_half(pair.query)):
                for a, b in _alike_words(_latin_words(pair.query), _latin_words(pair.listed)):
                    yield encode_spelling(a), encode_spelling(b)
                    yield encode_spelling(b), encode_spelling(a)


def _latin_words(name: str) -> list[str]:
    forms = name_forms(name, NameKind.PERSON).forms
    return [word for word in forms[0].tokens if len(word) > 2] if forms and forms[0].script is Script.LATIN else []


def _alike_words(ours: list[str], theirs: list[str]) -> Iterable[WordPair]:
    left = list(theirs)
    for word in ours:
        best = max(left, key=lambda other: OSA.normalized_similarity(word, other), default=None)
        if best is not None and OSA.normalized_similarity(word, best) >= SAME_WORD:
            left.remove(best)
            yield word, best


def learn(script: Script, sources: Iterable[str], only_half: bool) -> LogOdds:
    """Words first, then the words of longer names as the first weights align them."""
    single: list[WordPair] = []
    several: list[tuple[list[str], list[str]]] = []
    for codes, latin in _coded_pairs(script, sources, only_half):
        if len(codes) == len(latin) == 1:
            single.append((codes[0], latin[0]))
        else:
            several.append((codes, latin))
    first = log_odds(single)
    table = as_weights(first)
    aligned = [pair for codes, latin in several for pair in aligned_words(codes, latin, table)]
    return log_odds(single + aligned) if aligned else first


def _coded_pairs(script: Script, sources: Iterable[str], only_half: bool) -> Iterable[tuple[list[str], list[str]]]:
    for source in sources:
        for pair in read_pairs(PAIRS / f"{source}.tsv"):
            if pair.is_same and (not only_half or in_first_half(pair.query)):
                latin = [form for form in name_forms(pair.listed, NameKind.PERSON).forms if form.script is Script.LATIN]
                form = _sounded_form(name_forms(pair.query, NameKind.PERSON).forms)
                if form and latin:
                    yield (
                        [code for code in form.codes if code],
                        [code for word in latin[0].tokens if (code := encode(word))],
                    )


def _sounded_form(forms: Iterable[Form]) -> Form | None:
    found = [form for form in forms if form.kind in _SOUNDED and all(form.codes)]
    return found[0] if found else None


def aligned_words(codes: list[str], latin: list[str], table: Weights) -> Iterable[WordPair]:
    """Each word with the word it sounds most like, if it sounds like any."""
    for code in codes:
        best = max(latin, key=lambda word: _odds(table, code, word))
        if _odds(table, code, best) > LEAST_ODDS:
            yield code, best


def _odds(table: Weights, source: str, latin: str) -> float:
    return per_letter(best_path(table, source, latin), len(source), len(latin))


def as_weights(odds: LogOdds) -> Weights:
    table: Weights = defaultdict(dict)
    for (source, latin), weight in odds.items():
        table[source][latin] = weight
    return dict(table)


def log_odds(pairs: list[WordPair]) -> LogOdds:
    chances = _first_guess(pairs)
    for _ in range(ROUNDS):
        counts: Counter[WordPair] = Counter()
        for a, b in pairs:
            _count(a, b, chances, counts)
        total = sum(counts.values()) + 0.02 * len(chances)
        chances = {key: (counts[key] + 0.02) / total for key in chances}
    return _against_chance(chances, pairs)


def _first_guess(pairs: list[WordPair]) -> Chances:
    sources, targets = {letter for a, _ in pairs for letter in a}, {letter for _, b in pairs for letter in b}
    guess: Chances = {}
    for a in (*sources, ""):
        for b in (*targets, ""):
            if a or b:
                guess[a, b] = 0.3 if a == b else 0.01 if a and b else 0.02
    return guess


def _count(a: str, b: str, chances: Chances, counts: Counter[WordPair]) -> None:
    """Add the expected number of times that each pair of letters stands opposite in this pair of words."""
    before = _forward(a, b, chances)
    after = _forward(a[::-1], b[::-1], chances)
    whole = before[len(a)][len(b)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            for di, dj in ((1, 1), (1, 0), (0, 1)):
                if di <= i and dj <= j:
                    key = a[i - di : i], b[j - dj : j]
                    counts[key] += before[i - di][j - dj] * chances[key] * after[len(a) - i][len(b) - j] / whole


def _forward(a: str, b: str, chances: Chances) -> list[list[float]]:
    table = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    table[0][0] = 1.0
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            for di, dj in ((1, 1), (1, 0), (0, 1)):
                if di <= i and dj <= j:
                    table[i][j] += table[i - di][j - dj] * chances[a[i - di : i], b[j - dj : j]]
    return table


def _against_chance(chances: Chances, pairs: list[WordPair]) -> LogOdds:
    sources = Counter(letter for a, _ in pairs for letter in a)
    targets = Counter(letter for _, b in pairs for letter in b)
    all_sources, all_targets = sources.total(), targets.total()
    odds: LogOdds = {}
    for (a, b), chance in chances.items():
        expected = ((sources[a] + 1) / all_sources if a else 1.0) * ((targets[b] + 1) / all_targets if b else 1.0)
        odds[a, b] = max(STRANGE, round(HUNDREDTHS * math.log(chance / expected)))
    return odds


if __name__ == "__main__":
    main()
