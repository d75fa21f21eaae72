"""Measures: who proposes, agrees, confirms and ends them, and what a breach sets going."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import gates, measure, monitoring, recusal
from duediligence.domain.actor import Actor
from duediligence.domain.measure_input import MeasureInput
from duediligence.enums import CaseOutcome, MeasureAct, MeasureKind, MeasureTarget, StepStatus
from duediligence.enums import MeasureStatus as Status
from duediligence.models import AuditEvent, Case, Institution, Measure, Person, Programme
from tests import declaring, factories, forcing, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A screened case; mitigation is needed for its only member."""
    case = stories.screened_case(cast, tmp_path)
    stories.needed(case, cast.reviewer)
    return case


beginning = begun(begin)


def unmet(case: Case, step: str = "approval") -> list[str]:
    from duediligence.domain.policy import read

    return [refused.code for refused in gates.unmet(case, read(case.policy_edition).step(step))]


def test_a_measure_goes_from_proposal_to_evidence_and_end(cast: Cast, case: Case) -> None:
    made = stories.running_measure(case, cast)
    stories.perform(made, MeasureAct.GIVE_EVIDENCE, cast.department_officer, text="権限の一覧を添える")
    stories.perform(made, MeasureAct.CONFIRM_EVIDENCE, cast.reviewer)
    assert made.status == Status.EVIDENCED
    assert made.review_date == factories.TODAY + dt.timedelta(days=180)
    later = factories.TODAY + dt.timedelta(days=300)
    stories.perform(made, MeasureAct.REVIEW, cast.department_officer, review_date=later)
    assert made.review_date == later
    stories.perform(made, MeasureAct.END, cast.reviewer, text="課題が終わった")
    assert made.status == Status.ENDED
    assert list(made.records.values_list("act", flat=True)) == [
        "propose",
        "agree",
        "confirm_feasible",
        "begin",
        "give_evidence",
        "confirm_evidence",
        "review",
        "end",
    ]
    assert AuditEvent.objects.filter(verb__startswith="measure.").count() == 8


def test_the_three_gates_open_one_after_the_other(cast: Cast, case: Case) -> None:
    assert unmet(case) == ["measures_missing"]
    made = stories.proposed_measure(case, cast)
    assert unmet(case) == ["measures_not_agreed", "measures_not_feasible", "consents_missing"]
    stories.perform(made, MeasureAct.END, cast.reviewer)
    stories.agreed_measure(case, cast)
    assert unmet(case) == []


def test_a_proposal_that_is_not_pursued_needs_no_measures(cast: Cast, case: Case) -> None:
    stories.approve(case, cast.reviewer)
    with pytest.raises(errors.MeasuresMissing):
        stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    stories.approve(case, cast.decision_maker, CaseOutcome.NOT_PURSUED)
    assert case.outcome == CaseOutcome.NOT_PURSUED


def test_mitigation_is_not_decided_without_a_measure(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    with pytest.raises(errors.MeasuresMissing):
        stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)


def test_a_decided_mitigation_whose_measures_have_ended_stops_the_submission(cast: Cast, tmp_path: Path) -> None:
    case = designated(cast, tmp_path, factories.programme())
    for made in Measure.objects.filter(case=case):
        stories.perform(made, MeasureAct.END, cast.reviewer)
    forcing.remove(case.assessments.all())
    assert unmet(case, "submission") == ["measures_missing"]


def designated(cast: Cast, tmp_path: Path, programme: Programme) -> Case:
    case = stories.designated_case(cast, tmp_path, programme)
    declaring.none_required(case)
    stories.needed(case, cast.reviewer)
    stories.agreed_measure(case, cast)
    stories.approve(case, factories.user(cast.institution, factories.Role.DEPARTMENT_OFFICER))
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    assert case.steps.get(status=StepStatus.OPEN).code == "submission"
    return case


def test_a_room_may_cover_the_person_because_of_whom_it_is_closed(cast: Cast, case: Case) -> None:
    person = case.revision.memberships.get().person
    made = stories.agreed_measure(
        case, cast, kind=MeasureKind.FACILITY_ACCESS, target=MeasureTarget.ROOM, place="第3実験室", person=person
    )
    assert made.about == "第3実験室 / 見本 一郎"
    assert unmet(case) == []


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"target": MeasureTarget.ROOM, "place": "第3実験室"}, errors.TargetUnsuited),
        ({"person": None}, errors.TargetUnsuited),
        ({"target": MeasureTarget.DATA_SET, "place": " "}, errors.TargetUnsuited),
        ({"description": " "}, errors.InvalidInput),
        ({"end_date": factories.TODAY - dt.timedelta(days=1)}, errors.InvalidInput),
    ],
)
def test_propose_refuses_what_is_incomplete_or_unsuited(
    cast: Cast, case: Case, changes: dict[str, object], refused: type[errors.Refused]
) -> None:
    with pytest.raises(refused):
        stories.proposed_measure(case, cast, **changes)


def test_propose_refuses_a_person_without_a_part(cast: Cast, case: Case) -> None:
    other = Person.objects.create(institution=cast.institution, name="部外者", match_key="other")
    with pytest.raises(errors.TargetUnsuited) as refused:
        stories.proposed_measure(case, cast, person=other)
    assert refused.value.field == "about"


def test_propose_refuses_an_owner_of_another_institution(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.InvalidInput):
        stories.proposed_measure(case, cast, owner=cast.stranger)


def test_propose_refuses_other_roles(cast: Cast, case: Case) -> None:
    given = MeasureInput(
        MeasureKind.TRAINING, MeasureTarget.PERSON, "研修", cast.reviewer, factories.TODAY, Person.objects.get()
    )
    for user in (cast.submitter, cast.decision_maker, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            measure.propose(case, given, actor=Actor.of_user(user))


def test_propose_and_perform_refuse_a_closed_case(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NOT_PURSUED)
    with pytest.raises(errors.CaseNotOpen):
        stories.proposed_measure(case, cast)
    with pytest.raises(errors.CaseNotOpen):
        stories.perform(made, MeasureAct.AGREE, cast.department_officer)


def test_agree_refuses_whoever_proposed(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    with pytest.raises(errors.SecondPersonAgrees):
        stories.perform(made, MeasureAct.AGREE, cast.reviewer)


def test_perform_refuses_other_roles_strangers_and_programs(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    for user in (cast.submitter, cast.stranger, cast.auditor):
        with pytest.raises(errors.NotAllowed):
            stories.perform(made, MeasureAct.AGREE, user)
    with pytest.raises(errors.NotAllowed):
        measure.perform(made, MeasureAct.AGREE, text="x", actor=factories.SYSTEM)


def test_perform_refuses_what_the_state_does_not_allow(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    for act in (MeasureAct.BEGIN, MeasureAct.REVIEW, MeasureAct.RESTORE, MeasureAct.REPORT_BREACH):
        with pytest.raises(errors.MeasureNotThere):
            stories.perform(made, act, cast.reviewer)


def test_begin_refuses_before_it_is_confirmed_feasible(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)
    with pytest.raises(errors.FeasibilityMissing):
        stories.perform(made, MeasureAct.BEGIN, cast.reviewer)


def test_feasibility_is_confirmed_once(cast: Cast, case: Case) -> None:
    made = stories.agreed_measure(case, cast)
    with pytest.raises(errors.MeasureNotThere):
        stories.perform(made, MeasureAct.CONFIRM_FEASIBLE, cast.reviewer)


def test_perform_asks_for_words(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    with pytest.raises(errors.ReasonMissing):
        stories.perform(made, MeasureAct.AGREE, cast.department_officer, text=" ")


def test_evidence_is_confirmed_by_another_person_than_gave_it(cast: Cast, case: Case) -> None:
    made = stories.running_measure(case, cast)
    with pytest.raises(errors.EvidenceMissing):
        stories.perform(made, MeasureAct.CONFIRM_EVIDENCE, cast.reviewer)
    stories.perform(made, MeasureAct.GIVE_EVIDENCE, cast.reviewer)
    with pytest.raises(errors.SecondPersonConfirms):
        stories.perform(made, MeasureAct.CONFIRM_EVIDENCE, cast.reviewer)
    stories.perform(made, MeasureAct.CONFIRM_EVIDENCE, cast.second_reviewer)
    with pytest.raises(errors.EvidenceMissing):
        stories.perform(made, MeasureAct.CONFIRM_EVIDENCE, cast.second_reviewer)


@pytest.mark.parametrize("day", [None, factories.TODAY])
def test_a_review_names_the_next_one(cast: Cast, case: Case, day: dt.date | None) -> None:
    made = stories.running_measure(case, cast)
    with pytest.raises(errors.InvalidInput):
        stories.perform(made, MeasureAct.REVIEW, cast.reviewer, review_date=day)


def test_a_breach_is_recorded_and_told_to_owner_officer_and_decision_makers(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: object
) -> None:
    made = stories.running_measure(case, cast)
    Institution.objects.update(is_demo=False)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        stories.perform(made, MeasureAct.REPORT_BREACH, cast.department_officer, text="権限が外れていた")
    assert made.status == Status.BREACHED
    told = {address for message in mail.outbox for address in message.to}
    makers = {cast.department_officer, cast.decision_maker, cast.second_decision_maker}
    officers = {cast.reviewer, cast.second_reviewer}  # nobody has the case
    assert told == {user.email for user in makers | officers}
    stories.perform(made, MeasureAct.RESTORE, cast.reviewer)
    assert made.status == Status.IN_FORCE


def test_a_breach_goes_to_whom_the_policy_names_and_to_the_officer_of_the_case(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    case = designated(cast, tmp_path, factories.programme())
    Case.objects.update(owner=cast.reviewer)
    made = Measure.objects.get()
    stories.perform(made, MeasureAct.BEGIN, cast.reviewer)
    Institution.objects.update(is_demo=False)
    made = Measure.objects.get(case=case)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        stories.perform(made, MeasureAct.REPORT_BREACH, cast.reviewer)
    assert cast.reviewer.email in {address for message in mail.outbox for address in message.to}


def test_reminders_come_once_a_day_before_the_review(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: object
) -> None:
    made = stories.running_measure(case, cast)
    Institution.objects.update(is_demo=False)
    near = made.review_date - dt.timedelta(days=3)
    assert monitoring.remind_of_measures(near - dt.timedelta(days=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert [monitoring.remind_of_measures(near), monitoring.remind_of_measures(near)] == [1, 0]
    officers = [cast.department_officer, cast.reviewer, cast.second_reviewer]
    assert [message.to for message in mail.outbox] == [[user.email] for user in officers], "nobody has the case"


def test_whoever_is_recused_is_not_reminded_of_a_measure(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: object
) -> None:
    made = stories.running_measure(case, cast)
    Case.objects.update(owner=cast.reviewer)
    Institution.objects.update(is_demo=False)
    recusal.recuse(case, reason_code="joint_work", text="", actor=Actor.of_user(cast.department_officer))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        monitoring.remind_of_measures(made.review_date)
    assert [message.to for message in mail.outbox] == [[cast.reviewer.email]]


def test_no_reminder_about_a_closed_case(cast: Cast, case: Case) -> None:
    made = stories.running_measure(case, cast)
    stories.approve(case, cast.second_reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NOT_PURSUED)
    assert monitoring.remind_of_measures(made.review_date) == 0


def test_a_measure_is_seen_by_those_who_see_its_case(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    assert list(Measure.objects.visible_to(cast.reviewer)) == [made]
    assert not Measure.objects.visible_to(cast.stranger).exists()


def test_the_database_refuses_a_measure_in_force_that_was_never_feasible(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=made.pk).update(status=Status.IN_FORCE)
