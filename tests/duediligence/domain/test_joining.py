"""The joining gate: declared, screened, judged, admitted by another person; approvals stand."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import declaration, disposition, joining
from duediligence.domain.actor import Actor
from duediligence.domain.content import MemberInput
from duediligence.domain.party import OrganisationInput, PersonInput
from duediligence.enums import CaseStatus, JoiningStatus, Judgement, MemberRole
from duediligence.models import AuditEvent, Case, Joining, StepDecision, SubjectOrigin, User
from duediligence.policy.answers import ItemAnswer
from screening import runs
from tests import declaring, factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
NEW = MemberInput(
    PersonInput("見本 花子", affiliation=OrganisationInput("西都大学")),
    MemberRole.STUDENT,
    start_date=dt.date(2026, 7, 1),
)
LISTED = {"month": "2025-09", "content": "奨学金", "provider": "Exemplar Hypersonics", "period": "2025-09/"}


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A monitored case: everything was decided."""
    return stories.monitored(cast, tmp_path)


beginning = begun(begin)


def request(case: Case, by: User, member: MemberInput = NEW, reason: str = "新しい大学院生") -> Joining:
    return joining.request(case, member, actor=Actor.of_user(by), reason=reason, now=factories.NOW)


def screened(case: Case) -> Case:
    case.refresh_from_db()
    return stories.screened(case)


def codes(one: Joining, user: User) -> list[str]:
    fresh = Joining.objects.select_related("person", "case__current_run").get(pk=one.pk)
    return [refusal.code for refusal in joining.refusals(fresh, user)]


def declared(case: Case, one: Joining, **answers: ItemAnswer) -> None:
    declaring.declared(case, one.person, **answers)
    screened(case)


def admit(one: Joining, by: User, reason: str = "確認した") -> Any:
    return joining.admit(one, actor=Actor.of_user(by), reason=reason, now=factories.NOW)


def test_a_new_member_passes_the_gate_and_no_approval_is_voided(case: Case, cast: Cast) -> None:
    one = request(case, cast.reviewer)
    assert codes(one, cast.decision_maker) == ["declarations_missing", "screening_incomplete"]
    declared(case, one)
    assert codes(one, cast.decision_maker) == []

    revision = admit(one, cast.decision_maker)

    case.refresh_from_db()
    assert (case.revision, revision.number, case.status) == (revision, 2, CaseStatus.MONITORING)
    members = {one.person.name: one for one in revision.memberships.select_related("person", "organisation")}
    new = members["見本 花子"]
    assert set(members) == {"見本 一郎", "見本 花子"}
    assert (new.role, new.start_date, str(new.organisation)) == ("student", dt.date(2026, 7, 1), "西都大学")
    assert not StepDecision.objects.filter(voided_at__isnull=False).exists()
    one.refresh_from_db()
    assert (one.status, one.decided_by, str(one)) == (
        JoiningStatus.ADMITTED,
        cast.decision_maker,
        f"{case.reference}: 見本 花子",
    )
    verbs = AuditEvent.objects.filter(object_type="joining").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["joining.requested", "joining.admitted"]


def test_partners_stay_with_the_new_revision(cast: Cast, tmp_path: Path) -> None:
    parties = (factories.partner("Sample Laboratory"),)
    case = stories.designated_case(cast, tmp_path, factories.programme(), parties=parties)
    one = request(case, cast.reviewer)
    declared(case, one)
    assert [str(party) for party in admit(one, cast.decision_maker).parties.all()] == ["Sample Laboratory"]


def test_where_somebody_who_wishes_to_join_works_is_screened_before_the_gate(case: Case, cast: Cast) -> None:
    listed = MemberInput(
        PersonInput("見本 花子", affiliation=OrganisationInput("Exemplar Hypersonics")), MemberRole.PARTICIPANT
    )
    one = request(case, cast.reviewer, listed)
    declared(case, one)

    case.refresh_from_db()
    found = SubjectOrigin.objects.filter(run=case.current_run, origin="joining.affiliation")
    assert list(found.values_list("name", "detail")) == [("Exemplar Hypersonics", "見本 花子")]
    assert case.status == CaseStatus.MONITORING, "a hit before the gate reopens nothing"
    assert codes(one, cast.decision_maker) == ["hits_unjudged"]


def test_whoever_wishes_to_join_is_screened_with_the_names_declared(case: Case, cast: Cast) -> None:
    one = request(case, cast.reviewer)
    declared(case, one, other_support=ItemAnswer(rows=(LISTED,)))

    case.refresh_from_db()
    found = SubjectOrigin.objects.filter(run=case.current_run, origin="joining").values_list("name", "detail")
    assert set(found) >= {("見本 花子", ""), ("Exemplar Hypersonics", "見本 花子: 4 (1)")}
    assert case.status == CaseStatus.MONITORING, "a hit before the gate reopens nothing"
    assert codes(one, cast.decision_maker) == ["hits_unjudged"]
    with pytest.raises(errors.HitsUnjudged):
        admit(one, cast.decision_maker)

    assert case.current_run
    judged = disposition.judge(
        case,
        case.current_run.hits.get(),
        actor=Actor.of_user(cast.reviewer),
        judgement=Judgement.FALSE_POSITIVE,
        reason_code="seat_differs",
        text="別の財団",
        now=factories.NOW,
    )
    assert codes(one, cast.decision_maker) == ["second_review_missing"]
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    assert codes(one, cast.decision_maker) == []


def test_a_hit_of_a_member_still_reopens(case: Case, cast: Cast, tmp_path: Path) -> None:
    request(case, cast.reviewer)
    factories.watch_list(tmp_path, "7,person,見本 一郎,,", issued=factories.TODAY)
    assert screened(case).status == CaseStatus.IN_PROGRESS


def test_a_declaration_that_is_not_required_passes(case: Case, cast: Cast) -> None:
    one = request(case, cast.reviewer)
    screened(case)
    actor = Actor.of_user(cast.reviewer)
    declaration.mark_not_required(case, one.person, actor=actor, reason_code="declared_recently")
    assert codes(one, cast.decision_maker) == []


def test_a_run_that_does_not_hold_the_person_is_not_enough(case: Case, cast: Cast) -> None:
    one = request(case, cast.reviewer)
    declared(case, one)
    SubjectOrigin.objects.filter(subject_ref=f"person:{one.person_id}").delete()
    assert codes(one, cast.decision_maker) == ["screening_incomplete"]
    Case.objects.update(current_run=None)
    assert codes(one, cast.decision_maker) == ["screening_incomplete"]


def test_a_run_under_way_keeps_the_gate_closed(case: Case, cast: Cast) -> None:
    one = request(case, cast.reviewer)
    declaring.declared(case, one.person)
    assert codes(one, cast.decision_maker) == ["screening_incomplete"]
    case.refresh_from_db()
    assert case.current_run and runs.work(case.current_run.pk).finished_at


@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor", "admin", "stranger"])
def test_others_make_no_request(who: str, case: Case, cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        request(case, getattr(cast, who))


def test_a_request_has_a_reason_and_is_made_once(case: Case, cast: Cast) -> None:
    with pytest.raises(errors.ReasonMissing):
        request(case, cast.reviewer, reason=" ")
    one = request(case, cast.department_officer)
    with pytest.raises(errors.AlreadyAMember):
        request(case, cast.reviewer)
    with pytest.raises(errors.AlreadyAMember):
        request(case, cast.reviewer, factories.member())
    with pytest.raises(IntegrityError), transaction.atomic():
        Joining.objects.create(
            case=case,
            person=one.person,
            role="student",
            status=JoiningStatus.REQUESTED,
            reason="x",
            requested_by=cast.reviewer,
            requested_at=factories.NOW,
        )


def test_an_organisation_of_ones_own_may_be_given(case: Case, cast: Cast) -> None:
    member = MemberInput(PersonInput("別の 人"), MemberRole.PARTICIPANT, OrganisationInput("北都大学"))
    assert str(request(case, cast.reviewer, member).organisation) == "北都大学"


def test_only_another_person_of_the_right_role_admits(case: Case, cast: Cast) -> None:
    both = factories.user(cast.institution, factories.Role.DEPARTMENT_OFFICER, factories.Role.DECISION_MAKER)
    one = request(case, both)
    declared(case, one)

    assert codes(one, both) == ["other_person_admits"]
    assert codes(one, cast.reviewer) == ["not_allowed"]
    one.person.user = cast.second_decision_maker
    one.person.save()
    assert codes(one, cast.second_decision_maker) == ["other_person_admits"]
    with pytest.raises(errors.OtherPersonAdmits):
        admit(one, both)
    with pytest.raises(errors.NotAllowed):
        joining.admit(one, actor=factories.SYSTEM, reason="x")
    with pytest.raises(errors.ReasonMissing):
        admit(one, cast.decision_maker, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Joining.objects.update(decided_by=both, status=JoiningStatus.ADMITTED, decision_reason="x")


def test_a_request_is_declined_at_any_time_and_decided_once(case: Case, cast: Cast) -> None:
    one = request(case, cast.reviewer)
    actor = Actor.of_user(cast.decision_maker)

    joining.decline(one, actor=actor, reason="参加を見送る", now=factories.NOW)

    with pytest.raises(errors.JoiningNotOpen):
        joining.decline(one, actor=actor, reason="x")
    with pytest.raises(errors.NotAMember):
        declaring.begun(case, one.person)
    assert request(case, cast.reviewer).status == JoiningStatus.REQUESTED


def test_a_closed_case_takes_nobody(case: Case, cast: Cast) -> None:
    one = request(case, cast.reviewer)
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="中止", now=factories.NOW)
    assert codes(one, cast.decision_maker)[0] == "case_not_open"
    with pytest.raises(errors.CaseNotOpen):
        request(case, cast.reviewer)
