"""A talent programme by the name that Section 1286 prints."""

import pytest

from duediligence.domain.programme_names import printed_names


@pytest.mark.parametrize(
    ("declared", "printed"),
    [
        ("千人計画", "Thousand Talents Plan"),
        ("海外高層次人才引進計画(千人計画)", "Thousand Talents Plan"),
        ("Young  Thousand Talents Programme", "Thousand Talents Plan"),
        ("百人计划", "Hundred Talents Plan"),
        ("長江学者奨励計画", "Changjiang Scholar Distinguished Professorship"),
        ("珠江人才计划", "Pearl River Talent Program"),
    ],
)
def test_a_programme_under_another_name(declared: str, printed: str) -> None:
    assert printed_names(declared) == (printed,)


@pytest.mark.parametrize("declared", ["Ten Thousand Talents Plan", "万人計画", "千人の合唱", "Example Talent Plan"])
def test_another_programme(declared: str) -> None:
    assert printed_names(declared) == ()
