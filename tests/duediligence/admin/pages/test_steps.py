"""Deciding and returning steps, and everything else that is done to a case."""

import re
from typing import Any

import pytest
from django.urls import reverse

from duediligence.domain import disposition, proposal
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, Role
from duediligence.models import AuditEvent, Case, RoleGrant, StepDecision, User
from tests import factories, stories
from tests.duediligence.admin.visiting import judged, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

APPROVE = {"verdict": "approve", "reason": "調査のとおり"}


@pytest.fixture
def ready(case: Case, cast: Cast) -> Case:
    """The hit is judged and reviewed: the investigation can be finished."""
    disposition.review(judged(case, cast.reviewer), actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    return stories.assessed(case, cast.second_reviewer)


@pytest.fixture
def investigated(ready: Case, cast: Cast) -> Case:
    """The decision is open."""
    stories.approve(ready, cast.reviewer)
    return ready


def page_of(case: Case) -> str:
    return reverse("admin:case_steps", args=[case.reference])


def act(by: User, case: Case, name: str, given: dict[str, Any] | None = None, *, language: str = "en") -> Any:
    return visitor(by, language=language).post(
        reverse("admin:case_act", args=[case.reference, name]), given or {}, follow=True
    )


def decided(by: User, case: Case, code: str = "review", **changes: Any) -> Any:
    case.refresh_from_db()
    step = case.steps.filter(code=code).latest("round")
    return act(by, case, "decide", {"step": step.pk, "revision": case.revision_id, **APPROVE, **changes})


# -- Deciding ----------------------------------------------------------------------------------------------
def test_two_people_bring_a_case_to_its_end(ready: Case, cast: Cast) -> None:
    first = decided(cast.reviewer, ready)
    second = decided(cast.decision_maker, ready, "approval", outcome="no_mitigation")

    ready.refresh_from_db()
    assert "The decision is recorded." in told(first) and "The decision is recorded." in told(second)
    assert (ready.status, ready.outcome) == (CaseStatus.CLOSED, CaseOutcome.NO_MITIGATION)
    assert "All steps are done." in told(second)


def test_what_keeps_a_step_from_its_end_is_said_before_anybody_presses(case: Case, cast: Cast) -> None:
    page = told(visitor(cast.reviewer).get(page_of(case)))

    assert "Hits not yet judged: 1." in page
    assert 'aria-disabled="true">Record the decision' in page


def test_unjudged_hits_keep_the_step_open_whatever_is_sent(case: Case, cast: Cast) -> None:
    response = decided(cast.reviewer, case)

    assert response.status_code == 422
    assert not StepDecision.objects.exists()


def test_the_author_does_not_decide(investigated: Case, cast: Cast) -> None:
    RoleGrant.objects.create(user=cast.submitter, role=Role.DECISION_MAKER, from_date=factories.TODAY)

    shown = told(visitor(cast.submitter).get(page_of(investigated)))
    response = decided(cast.submitter, investigated, "approval", outcome="no_mitigation")

    words = "Whoever recorded or revised the proposal may not decide on it."
    assert words in shown and words in told(response)
    assert 'aria-disabled="true">Record the decision' in shown
    assert not StepDecision.objects.filter(step__code="approval").exists()


@pytest.mark.parametrize("who", ["decision_maker", "auditor", "admin"])
def test_another_role_does_not_decide(who: str, ready: Case, cast: Cast) -> None:
    response = decided(getattr(cast, who), ready)

    assert response.status_code == 422
    assert "This step is decided by another role: Research-security officer." in told(response)
    assert "調査のとおり" in told(response)
    assert not StepDecision.objects.exists()


def test_one_person_does_not_decide_two_steps_that_are_kept_apart(investigated: Case, cast: Cast) -> None:
    RoleGrant.objects.create(user=cast.reviewer, role=Role.DECISION_MAKER, from_date=factories.TODAY)

    response = decided(cast.reviewer, investigated, "approval", outcome="no_mitigation")

    assert response.status_code == 422
    assert "the policy keeps the two steps apart" in told(response)
    assert "You decided the step review" not in told(response)  # steps go by their names
    assert StepDecision.objects.count() == 1


def test_a_decision_on_an_older_revision_is_refused_and_the_words_stay(ready: Case, cast: Cast) -> None:
    seen = ready.revision_id
    stories.revise(ready, cast, title_ja="別の題")

    response = decided(cast.reviewer, ready, revision=seen)

    assert response.status_code == 422
    assert "The proposal was revised since this was opened." in told(response)
    assert "調査のとおり" in told(response)
    assert not StepDecision.objects.filter(voided_at__isnull=True).exists()


def test_after_reading_the_new_revision_the_same_words_can_be_sent(investigated: Case, cast: Cast) -> None:
    seen = investigated.revision_id
    content = factories.content(  # spacing alone: the approvals stay
        title_ja="古典文学 の受容史", parties=(factories.partner("Exemplar Hypersonics", country="KP"),)
    )
    proposal.revise(
        investigated.proposal, content, actor=Actor.of_user(cast.submitter), reason="字句", now=factories.NOW
    )
    given = {"outcome": "no_mitigation", "revision": seen}

    page = told(decided(cast.decision_maker, investigated, "approval", **given))
    offered = re.findall(r'name="revision" value="(\d+)"', page)

    investigated.refresh_from_db()
    assert offered == [str(investigated.revision_id)]
    assert "調査のとおり</textarea>" in page


def test_a_double_click_is_one_decision(ready: Case, cast: Cast) -> None:
    decided(cast.reviewer, ready)

    response = decided(cast.reviewer, ready)

    assert response.status_code == 422
    assert StepDecision.objects.count() == 1
    assert AuditEvent.objects.filter(verb="decision.approve").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Reason: This field is required."),
        ({"reason": "長" * 10_001}, "at most 10000 characters"),
        ({"verdict": ""}, "Decision: This field is required."),
        ({"verdict": "perhaps"}, "Select a valid choice."),
        ({"outcome": ""}, "Choose the outcome of this decision."),
        ({"outcome": "undecided"}, "Select a valid choice."),
        ({"verdict": "return", "return_to": ""}, "From this step a case cannot be returned to"),
        ({"verdict": "return", "return_to": "approval"}, "Select a valid choice."),
        ({"step": "0"}, "This step is not open"),
        ({"step": "x"}, "This step is not open"),
        ({"revision": "0"}, "The proposal was revised since this was opened."),
        ({"revision": ""}, ""),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_decision_that_says_too_little_is_refused_in_words(
    changes: dict[str, str], words: str, investigated: Case, cast: Cast
) -> None:
    response = decided(cast.decision_maker, investigated, "approval", **{"outcome": "mitigation", **changes})

    page = told(response)
    assert response.status_code == 422
    assert words in page
    assert "(Hidden field" not in page
    assert 'href="#"' not in page
    if "reason" not in changes:
        assert "調査のとおり" in page
    assert StepDecision.objects.filter(step__code="approval").count() == 0


def test_a_step_is_returned_and_begun_again(investigated: Case, cast: Cast) -> None:
    response = decided(
        cast.decision_maker, investigated, "approval", verdict="return", return_to="review", reason="補足を求める"
    )

    investigated.refresh_from_db()
    assert "The decision is recorded." in told(response)
    assert [(step.code, step.round) for step in investigated.steps.filter(status="open")] == [("review", 2)]
    assert "補足を求める" in told(response)


def test_the_page_of_steps_speaks_japanese(case: Case, cast: Cast) -> None:
    shown = told(visitor(cast.reviewer, language="ja").get(page_of(case)))
    refused = told(act(cast.reviewer, case, "withdraw", language="ja"))

    for english in ("Decided by", "have not been judged", "This field", "Withdraw", "Screen again"):
        assert english not in shown + refused
    assert "必須" in shown + refused


# -- What else is done to a case ---------------------------------------------------------------------------
def test_a_case_is_given_to_an_officer_and_back_to_nobody(case: Case, cast: Cast) -> None:
    act(cast.admin, case, "assign", {"owner": cast.second_reviewer.pk})
    case.refresh_from_db()
    given = case.owner
    act(cast.reviewer, case, "assign", {"owner": ""})

    case.refresh_from_db()
    assert (given, case.owner) == (cast.second_reviewer, None)


@pytest.mark.parametrize("who", ["decision_maker", "stranger"])
def test_a_case_is_given_to_no_one_else(who: str, case: Case, cast: Cast) -> None:
    response = act(cast.reviewer, case, "assign", {"owner": getattr(cast, who).pk})

    assert response.status_code == 422
    assert "Select a valid choice." in told(response)


def test_a_case_is_withdrawn_once(case: Case, cast: Cast) -> None:
    first = act(cast.reviewer, case, "withdraw", {"reason": "共同研究の中止"})
    second = act(cast.reviewer, case, "withdraw", {"reason": "共同研究の中止"})

    case.refresh_from_db()
    assert case.status == CaseStatus.WITHDRAWN
    assert "共同研究の中止" in told(first)
    assert second.status_code == 422 and "This case is closed." in told(second)
    assert AuditEvent.objects.filter(verb="case.withdrawn").count() == 1


@pytest.mark.parametrize("name", ["withdraw", "waive", "close"])
def test_an_act_without_its_reason_is_refused(name: str, case: Case, cast: Cast) -> None:
    response = act(cast.reviewer, case, name)

    case.refresh_from_db()
    assert response.status_code == 422
    assert case.status == CaseStatus.IN_PROGRESS


@pytest.mark.parametrize("name", ["withdraw", "rescreen", "assign", "confirm"])
@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor"])
def test_another_role_is_told_why_not(who: str, name: str, case: Case, cast: Cast) -> None:
    user = getattr(cast, who)
    given = {"reason": "x", "owner": cast.reviewer.pk, "kind": "government", "verdict": "confirmed"}
    before = AuditEvent.objects.count()

    response = act(user, case, name, given)

    assert response.status_code == 422
    assert "Your roles do not include this act." in told(response)
    assert AuditEvent.objects.count() == before


def test_a_letter_that_nobody_awaits_is_refused(case: Case, cast: Cast) -> None:
    response = act(cast.reviewer, case, "confirm", {"kind": "funder", "verdict": "confirmed", "comments": "x"})

    assert response.status_code == 422
    assert "The case does not await this answer now: it may have been recorded meanwhile." in told(response)
    assert "Select a valid choice" not in told(response)
    assert 'value="funder"' not in told(response)
    assert not case.confirmations.exists()


def test_a_complete_screening_is_not_waived(case: Case, cast: Cast) -> None:
    response = act(cast.decision_maker, case, "waive", {"reason": "急ぐ"})

    assert response.status_code == 422
    assert "急ぐ" in told(response)


def test_a_screening_is_asked_for_again(case: Case, cast: Cast) -> None:
    before = case.current_run

    response = act(cast.reviewer, case, "rescreen")

    case.refresh_from_db()
    assert "The screening has been asked for." in told(response)
    assert case.current_run != before


def test_an_unknown_act_and_another_method_are_refused(case: Case, cast: Cast) -> None:
    assert act(cast.reviewer, case, "burn").status_code == 404
    assert visitor(cast.reviewer).get(reverse("admin:case_act", args=[case.reference, "decide"])).status_code == 405
    assert visitor(cast.reviewer).post(page_of(case)).status_code == 405
