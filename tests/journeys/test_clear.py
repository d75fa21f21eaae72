"""A clear case from the funder's proposal to its end: asked, declared, screened, decided, sent, confirmed, closed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from duediligence.domain import audit, cross_check, declaration
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, DueDiligenceResult, StepStatus
from duediligence.models import AuditEvent, Case, Membership, User
from screening.enums import RunStatus
from tests import declaring, factories, stories
from tests.duediligence.admin.visiting import told, visitor
from tests.duediligence.api.calling import CONTENT, Caller, caller, proposal_body

pytestmark = pytest.mark.django_db
MEMBERS = [CONTENT["members"][0], {**CONTENT["members"][1], "start_date": None}]


@pytest.fixture(autouse=True)
def _on_the_day(time_machine: Any) -> None:
    time_machine.move_to(factories.NOW)
    cache.clear()


def stands(funder: Caller, case: Case) -> tuple[str, str]:
    """Return status and outcome as the funder reads them."""
    read = funder.get(f"/cases/{case.reference}").json()
    return read["status"], read["outcome"]


def decide(case: Case, by: User, **typed: str) -> str:
    """Approve the open step on its page; return what the page says then."""
    step = case.steps.get(status=StepStatus.OPEN)
    given = {"step": step.pk, "revision": case.revision_id, "verdict": "approve", "reason": "調査のとおり", **typed}
    address = reverse("admin:case_act", args=[case.reference, "decide"])
    answered = told(visitor(by).post(address, given, follow=True))
    case.refresh_from_db()
    return answered


def test_nothing_is_found_and_everybody_can_see_why(tmp_path: Path) -> None:
    cast, programme = factories.cast(), factories.programme()
    stories.designated_policy(tmp_path)
    funder = caller(factories.client(programme))

    # The funder's system sends the proposal; its case is there at once, with the first step and its day.
    body = proposal_body(programme, cast.institution, members=MEMBERS, parties=[], external_id="FQ-1")
    assert funder.post("/proposals", body).status_code == 201
    case = Case.objects.get()
    assert stands(funder, case) == ("under_review", "pending")
    first = case.steps.get(status=StepStatus.OPEN)
    assert (first.code, first.due_date and first.due_date.isoformat()) == ("department_review", "2026-06-08")

    # A funder knows nothing of departments: the office puts the case with one, whose officer sees it from then on.
    steps = reverse("admin:case_steps", args=[case.reference])
    assert visitor(cast.department_officer).get(steps).status_code == 404
    department = {"department": str(cast.department_officer.department_id)}
    act = reverse("admin:case_act", args=[case.reference, "department"])
    assert "Its officers see the case." in told(visitor(cast.reviewer).post(act, department, follow=True))
    assert visitor(cast.department_officer).get(steps).status_code == 200

    # Without a declaration the department cannot confirm, and is told whose are missing.
    assert "見本 一郎, 見本 花子" in decide(case, cast.department_officer)
    assert case.steps.get(status=StepStatus.OPEN) == first
    officer = Actor.of_user(cast.department_officer)
    for membership in Membership.objects.filter(revision=case.revision).select_related("person"):
        asked, token = declaration.ask(
            case, membership.person, actor=officer, email="a@example.ac.jp", now=factories.NOW
        )
        holder = Actor.of_link(declaration.open_link(token, now=factories.NOW))
        declaring.file(declaring.fill(asked, holder), holder)
    assert decide(case, cast.department_officer)
    assert case.steps.get(status=StepStatus.OPEN).code == "investigation"

    # Every name declared is screened: nothing is found, and that everything could be checked is said.
    stories.screened(case)
    assert case.current_run
    assert (case.current_run.status, case.current_run.hits.count()) == (RunStatus.COMPLETE, 0)
    stories.assessed(case, cast.second_reviewer)
    cross_check.conclude(case, result=DueDiligenceResult.DONE, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    decide(case, cast.reviewer)
    decide(case, cast.decision_maker, outcome=CaseOutcome.NO_MITIGATION)
    assert (case.outcome, stands(funder, case)) == (CaseOutcome.NO_MITIGATION, ("under_review", "pending"))
    decide(case, cast.second_reviewer, undertakes="on")
    assert case.submissions.get().files.count() == 2

    # The funder confirms; the case is watched, and closed when the project is over.
    assert funder.post(f"/cases/{case.reference}/confirmations", {"verdict": "confirmed"}).status_code == 201
    case.refresh_from_db()
    assert (case.status, stands(funder, case)[0]) == (CaseStatus.MONITORING, "followed_up")
    cases.close(case, actor=Actor.of_user(cast.reviewer), reason="課題の終了", now=factories.NOW)
    assert stands(funder, case) == ("concluded", "no_measures")

    history = told(visitor(cast.auditor).get(reverse("admin:case_history", args=[case.reference])))
    verbs = AuditEvent.objects.filter(case_reference=case.reference).order_by("seq").values_list("verb", flat=True)
    decided = [verb for verb in verbs if verb.startswith(("decision.", "confirmation.", "case."))]
    assert decided == [
        "case.opened",
        "case.handed_to_department",
        *["decision.approve"] * 4,
        "confirmation.confirmed",
        "case.monitoring",
        "decision.approve",
        "case.closed",
    ]
    assert "課題の終了" in history
    assert audit.verify_all() == []
