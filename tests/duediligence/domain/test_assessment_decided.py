"""When an assessment that a decision rests on may be written anew."""

from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import assessment
from duediligence.domain.actor import Actor
from duediligence.domain.assessment import AssessmentInput
from duediligence.domain.evidence import evidence_of
from duediligence.enums import Finding
from duediligence.models import Assessment, Case
from tests import factories, forcing, stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def decided(cast: Cast, tmp_path: Path) -> Case:
    """A case that is decided and not submitted yet."""
    case = stories.ready_to_submit(stories.designated_case(cast, tmp_path, factories.programme()), cast)
    case.refresh_from_db()
    return case


def assess_anew(case: Case, cast: Cast) -> Assessment:
    key = evidence_of(case).parties[0].key
    given = AssessmentInput({Finding.MITIGATION_NEEDED: True}, "面談で確かめた", seen=stories.seen(case, key))
    return assessment.assess(case, key, given, actor=Actor.of_user(cast.reviewer), now=factories.NOW)


def test_it_is_not_written_anew_before_the_case_is_returned(cast: Cast, tmp_path: Path) -> None:
    case = decided(cast, tmp_path)

    with pytest.raises(errors.JudgementNotOpen):
        assess_anew(case, cast)

    assert not case.assessments.filter(voided_at__isnull=False).exists()


def test_nor_is_it_together_with_others(cast: Cast, tmp_path: Path) -> None:
    case = decided(cast, tmp_path)
    keys = {party.key: stories.seen(case, party.key) for party in evidence_of(case).parties}

    with pytest.raises(errors.JudgementNotOpen):
        assessment.assess_several(case, keys, reason="なし", actor=Actor.of_user(cast.reviewer))


def test_it_is_written_anew_once_a_fact_has_changed(cast: Cast, tmp_path: Path) -> None:
    case = decided(cast, tmp_path)
    made = case.assessments.get()
    forcing.force(case.assessments.all(), basis={**made.basis, "topic": "another"})

    assert assess_anew(case, cast).mitigation_needed


def test_it_is_written_anew_while_the_case_is_monitored(cast: Cast, tmp_path: Path) -> None:
    assert assess_anew(stories.monitored(cast, tmp_path), cast).mitigation_needed
