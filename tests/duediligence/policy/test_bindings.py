from dataclasses import replace

import pytest

from duediligence.enums import Level, TechnologyAction
from duediligence.policy.bindings import SecondReview, Thresholds
from tests.duediligence.policy.sample import small


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0.0, Level.NONE),
        (0.799, Level.NONE),
        (0.8, Level.POSSIBLE),
        (0.92, Level.STRONG),
        (1.0, Level.STRONG),
    ],
)
def test_levels_begin_at_their_threshold(score, level):
    assert Thresholds(possible=0.8, strong=0.92).level(score) is level


@pytest.mark.parametrize(
    ("rule", "levels"),
    [
        (SecondReview.NEVER, set()),
        (SecondReview.POSSIBLE, {Level.POSSIBLE, Level.STRONG}),
        (SecondReview.STRONG, {Level.STRONG}),
    ],
)
def test_second_review_begins_at_its_level(rule, levels):
    binding = replace(small().list_bindings[0], second_review=rule)
    assert {level for level in Level if binding.needs_second_review(level)} == levels


def test_technology_actions_by_level():
    binding = small().technology_bindings[0]
    assert [binding.action(level) for level in Level] == [
        None,
        TechnologyAction.INFORM,
        TechnologyAction.REVIEW,
    ]


def test_levels_are_ranked_not_spelled():
    assert Level.STRONG.reaches(Level.POSSIBLE)
    assert not TechnologyAction.INFORM.reaches(TechnologyAction.REVIEW)
    assert [action.rank for action in TechnologyAction] == [0, 1, 2]
