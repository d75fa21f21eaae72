"""What is due from members, partner institutions and the owners of measures."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence.domain import declaration, joining, partner
from duediligence.domain.actor import Actor
from duediligence.domain.standing import Basis
from duediligence.enums import (
    DueBasis,
    DueKind,
    MeasureAct,
    MemberRole,
    Role,
)
from duediligence.models import Case, Declaration, Step
from tests import declaring, factories, forcing, partnering, stories
from tests.beginnings import begun
from tests.duediligence.domain.awaited import of, only
from tests.factories import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
FIRST_STEP = dt.date(2026, 6, 8)  # five working days after Monday, 1 June
A_YEAR = dt.timedelta(days=365)


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.designated_case(cast, tmp_path, factories.programme())


beginning = begun(begin)


# -- Declarations ------------------------------------------------------------------------------------------
def asked(case: Case, cast: Cast) -> Declaration:
    person = case.revision.memberships.get().person
    return declaration.ask(case, person, actor=Actor.of_user(cast.reviewer), email="a@example.ac.jp", now=NOW)[0]


def test_a_declaration_is_asked_of_the_member_until_the_step_needs_it(case: Case, cast: Cast) -> None:
    person = asked(case, cast).person
    user = declaring.account(person)
    found = only(case, DueKind.DECLARATION)
    assert (found.by, found.role, found.who, found.user_id) == (FIRST_STEP, Role.RESEARCHER, person.name, user.pk)


def test_a_link_that_ends_earlier_sets_the_day(case: Case, cast: Cast) -> None:
    Step.objects.filter(case=case, status="open").update(due_date=dt.date(2026, 7, 1))
    asked(case, cast)
    found = only(case, DueKind.DECLARATION, on=dt.date(2026, 6, 16))
    assert (found.by, found.is_overdue) == (dt.date(2026, 6, 15), True)
    assert found.basis == Basis(DueBasis.LINK, TODAY)


def test_a_revoked_link_leaves_the_step(case: Case, cast: Cast) -> None:
    Step.objects.filter(case=case, status="open").update(due_date=dt.date(2026, 7, 1))
    declaration.revoke_link(asked(case, cast), actor=Actor.of_user(cast.reviewer), now=NOW)
    assert only(case, DueKind.DECLARATION).basis == Basis(DueBasis.STEP, code="department_review")


def test_a_member_who_began_alone_is_asked_not_the_office(case: Case) -> None:
    begun, actor = declaring.begun(case, case.revision.memberships.get().person)
    declaring.fill(begun, actor)
    assert only(case, DueKind.DECLARATION).role == Role.RESEARCHER


def test_a_declaration_is_renewed_after_the_interval_of_the_policy(case: Case) -> None:
    declaring.all_declared(case)
    found = only(case, DueKind.RENEWAL)
    assert (found.by, found.basis) == (TODAY + A_YEAR, Basis(DueBasis.INTERVAL, TODAY, 365))
    assert of(case, DueKind.DECLARATION) == []


def test_no_declaration_is_due_of_whom_none_is_required(case: Case) -> None:
    declaring.none_required(case)
    assert of(case, DueKind.DECLARATION) == of(case, DueKind.RENEWAL) == []


def test_whoever_has_left_owes_nothing(case: Case) -> None:
    forcing.force(case.revision.memberships.all(), end_date=TODAY)
    assert len(of(case, DueKind.DECLARATION)) == 1
    assert of(case, DueKind.DECLARATION, on=TODAY + dt.timedelta(days=1)) == []


def test_whoever_wishes_to_join_declares_as_well(case: Case, cast: Cast) -> None:
    newcomer = factories.member("見本 二郎", role=MemberRole.PARTICIPANT)
    made = joining.request(case, newcomer, actor=Actor.of_user(cast.reviewer), reason="増員", now=NOW)
    assert {one.name for one in of(case, DueKind.DECLARATION)} == {"見本 一郎", "見本 二郎"}
    made.status = "declined"
    made.decided_by, made.decision_reason = cast.decision_maker, "見送り"
    made.save()
    assert {one.name for one in of(case, DueKind.DECLARATION)} == {"見本 一郎"}


# -- Partner institutions ----------------------------------------------------------------------------------
def test_a_partner_is_invited_by_the_office_then_owes_its_part(cast: Cast, tmp_path: Path) -> None:
    case = partnering.partner_case(cast, tmp_path)
    first = only(case, DueKind.PARTNER)
    decided = dt.date(2026, 7, 6)  # the decision, five working days after the investigation
    assert (first.by, first.role, first.name) == (decided, Role.DEPARTMENT_OFFICER, partnering.NAME)
    assert first.basis == Basis(DueBasis.STEP, code="decision")
    partnering.invited(case, cast)
    found = only(case, DueKind.PARTNER)
    assert (found.by, found.role, found.who) == (dt.date(2026, 6, 15), Role.PARTNER_OFFICER, "Kari Sample")
    lapsed = only(case, DueKind.PARTNER, on=dt.date(2026, 6, 16))
    assert (lapsed.role, lapsed.is_overdue) == (Role.DEPARTMENT_OFFICER, True)


def test_a_partner_asks_its_own_people(cast: Cast, tmp_path: Path) -> None:
    case = partnering.partner_case(cast, tmp_path)
    _part, officer = partnering.opened(case, cast)
    declaration.ask(case, partnering.own_people(case)[0], actor=officer, email="ada@partner.example", now=NOW)
    assert [one.name for one in of(case, DueKind.DECLARATION)] == ["見本 一郎"]


def test_a_confirmed_part_is_due_no_more(cast: Cast, tmp_path: Path) -> None:
    case = partnering.partner_case(cast, tmp_path)
    partnering.confirmed(case, cast)
    assert of(case, DueKind.PARTNER) == []


def test_the_lead_asks_the_people_of_a_partner_that_is_not_asked(cast: Cast, tmp_path: Path) -> None:
    case = partnering.partner_case(cast, tmp_path)
    at = partnering.organisation(case)
    partner.do_not_ask(case, at, reason="担当部署がない", actor=Actor.of_user(cast.reviewer), now=NOW)
    assert of(case, DueKind.PARTNER) == []
    assert {one.name for one in of(case, DueKind.DECLARATION)} == {"見本 一郎", *partnering.PEOPLE}


def test_what_the_lead_asked_itself_is_settled_by_the_partners_word(cast: Cast, tmp_path: Path) -> None:
    case = partnering.partner_case(cast, tmp_path)
    lead = Actor.of_user(cast.reviewer)
    for person in partnering.own_people(case):
        declaration.ask(case, person, actor=lead, email="a@partner.example", now=NOW)
    assert len(of(case, DueKind.DECLARATION)) == 3
    partnering.confirmed(case, cast)
    assert [one.name for one in of(case, DueKind.DECLARATION)] == ["見本 一郎"]


# -- Measures ----------------------------------------------------------------------------------------------
def test_a_measure_is_reviewed_and_ends_under_its_owner(case: Case, cast: Cast) -> None:
    review, end = dt.date(2026, 6, 30), dt.date(2026, 12, 31)
    made = stories.proposed_measure(case, cast, review_date=review, end_date=end)
    assert of(case, DueKind.MEASURE_REVIEW) == []
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)
    found = only(case, DueKind.MEASURE_REVIEW)
    assert (found.by, found.role, found.basis) == (review, None, Basis(DueBasis.AGREED))
    assert (found.who, found.user_id) == (str(cast.department_officer), cast.department_officer.pk)
    assert only(case, DueKind.MEASURE_END).by == end


def test_a_breach_is_due_to_be_dealt_with_at_once_by_the_officer(case: Case, cast: Cast) -> None:
    made = stories.running_measure(case, cast)
    stories.perform(made, MeasureAct.REPORT_BREACH, cast.department_officer)
    found = only(case, DueKind.MEASURE_BREACH)
    assert (found.by, found.role, found.basis) == (TODAY, Role.SECURITY_OFFICER, Basis(DueBasis.REPORTED))
    assert of(case, DueKind.MEASURE_REVIEW) == []
    stories.perform(made, MeasureAct.RESTORE, cast.reviewer)
    assert of(case, DueKind.MEASURE_BREACH) == []
    assert only(case, DueKind.MEASURE_REVIEW).by == TODAY


def test_a_measure_without_an_end_is_reviewed_alone(case: Case, cast: Cast) -> None:
    made = stories.proposed_measure(case, cast)
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)
    assert len(of(case, DueKind.MEASURE_REVIEW)) == 1
    assert of(case, DueKind.MEASURE_END) == []
