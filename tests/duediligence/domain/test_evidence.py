"""What is known of everybody in a case, gathered once where a page asks for it often."""

from pathlib import Path

import pytest

from duediligence.domain.evidence import evidence_of, remember
from tests import factories, stories

pytestmark = pytest.mark.django_db


def test_remembered_evidence_is_gathered_once(tmp_path: Path) -> None:
    case = stories.hit_case(factories.cast(), tmp_path)
    assert evidence_of(case) is not evidence_of(case)

    remembered = remember(case)
    assert evidence_of(case) is remembered
