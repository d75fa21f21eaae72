"""The page says how many have agreed to end the monitoring, and who may not."""

from pathlib import Path

import pytest
from django.urls import reverse

from duediligence.enums import CaseStatus, StepKind
from duediligence.models import Case
from tests import stories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_the_first_of_two_leaves_the_case_monitored_and_the_second_closes_it(cast: Cast, tmp_path: Path) -> None:
    case = stories.monitored(cast, tmp_path)
    case.steps.filter(kind=StepKind.MONITOR).update(approvers_required=2)
    address, page = (
        reverse(f"admin:{name}", args=[case.reference, *more])
        for name, more in (("case_act", ["close"]), ("case_steps", []))
    )

    first = visitor(cast.reviewer)
    begun = told(first.post(address, {"reason": "over"}, follow=True))
    assert "closed when the others have agreed" in begun and "1 of 2 different approvers so far" in begun
    assert "You have already decided this step. Another person is needed." in told(first.get(page))
    again = first.post(address, {"reason": "over"})
    assert again.status_code == 422 and "Another person is needed" in told(again)

    assert "The case is closed." in told(visitor(cast.second_reviewer).post(address, {"reason": "over"}, follow=True))
    assert Case.objects.get(pk=case.pk).status == CaseStatus.CLOSED
