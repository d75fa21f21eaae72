"""Whoever has to act next is told when a case comes back."""

from typing import Any

import pytest
from django.core import mail

from duediligence.domain.telling import tell_of_return
from duediligence.enums import Verdict
from duediligence.models import Case, Institution, User
from tests import stories
from tests.beginnings import begun
from tests.duediligence.domain.test_decision import decide
from tests.factories import Cast

pytestmark = pytest.mark.django_db


beginning = begun(stories.screened_case)


@pytest.fixture(autouse=True)
def _mail_is_sent(case: Case) -> None:
    Institution.objects.update(is_demo=False)
    case.institution.refresh_from_db()


def told() -> set[str]:
    return {address for one in mail.outbox for address in one.to}


def test_a_return_is_told_to_the_officers_with_who_returned_it_and_whereto(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    decide(case, cast.reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        decide(case, cast.decision_maker, verdict=Verdict.RETURN, return_to="review", reason="足りない")

    assert told() == {cast.reviewer.email, cast.second_reviewer.email}
    assert str(cast.decision_maker) in mail.outbox[0].body
    assert case.reference in mail.outbox[0].subject
    assert "足りない" not in mail.outbox[0].body


@pytest.mark.parametrize("by", ["reviewer", "decision_maker"])
def test_whoever_decides_the_step_is_told_unless_it_is_their_own_act(
    cast: Cast, case: Case, by: str, django_capture_on_commit_callbacks: Any
) -> None:
    sender: User = getattr(cast, by)
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_return(case, "approval", by=sender)

    everybody = {cast.reviewer.email, cast.second_reviewer.email, cast.decision_maker.email}
    assert told() & everybody == everybody - {sender.email}
