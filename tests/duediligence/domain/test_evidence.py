"""What is known of everybody in a case, gathered once where a page asks for it often."""

from pathlib import Path

import pytest

from duediligence.domain.evidence import evidence_of, once, remember
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
