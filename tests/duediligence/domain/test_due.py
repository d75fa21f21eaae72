"""What is due in a case: what, from whom, by when, counted from what."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence.domain import case as cases
from duediligence.domain import confirmation, declaration, monitoring, partner
from duediligence.domain.actor import Actor
from duediligence.domain.due import dues, last_working_day
from duediligence.domain.standing import Basis, Due
from duediligence.enums import (
    ConfirmationKind,
    ConfirmationVerdict,
    DueBasis,
    DueKind,
    Role,
    StageKind,
)
from duediligence.models import Case, Programme, Proposal, Step
from screening import runs
from tests import factories, partnering, stories
from tests.beginnings import begun
from tests.duediligence.domain.awaited import of, only
from tests.factories import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
FIRST_STEP = dt.date(2026, 6, 8)  # five working days after Monday, 1 June
A_YEAR = dt.timedelta(days=365)


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.designated_case(cast, tmp_path, factories.programme())


beginning = begun(begin)


def programme_of(case: Case) -> Programme:
    assert case.proposal.programme
    return case.proposal.programme


@pytest.fixture
def into(case: Case) -> Programme:
    return programme_of(case)


def stage(into: Programme, kind: StageKind, day: dt.date) -> None:
    into.stages.create(kind=kind, deadline_date=day)


@pytest.mark.parametrize(
    ("deadline", "last"),
    [
        ("2026-06-30", "2026-06-30"),
        ("2026-07-20", "2026-07-17"),  # Marine Day, a Monday
        ("2026-09-23", "2026-09-18"),  # three holidays after a weekend
        ("2026-10-31", "2026-10-30"),  # the month ends on a Saturday
        ("2027-01-03", "2026-12-28"),  # the year's end
    ],
)
def test_an_office_meets_a_deadline_on_its_last_working_day(deadline: str, last: str) -> None:
    assert last_working_day(dt.date.fromisoformat(deadline)) == dt.date.fromisoformat(last)


def test_a_new_case_awaits_its_first_step_and_the_declarations_for_it(case: Case) -> None:
    basis = Basis(DueBasis.WORKING_DAYS, TODAY, 5)
    needed = Basis(DueBasis.STEP, code="department_review")
    officer = Role.DEPARTMENT_OFFICER
    assert dues(case, NOW) == [
        Due(DueKind.STEP, FIRST_STEP, officer, basis, is_overdue=False, name="department_review"),
        Due(DueKind.DECLARATION, FIRST_STEP, officer, needed, is_overdue=False, name="見本 一郎"),
    ]


def test_what_is_due_today_is_not_overdue(case: Case) -> None:
    assert not only(case, DueKind.STEP, on=FIRST_STEP).is_overdue
    assert only(case, DueKind.STEP, on=FIRST_STEP + dt.timedelta(days=1)).is_overdue


def test_a_case_that_has_ended_awaits_nothing(case: Case, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    case.refresh_from_db()
    assert dues(case, NOW, unreviewed=1) == []


def test_an_officers_step_is_asked_of_whoever_has_the_case(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    anybody = only(case, DueKind.STEP)
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    own = only(case, DueKind.STEP)
    officers = frozenset({Role.SECURITY_OFFICER})
    assert (anybody.who, own.who, own.user_id) == ("", str(cast.reviewer), cast.reviewer.pk)
    assert [anybody.is_asked_of(one.pk, officers) for one in (cast.reviewer, cast.second_reviewer)] == [True, True]
    assert [own.is_asked_of(one.pk, officers) for one in (cast.reviewer, cast.second_reviewer)] == [True, False]
    assert not anybody.is_asked_of(cast.auditor.pk, frozenset({Role.AUDITOR}))


def test_an_overdue_step_is_asked_of_the_role_it_was_passed_on_to_as_well(case: Case) -> None:
    Step.objects.filter(case=case, status="open").update(escalated_role=Role.SECURITY_OFFICER)
    late = only(case, DueKind.STEP, on=dt.date(2026, 6, 9))
    assert (late.is_overdue, late.passed_on_to) == (True, Role.SECURITY_OFFICER)
    assert late.is_asked_of(0, frozenset({Role.SECURITY_OFFICER}))


def test_second_reviews_are_due_before_the_step_that_goes_by_judgements(case: Case) -> None:
    found = only(case, DueKind.SECOND_REVIEW, unreviewed=2)
    investigation_ends = dt.date(2026, 6, 29)  # fifteen working days after 8 June
    assert (found.by, found.basis, found.count) == (
        investigation_ends,
        Basis(DueBasis.STEP, code="investigation"),
        2,
    )


# -- Stages of the programme -------------------------------------------------------------------------------
def test_the_questionnaire_is_due_before_the_first_stage_ahead(case: Case, into: Programme) -> None:
    stage(into, StageKind.INTERVIEW, TODAY - dt.timedelta(days=1))
    stage(into, StageKind.APPLICATION, dt.date(2026, 7, 1))
    stage(into, StageKind.CONTRACT, dt.date(2026, 9, 30))
    stage(into, StageKind.CANDIDATE, dt.date(2026, 7, 20))
    found = only(case, DueKind.QUESTIONNAIRE)
    basis = Basis(DueBasis.STAGE, dt.date(2026, 7, 20), code="candidate")
    assert (found.by, found.role, found.basis) == (dt.date(2026, 7, 17), Role.SECURITY_OFFICER, basis)


@pytest.mark.parametrize(("day", "code"), [(dt.date(2026, 8, 31), "interview"), (dt.date(2026, 8, 28), "")])
def test_the_deadline_that_the_proposal_names_goes_first(day: dt.date, code: str, case: Case, into: Programme) -> None:
    stage(into, StageKind.CANDIDATE, dt.date(2026, 7, 20))
    stage(into, StageKind.INTERVIEW, dt.date(2026, 8, 31))
    Proposal.objects.filter(pk=case.proposal_id).update(stage_deadline_date=day)
    found = only(case, DueKind.QUESTIONNAIRE)
    assert (found.by, found.basis) == (day, Basis(DueBasis.STAGE, day, code=code))


def test_a_questionnaire_that_missed_its_stage_is_overdue(case: Case, into: Programme) -> None:
    stage(into, StageKind.INTERVIEW, dt.date(2026, 6, 7))
    assert only(case, DueKind.QUESTIONNAIRE, on=dt.date(2026, 6, 6)).is_overdue  # Saturday before the Sunday


def test_what_was_submitted_and_comes_back_is_due_while_its_stage_is_ahead(
    case: Case, cast: Cast, into: Programme
) -> None:
    stage(into, StageKind.INTERVIEW, dt.date(2026, 7, 31))
    stories.submitted(case, cast)
    assert of(case, DueKind.QUESTIONNAIRE) == []
    answer = only(case, DueKind.ANSWER)
    assert (answer.role, answer.name, answer.basis.days) == (Role.FUNDER, "funder_confirmation", 20)
    confirmation.receive(
        case,
        actor=Actor.of_client(factories.client(into)),
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.RETURNED,
        comments="室を示すこと",
        now=NOW,
    )
    assert only(case, DueKind.QUESTIONNAIRE).by == dt.date(2026, 7, 31)
    assert of(case, DueKind.QUESTIONNAIRE, on=dt.date(2026, 8, 1)) == []


def test_a_monitored_case_is_screened_again_and_reported_on(cast: Cast, tmp_path: Path) -> None:
    case = stories.monitored(cast, tmp_path)
    for year in (2027, 2028):
        stage(programme_of(case), StageKind.REPORT, dt.date(year, 5, 31))
    rescreening = only(case, DueKind.RESCREENING)
    assert (rescreening.by, rescreening.role) == (case.next_rescreen_date, Role.SECURITY_OFFICER)
    assert rescreening.basis == Basis(DueBasis.INTERVAL, days=30)
    assert only(case, DueKind.REPORT).by == dt.date(2027, 5, 31)
    assert only(case, DueKind.REPORT, on=dt.date(2027, 6, 1)).by == dt.date(2028, 5, 31)
    assert of(case, DueKind.STEP) == of(case, DueKind.QUESTIONNAIRE) == []


def test_a_case_that_is_reopened_awaits_its_step_and_no_report(cast: Cast, tmp_path: Path) -> None:
    case = stories.monitored(cast, tmp_path)
    stage(programme_of(case), StageKind.REPORT, dt.date(2027, 5, 31))
    factories.watch_list(tmp_path, f"{stories.LISTED}\n2,person,見本 一郎,,", issued=dt.date(2026, 6, 20))
    later = NOW + dt.timedelta(days=31)
    run = monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=later)
    assert run
    monitoring.act_on(runs.work(run.pk), actor=factories.SYSTEM, now=later)
    assert only(case, DueKind.STEP).name == "investigation"
    assert of(case, DueKind.REPORT) == of(case, DueKind.RESCREENING) == []


def test_a_voluntary_case_has_no_stage_and_awaits_of_people_and_partners_what_they_were_asked_for(
    cast: Cast, tmp_path: Path
) -> None:
    case = stories.hit_case(cast, tmp_path)
    assert [one.kind for one in dues(case, NOW)] == [DueKind.STEP]
    lead = Actor.of_user(cast.reviewer)
    person = case.revision.memberships.get().person
    made, _token = declaration.ask(case, person, actor=lead, email="a@example.ac.jp", now=NOW)
    declaration.revoke_link(made, actor=lead, now=NOW)
    part, _token = partnering.invited(case, cast)
    partner.revoke(part, actor=lead, now=NOW)
    awaited = [only(case, DueKind.DECLARATION), only(case, DueKind.PARTNER)]
    assert [one.basis for one in awaited] == [Basis(DueBasis.STEP, code="review")] * 2
    assert [one.role for one in awaited] == [Role.RESEARCHER, Role.DEPARTMENT_OFFICER]
