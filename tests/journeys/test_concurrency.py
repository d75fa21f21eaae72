"""Two people at the same instant, and a double click: nothing counted twice, nothing lost."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, connections

from duediligence import errors
from duediligence.domain import audit, confirmation, decision
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, ConfirmationKind, ConfirmationVerdict, StepStatus, Verdict
from duediligence.models import Case, Confirmation, StepDecision, User
from tests import factories, stories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads need a database server"),
]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; return what each gave or raised."""
    results: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[number] = act()
        except errors.Refused as refused:
            results[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def approving(case: Case, user: User) -> Callable[[], object]:
    step = case.steps.get(status=StepStatus.OPEN)
    return lambda: decision.decide(
        step,
        actor=Actor.of_user(user),
        verdict=Verdict.APPROVE,
        reason="調査のとおり",
        outcome=CaseOutcome.NO_MITIGATION,
        revision=case.revision,
    )


def test_two_approvers_at_the_same_instant_complete_the_step_once(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path, approvers=2)
    stories.approve(case, cast.reviewer)
    at_once(approving(case, cast.decision_maker), approving(case, cast.second_decision_maker))
    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.NO_MITIGATION)
    assert audit.verify_all() == []


def test_a_double_click_is_one_decision(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path, approvers=2)
    stories.approve(case, cast.reviewer)
    results = at_once(*[approving(case, cast.decision_maker)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDecided", "AlreadyDecided", "StepDecision"]
    assert StepDecision.objects.filter(step__code="approval").count() == 1


def test_a_confirmation_sent_twice_is_one(tmp_path: Path) -> None:
    cast = factories.cast()
    programme = factories.programme()
    case = stories.submitted(stories.designated_case(cast, tmp_path, programme), cast)
    client = factories.client(programme)

    def confirm() -> object:
        return confirmation.receive(
            case,
            actor=Actor.of_client(client),
            kind=ConfirmationKind.FUNDER,
            verdict=ConfirmationVerdict.CONFIRMED,
        )

    results = at_once(confirm, confirm)
    assert sorted(type(result).__name__ for result in results) == ["Confirmation", "NotAwaited"]
    assert Confirmation.objects.count() == 1
