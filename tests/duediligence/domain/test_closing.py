"""Monitoring ends as the policy of the case has it."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import policy as policies
from duediligence.domain.actor import Actor
from duediligence.enums import CaseStatus, Role, StepKind, StepStatus
from duediligence.models import Case, Institution, Step, StepSeat
from tests import stories
from tests.factories import NOW, SYSTEM, Cast

pytestmark = pytest.mark.django_db
WHY = "The project is over"


def watched_by(case: Case, **rule: Any) -> Case:
    """Let the case go by a policy that says more about its monitoring."""
    edition = case.policy_edition
    steps = [{**one, **(rule if one["kind"] == "monitor" else {})} for one in edition.content["steps"]]
    changed = policies.draft({**edition.content, "steps": steps, "edition": "own-1"}, institution=None, actor=SYSTEM)
    policies.publish(changed, actor=SYSTEM)
    Case.objects.filter(pk=case.pk).update(policy_edition=changed)
    asked = {"approvers_required": rule.get("approvers", 1), "role": rule.get("role", Role.SECURITY_OFFICER)}
    case.steps.filter(kind=StepKind.MONITOR).update(**asked)
    return Case.objects.get(pk=case.pk)


def test_monitoring_ends_when_as_many_agree_as_the_policy_asks_for(cast: Cast, tmp_path: Path) -> None:
    monitored = watched_by(stories.monitored(cast, tmp_path), approvers=2)
    first, second = Actor.of_user(cast.reviewer), Actor.of_user(cast.second_reviewer)

    assert cases.close(monitored, actor=first, reason=WHY, now=NOW) is False
    assert Case.objects.get(pk=monitored.pk).status == CaseStatus.MONITORING
    with pytest.raises(errors.AlreadyDecided):
        cases.close(monitored, actor=first, reason=WHY, now=NOW)
    assert cases.close(monitored, actor=second, reason=WHY, now=NOW) is True

    monitored.refresh_from_db()
    step = monitored.steps.get(kind=StepKind.MONITOR)
    assert (monitored.status, monitored.close_reason, step.status) == (CaseStatus.CLOSED, WHY, StepStatus.COMPLETED)
    assert {one.decided_by for one in step.decisions.all()} == {cast.reviewer, cast.second_reviewer}


def test_whoever_may_still_agree_is_told_that_somebody_has(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    monitored = watched_by(stories.monitored(cast, tmp_path), approvers=2)
    Institution.objects.update(is_demo=False)
    with django_capture_on_commit_callbacks(execute=True):
        cases.close(Case.objects.get(pk=monitored.pk), actor=Actor.of_user(cast.reviewer), reason=WHY, now=NOW)
    told = [address for one in mail.outbox for address in one.to]
    assert cast.second_reviewer.email in told and cast.reviewer.email not in told
    assert str(cast.reviewer) in mail.outbox[0].body


def test_monitoring_is_ended_by_the_role_that_the_policy_names(cast: Cast, tmp_path: Path) -> None:
    monitored = watched_by(stories.monitored(cast, tmp_path), role="department_officer")
    with pytest.raises(errors.NotAllowed):
        cases.close(monitored, actor=Actor.of_user(cast.reviewer), reason=WHY, now=NOW)
    assert cases.close(monitored, actor=Actor.of_user(cast.department_officer), reason=WHY, now=NOW)


def test_monitoring_is_not_ended_by_whom_the_policy_keeps_apart(cast: Cast, tmp_path: Path) -> None:
    monitored = watched_by(stories.monitored(cast, tmp_path), separate_from=["investigation"])
    StepSeat.objects.create(
        case=monitored, pair="investigation|monitoring", person=cast.reviewer, step_code="investigation"
    )
    with pytest.raises(errors.SeparationOfDuties):
        cases.close(monitored, actor=Actor.of_user(cast.reviewer), reason=WHY, now=NOW)


def test_of_two_monitoring_steps_each_is_ended_by_its_own_role(cast: Cast, tmp_path: Path) -> None:
    case = stories.monitored(cast, tmp_path)
    steps = case.policy_edition.content["steps"]
    own = next(one for one in steps if one["kind"] == "monitor")
    other = {**own, "code": "department_watch", "role": "department_officer"}
    content = {**case.policy_edition.content, "edition": "own-1", "steps": [*steps, other]}
    edition = policies.draft(content, institution=None, actor=SYSTEM)
    policies.publish(edition, actor=SYSTEM)
    Case.objects.filter(pk=case.pk).update(policy_edition=edition)
    Step.objects.create(
        case=case,
        code="department_watch",
        position=case.steps.count(),
        round=1,
        kind=StepKind.MONITOR,
        role=Role.DEPARTMENT_OFFICER,
        approvers_required=1,
        status=StepStatus.OPEN,
    )

    assert cases.close(case, actor=Actor.of_user(cast.reviewer), reason=WHY, now=NOW) is False
    assert cases.close(case, actor=Actor.of_user(cast.department_officer), reason=WHY, now=NOW) is True
