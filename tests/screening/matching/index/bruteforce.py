"""The bounds of D1 and D2 computed the long way, straight from their definitions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from screening.matching.index.joins import adjacent_joins
from screening.matching.index.query import QueryText, QueryToken, TextKind, Unmatched
from screening.names.similarity import joined_similarity, token_similarity


def ratio_hits(keys: Sequence[str], key: str, threshold: float) -> list[tuple[int, float]]:
    ratios = [fuzz.ratio(key, listed) / 100 for listed in keys]
    return [(position, ratio) for position, ratio in enumerate(ratios) if ratio >= threshold]


def bound(
    row: Sequence[str],
    keys: Sequence[str],
    tokens: Sequence[QueryToken],
    unmatched: Unmatched,
    weigh: Callable[[str], float],
) -> float:
    score = matched = missing = 0.0
    for token in tokens:
        found = (similarity for text in token.texts for similarity in _similarities(text, row, keys))
        best = max(found, default=0.0)
        score += token.weight * best
        matched += token.weight * bool(best)
        missing += token.weight * (not best)
    listed = _unmatched(row, keys, tokens, weigh)
    if missing and listed:
        weight = unmatched.contradicted_query * missing + unmatched.contradicted_listed * listed
    else:
        weight = unmatched.omitted_query * missing + unmatched.omitted_listed * listed
    return score / (matched + weight) if score else 0.0


def bound_hits(
    rows: Sequence[Sequence[str]],
    tokens: Sequence[QueryToken],
    threshold: float,
    unmatched: Unmatched,
    weigh: Callable[[str], float],
    keys: Sequence[Sequence[str]] = (),
) -> dict[int, float]:
    of_row = [*keys, *([()] * (len(rows) - len(keys)))]
    bounds = {place: bound(row, of_row[place], tokens, unmatched, weigh) for place, row in enumerate(rows)}
    return {place: reached for place, reached in bounds.items() if reached >= threshold - 1e-9}


def _similarities(text: QueryText, row: Sequence[str], keys: Sequence[str]) -> Iterator[float]:
    if text.kind is TextKind.KEY:
        yield text.discount * (text.text in keys)
    elif text.kind is TextKind.JOINED:
        yield from (text.discount * joined_similarity(text.text, listed) for listed in row)
    else:
        yield from (text.discount * token_similarity(text.text, listed) for listed in row)
        yield from (text.discount * joined_similarity(joined, text.text) for _, _, joined in adjacent_joins(row))


def _unmatched(
    row: Sequence[str], keys: Sequence[str], tokens: Sequence[QueryToken], weigh: Callable[[str], float]
) -> float:
    texts = [text for token in tokens for text in token.texts]
    if any(text.text in keys for text in texts if text.kind is TextKind.KEY):
        return 0.0
    single = [text.text for text in texts if text.kind is TextKind.SINGLE]
    if any(joined_similarity(joined, text) for _, _, joined in adjacent_joins(row) for text in single):
        return 0.0
    own = [replace(text, discount=1.0) for text in texts if text.kind is not TextKind.KEY]
    return sum(weigh(listed) for listed in row if not any(max(_similarities(t, [listed], ())) for t in own))
