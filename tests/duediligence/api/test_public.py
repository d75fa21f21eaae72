"""The public words are apart from the internal ones, and none is forgotten."""

from duediligence.api.public import OUTCOMES, STATUSES, STEP_STATUSES, PublicOutcome, PublicStatus, PublicStepStatus
from duediligence.enums import CaseOutcome, CaseStatus, StepStatus


def test_every_outcome_has_a_public_name() -> None:
    assert set(OUTCOMES) == set(CaseOutcome)
    assert set(OUTCOMES.values()) == set(PublicOutcome)


def test_every_public_status_can_be_reached() -> None:
    assert {status for status, _ in STATUSES} == set(PublicStatus) - {PublicStatus.UNDER_REVIEW}


def test_no_public_word_is_an_internal_one() -> None:
    internal = {*CaseStatus, *CaseOutcome, *StepStatus}
    assert not {str(word) for word in (*PublicStatus, *PublicOutcome, *PublicStepStatus)} & {str(w) for w in internal}


def test_every_public_step_status_is_used() -> None:
    assert set(STEP_STATUSES.values()) == set(PublicStepStatus)
