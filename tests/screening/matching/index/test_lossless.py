"""On a hundred thousand real names, D1 and D2 find what comparing with every name finds."""

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from screening.matching.index.d1 import D1
from screening.matching.index.d2 import D2
from screening.matching.index.query import Unmatched, query_tokens
from tests.data import DATA, needs_data
from tests.quality.corpus import listed_names, queries, words
from tests.quality.reference import Reference

LISTED = 100_000


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, ...]]:
    return [words(name.text) for name in listed_names(DATA, LISTED)]


@pytest.fixture(scope="module")
def asked() -> list[tuple[str, ...]]:
    return [words(name.text) for name in queries(DATA, LISTED, 250)]


def _weight(token: str) -> float:
    return 1.0 if len(token) > 2 else 0.5


@needs_data
@pytest.mark.parametrize("threshold", [0.8, 0.9])
def test_d1_loses_and_adds_nothing(rows: list[tuple[str, ...]], asked: list[tuple[str, ...]], threshold: float) -> None:
    keys = [" ".join(sorted(row)) for row in rows]
    d1 = D1.build(keys)
    for query in (" ".join(sorted(tokens)) for tokens in asked):
        ratios = process.cdist([query], keys, scorer=fuzz.ratio, score_cutoff=threshold * 100 - 1, dtype=np.float64)
        ratios = ratios[0] / 100
        expected = [(int(place), float(ratios[place])) for place in np.flatnonzero(ratios >= threshold)]
        assert d1.search(query, threshold) == expected


@needs_data
def test_d2_loses_and_adds_nothing(rows: list[tuple[str, ...]], asked: list[tuple[str, ...]]) -> None:
    unmatched = Unmatched(omitted_query=0.8, omitted_listed=0.2, contradicted_query=0.8, contradicted_listed=0.2)
    d2, reference = D2.build(rows, _weight), Reference(rows, _weight)
    for tokens in asked[:25]:
        query = query_tokens(tokens, [_weight(token) for token in tokens])
        expected = reference.search(query, 0.75, unmatched)
        assert dict(d2.search(query, 0.75, unmatched)) == pytest.approx(expected)
