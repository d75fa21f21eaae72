import pytest

from duediligence.policy.text import LongText, Text


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "はい"), ("ja-JP", "はい"), ("JA", "はい"), ("en", "yes"), ("fr", "yes")]
)
def test_words_by_language(language, words):
    assert Text("はい", "yes").within(language) == words
    assert LongText("はい", "yes").within(language) == words
