import pytest

from screening.technology.score import TechnologyLevel, level_of, share_of, single_mention_share
from screening.technology.taxonomy import Thresholds


@pytest.mark.parametrize(("score", "level"), [(2.99, "none"), (3.0, "possible"), (5.99, "possible"), (6.0, "strong")])
def test_level_by_threshold(score: float, level: str) -> None:
    assert level_of(score, Thresholds()) == level


@pytest.mark.parametrize(
    ("level", "steps", "lowered"),
    [
        ("strong", 0, "strong"),
        ("strong", 1, "possible"),
        ("strong", 2, "none"),
        ("possible", 1, "none"),
        ("none", 2, "none"),
    ],
)
def test_a_level_is_lowered_step_by_step(level: str, steps: int, lowered: str) -> None:
    assert TechnologyLevel(level).lowered(steps) == lowered


@pytest.mark.parametrize(("words", "share"), [(60, 0.55), (150, 0.55), (300, 0.39), (600, 0.28)])
def test_a_single_mention_counts_less_the_longer_the_text(words: int, share: float) -> None:
    assert single_mention_share(words) == share


@pytest.mark.parametrize(
    ("fields", "share"),
    [
        (["title"], 1.0),
        (["abstract"], 0.55),
        (["abstract", "abstract"], 1.0),
        (["title", "abstract", "abstract"], 1.1),
        (["abstract"] * 9, 1.3),
    ],
)
def test_share_by_place_and_number(fields: list[str], share: float) -> None:
    assert share_of(fields, {"abstract": 0.55}) == share
