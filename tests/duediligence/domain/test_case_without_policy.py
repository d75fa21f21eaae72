"""No case is opened where no policy says how it goes."""

import pytest

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.models import Case
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_open_case_refuses_a_proposal_without_policy(cast: Cast) -> None:
    recorded = factories.proposal(cast.submitter)
    with pytest.raises(errors.NoPolicy, match="voluntary"):
        cases.open_case(recorded, actor=factories.SYSTEM, now=factories.NOW)
    assert not Case.objects.exists()


def test_a_policy_for_other_proposals_does_not_cover_this_one(cast: Cast) -> None:
    factories.policy("jp-manual-2025")
    recorded = factories.proposal(cast.submitter)
    with pytest.raises(errors.NoPolicy):
        cases.open_case(recorded, actor=factories.SYSTEM, now=factories.NOW)
