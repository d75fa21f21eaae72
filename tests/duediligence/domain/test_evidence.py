"""What is known of everybody in a case, gathered once where a page asks for it often."""

from pathlib import Path
from typing import Any

import pytest

from duediligence.domain.evidence import evidence_of, gathered_once, once, remember
from tests import factories, stories

pytestmark = pytest.mark.django_db


def test_remembered_evidence_is_gathered_once(tmp_path: Path) -> None:
    case = stories.hit_case(factories.cast(), tmp_path)
    assert evidence_of(case) is not evidence_of(case)

    remembered = remember(case)
    assert evidence_of(case) is remembered


def test_what_is_looked_up_for_a_remembered_case_is_looked_up_once(tmp_path: Path) -> None:
    case = stories.hit_case(factories.cast(), tmp_path)
    asked: list[str] = []

    def look_up() -> int:
        asked.append("asked")
        return len(asked)

    assert [once(case, "words", look_up), once(case, "words", look_up)] == [1, 2]
    remember(case)
    assert [once(case, "words", look_up), once(case, "words", look_up)] == [3, 3]


def test_what_is_read_together_gathers_at_most_once_and_leaves_nothing_remembered(
    tmp_path: Path, django_assert_num_queries: Any
) -> None:
    case = stories.hit_case(factories.cast(), tmp_path)

    with django_assert_num_queries(0), gathered_once(case):
        pass
    with gathered_once(case):
        inside = evidence_of(case)
        assert evidence_of(case) is inside
        with gathered_once(case):
            assert evidence_of(case) is inside
        assert evidence_of(case) is inside

    assert case.remembered_evidence is None
    assert evidence_of(case) is not inside


def test_evidence_remembered_before_stays_remembered(tmp_path: Path) -> None:
    case = stories.hit_case(factories.cast(), tmp_path)
    remembered = remember(case)

    with gathered_once(case):
        assert evidence_of(case) is remembered

    assert case.remembered_evidence is remembered
