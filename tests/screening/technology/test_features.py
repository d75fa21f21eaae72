import numpy as np

from screening.technology.classify import TechnologyText, classify
from screening.technology.features import HASH_BITS, FeatureSpace, gram_weights
from tests.screening.technology.small import small_matcher

SPACE = FeatureSpace(("L-1", "L-2"), ("sensor", "quantum"))


def test_grams_of_latin_words_and_japanese_runs() -> None:
    assert gram_weights(TechnologyText.of(abstract="Deep sensors, 量子鍵")) == dict.fromkeys(
        ["deep", "sensor", "deep sensor", "senso-", "量子", "子鍵", "量子鍵"], 1.0
    )


def test_a_title_counts_under_its_own_name_as_well() -> None:
    weights = gram_weights(TechnologyText.of(title="radar", abstract="radar"))

    assert weights == {"radar": 1.0 + float(np.log(2)), "title:radar": 1.0}


def test_hashed_values_have_length_one_and_stay_in_range() -> None:
    text = TechnologyText.of(title="Radar and gas sensors")
    features = SPACE.features(text, classify(text, small_matcher()))

    assert np.isclose(float((features.values**2).sum()), 1.0)
    assert int(features.hashed.max()) < 1 << HASH_BITS
    assert len(set(features.hashed.tolist())) == len(features.hashed)


def test_dense_features_are_what_the_lexicon_found() -> None:
    text = TechnologyText.of(title="Radar and gas sensors")
    dense = SPACE.features(text, classify(text, small_matcher())).dense

    assert dense.tolist() == np.array([0, 0, 0, np.log1p(6.0), 1, 1, np.log1p(3.0), 0], np.float32).tolist()


def test_areas_and_concepts_that_the_model_does_not_know_are_passed_over() -> None:
    text = TechnologyText.of(title="Radar and gas sensors")
    narrow = FeatureSpace(("L-1",), ("quantum",))

    assert narrow.features(text, classify(text, small_matcher())).dense.tolist() == [0, 0, 0, 0]


def test_an_empty_text_has_no_features() -> None:
    text = TechnologyText({})
    features = SPACE.features(text, classify(text, small_matcher()))

    assert (features.hashed.size, features.values.size, features.dense.sum()) == (0, 0, 0)
