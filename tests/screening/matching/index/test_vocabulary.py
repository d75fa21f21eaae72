"""The fuzzy token look-up finds what `token_similarity` finds, no more and no less."""

from hypothesis import given
from hypothesis import strategies as st

from screening.matching.index.vocabulary import Vocabulary
from screening.names.similarity import joined_similarity, token_similarity

TOKENS = st.text(alphabet="abdehiknostuw12三عب", min_size=1, max_size=14)
LATIN = st.text(alphabet="aehkno", min_size=1, max_size=20)


def _weight(token: str) -> float:
    return float(len(token))


def _found(vocabulary: Vocabulary, token: str) -> dict[str, float]:
    numbers, similarities = vocabulary.alike(token)
    return dict(zip(vocabulary.texts.take(numbers), similarities.tolist(), strict=True))


@given(st.sets(TOKENS | LATIN, max_size=60), TOKENS | LATIN)
def test_alike_is_exactly_what_brute_force_finds(tokens: set[str], token: str) -> None:
    expected = {listed: token_similarity(token, listed) for listed in tokens}
    assert _found(Vocabulary.build(tokens, _weight), token) == {t: s for t, s in expected.items() if s}


@given(st.sets(LATIN | TOKENS, max_size=60), LATIN | TOKENS)
def test_alike_joined_is_exactly_what_brute_force_finds(tokens: set[str], joined: str) -> None:
    vocabulary = Vocabulary.build(tokens, _weight)
    numbers, similarities = vocabulary.alike_joined(joined)
    expected = {listed: joined_similarity(joined, listed) for listed in tokens}
    found = dict(zip(vocabulary.texts.take(numbers), similarities.tolist(), strict=True))
    assert found == {t: s for t, s in expected.items() if s}


@given(st.sets(TOKENS, max_size=20))
def test_each_token_keeps_its_weight(tokens: set[str]) -> None:
    vocabulary = Vocabulary.build(tokens, _weight)
    assert vocabulary.weights.tolist() == [len(token) for token in vocabulary.texts]
    assert len(vocabulary) == len(tokens)


def test_an_empty_vocabulary_knows_nothing() -> None:
    vocabulary = Vocabulary.build([], _weight)
    assert _found(vocabulary, "ivanov") == {}
    assert vocabulary.alike_joined("ivanov")[0].tolist() == []


def test_a_token_of_ten_thousand_letters_is_found() -> None:
    long = "abcdefghij" * 1_000
    assert _found(Vocabulary.build({long, "ivanov"}, _weight), long[:-1]) == {long: 1 - 1 / 10_000}
