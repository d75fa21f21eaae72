"""Four eyes: who may decide what, and that nobody gets around it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import decision
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, Role, StepStatus, Verdict
from duediligence.models import AuditEvent, Case, Step, StepDecision, StepSeat, User
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A screened voluntary case without hits: the review is open, the approval waits."""
    return stories.screened_case(cast, tmp_path)


beginning = begun(begin)


def decide(case: Case, user: User, **changes: object) -> StepDecision:
    step = case.steps.filter(status=StepStatus.OPEN).first() or case.steps.latest("position")
    given = {"verdict": Verdict.APPROVE, "reason": "調査のとおり", "revision": case.revision, "now": factories.NOW}
    return decision.decide(step, actor=Actor.of_user(user), **{**given, **changes})  # type: ignore[arg-type]


def test_decide_completes_the_step_and_opens_the_next(cast: Cast, case: Case) -> None:
    decide(case, cast.reviewer)
    assert list(case.steps.values_list("code", "status")) == [("review", "completed"), ("approval", "open")]


def test_decide_records_the_revision_the_run_and_the_policy_it_rests_on(cast: Cast, case: Case) -> None:
    made = decide(case, cast.reviewer)
    assert (made.revision, made.run) == (case.revision, case.current_run)
    event = AuditEvent.objects.get(verb="decision.approve")
    assert event.after["policy_sha256"] == case.policy_edition.sha256
    assert (event.actor, event.reason) == (f"user:{cast.reviewer.username}", "調査のとおり")


def test_decide_refuses_a_program(case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        decision.decide(
            case.steps.get(code="review"),
            actor=factories.SYSTEM,
            verdict=Verdict.APPROVE,
            reason="調査のとおり",
            revision=case.revision,
        )


def test_decide_refuses_another_role_and_names_the_right_one(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.RoleMissing):
        decide(case, cast.decision_maker)


def test_decide_refuses_a_stranger_with_the_same_role(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.RoleMissing):
        decide(case, cast.stranger)


def test_decide_refuses_a_superuser_without_the_role(cast: Cast, case: Case) -> None:
    root = User.objects.create_superuser("root", institution=cast.institution)
    with pytest.raises(errors.RoleMissing):
        decide(case, root)


def test_decide_refuses_a_superuser_who_wrote_the_proposal(cast: Cast, tmp_path: Path) -> None:
    root = User.objects.create_superuser("root", institution=cast.institution)
    for role in (Role.SECURITY_OFFICER, Role.DECISION_MAKER):
        root.grants.create(role=role, from_date=factories.TODAY.replace(year=2020))
    case = stories.screened_case(cast, tmp_path, by=root)
    decide(case, cast.reviewer)
    with pytest.raises(errors.AuthorMayNotDecide):
        decide(case, root, outcome=CaseOutcome.NO_MITIGATION)


def test_decide_refuses_a_member_of_the_proposal(cast: Cast, case: Case) -> None:
    decide(case, cast.reviewer)
    case.revision.memberships.get().person.__class__.objects.update(user=cast.decision_maker)
    with pytest.raises(errors.MemberMayNotDecide):
        decide(case, cast.decision_maker, outcome=CaseOutcome.NO_MITIGATION)


def test_decide_refuses_whoever_reviewed(cast: Cast, case: Case) -> None:
    cast.reviewer.grants.create(role=Role.DECISION_MAKER, from_date=factories.TODAY.replace(year=2020))
    decide(case, cast.reviewer)
    with pytest.raises(errors.SeparationOfDuties) as refused:
        decide(case, cast.reviewer, outcome=CaseOutcome.NO_MITIGATION)
    assert refused.value.params["step"] == "review"


def test_the_database_keeps_a_person_off_the_other_step(cast: Cast, case: Case) -> None:
    decide(case, cast.reviewer)
    seat = StepSeat.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        StepSeat.objects.create(case=case, pair=seat.pair, person=cast.reviewer, step_code="approval")


def test_the_database_refuses_the_author(cast: Cast, case: Case) -> None:
    made = decide(case, cast.reviewer)
    made.pk, made.decided_by, made.proposal_author = None, cast.second_reviewer, cast.second_reviewer
    with pytest.raises(IntegrityError, match="not_author"), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize(
    "change", [{"verdict": "return"}, {"outcome": "mitigation"}, {"decided_at": factories.NOW}, {"step": 1}]
)
def test_the_database_keeps_what_was_decided(cast: Cast, case: Case, change: dict[str, Any]) -> None:
    made = StepDecision.objects.filter(pk=decide(case, cast.reviewer).pk)
    with pytest.raises(IntegrityError, match="what was decided cannot be changed"), transaction.atomic():
        made.update(**change)
    with pytest.raises(IntegrityError, match="what was decided cannot be changed"), transaction.atomic():
        made.delete()


def test_the_database_keeps_what_is_void_and_who_sat_where(cast: Cast, case: Case) -> None:
    made = StepDecision.objects.filter(pk=decide(case, cast.reviewer).pk)
    made.update(voided_at=factories.NOW, void_reason="差戻し")
    seats = StepSeat.objects.filter(case=case)
    for change in (
        lambda: made.update(voided_at=None),
        lambda: seats.update(person=cast.second_reviewer),
        lambda: seats.delete(),
    ):
        with pytest.raises(IntegrityError, match="what was decided cannot be changed"), transaction.atomic():
            change()


def test_the_database_refuses_a_second_decision_of_one_person(cast: Cast, case: Case) -> None:
    made = decide(case, cast.reviewer)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_the_database_refuses_an_empty_reason(cast: Cast, case: Case) -> None:
    made = decide(case, cast.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        StepDecision.objects.filter(pk=made.pk).update(reason="")


def test_decide_counts_distinct_approvers(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path, approvers=2)
    decide(case, cast.reviewer)
    decide(case, cast.decision_maker, outcome=CaseOutcome.NO_MITIGATION)
    case.refresh_from_db()
    assert case.status == CaseStatus.IN_PROGRESS
    with pytest.raises(errors.AlreadyDecided):
        decide(case, cast.decision_maker, outcome=CaseOutcome.NO_MITIGATION)
    with pytest.raises(errors.OutcomeDiffers):
        decide(case, cast.second_decision_maker, outcome=CaseOutcome.NOT_PURSUED)
    decide(case, cast.second_decision_maker, outcome=CaseOutcome.NO_MITIGATION)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.NO_MITIGATION)


def test_decide_refuses_an_empty_reason(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.ReasonMissing):
        decide(case, cast.reviewer, reason="  ")


def test_decide_asks_for_the_outcome_at_a_deciding_step(cast: Cast, case: Case) -> None:
    decide(case, cast.reviewer)
    with pytest.raises(errors.OutcomeMissing):
        decide(case, cast.decision_maker)


def test_decide_refuses_a_step_that_is_not_open(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.StepNotOpen):
        decision.decide(
            case.steps.get(code="approval"),
            actor=Actor.of_user(cast.decision_maker),
            verdict=Verdict.APPROVE,
            outcome=CaseOutcome.NO_MITIGATION,
            reason="調査のとおり",
            revision=case.revision,
        )


def test_decide_refuses_a_closed_case(cast: Cast, case: Case) -> None:
    decide(case, cast.reviewer)
    decide(case, cast.decision_maker, outcome=CaseOutcome.NOT_PURSUED)
    with pytest.raises(errors.CaseNotOpen):
        decide(case, cast.second_decision_maker, outcome=CaseOutcome.NO_MITIGATION)


def test_decide_refuses_a_page_opened_before_a_revision(cast: Cast, case: Case) -> None:
    before = case.revision
    stories.revise(case, cast, title_en="Another topic altogether")
    case.refresh_from_db()
    with pytest.raises(errors.StaleRevision):
        decide(case, cast.reviewer, revision=before)


def test_return_opens_a_new_round_and_voids_what_was_decided_there(cast: Cast, case: Case) -> None:
    first = decide(case, cast.reviewer)
    decide(case, cast.decision_maker, verdict=Verdict.RETURN, return_to="review", reason="相手機関の説明が足りない")
    first.refresh_from_db()
    assert (first.voided_at, first.void_reason) == (factories.NOW, "相手機関の説明が足りない")
    steps = list(case.steps.order_by("position", "round").values_list("code", "round", "status"))
    assert steps == [
        ("review", 1, "completed"),
        ("review", 2, "open"),
        ("approval", 1, "returned"),
        ("approval", 2, "waiting"),
    ]


def test_return_refuses_a_step_that_the_policy_does_not_name(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.ReturnNotPossible):
        decide(case, cast.reviewer, verdict=Verdict.RETURN, return_to="approval")


def test_return_needs_no_finished_screening(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    decide(case, cast.reviewer)
    Case.objects.filter(pk=case.pk).update(current_run=None)
    case.refresh_from_db()
    assert decision.refusals(case.steps.get(code="approval"), cast.decision_maker, Verdict.RETURN) == []
    assert [refused.code for refused in decision.refusals(case.steps.get(code="approval"), cast.decision_maker)] == [
        "screening_incomplete"
    ]


def test_the_same_predicate_hides_the_button_and_refuses_the_call(cast: Cast, case: Case) -> None:
    step: Step = case.steps.get(code="review")
    assert decision.refusals(step, cast.reviewer) == []
    assert [refused.code for refused in decision.refusals(step, cast.submitter)] == ["role_missing"]


def test_the_review_may_be_done_by_the_author_where_the_policy_allows_it(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path, by=cast.reviewer)
    assert decide(case, cast.reviewer).proposal_author is None
