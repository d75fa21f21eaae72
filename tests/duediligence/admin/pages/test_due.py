"""What is due, as the overview of a case and the worklist show it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duediligence.admin.pages.due_words import in_words
from duediligence.domain import case as cases
from duediligence.domain import declaration
from duediligence.domain.actor import Actor
from duediligence.domain.standing import Basis, Due
from duediligence.enums import DueBasis, DueKind, MeasureAct, Role
from duediligence.models import Case, Programme, Proposal, User
from tests import declaring, factories, partnering, stories
from tests.duediligence.admin.visiting import judged, told, visitor
from tests.factories import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def lines(by: User, case: Case) -> list[tuple[str, str, dt.date, str]]:
    response = visitor(by).get(reverse("admin:case", args=[case.reference]))
    found = [*response.context["soonest"], *response.context["later"]]
    return [(one.what, one.who, one.by, one.basis) for one in found]


def full(cast: Cast, tmp_path: Path) -> Case:
    """A case that awaits something of everybody."""
    case = partnering.partner_case(cast, tmp_path)
    Programme.objects.get().stages.create(kind="interview", deadline_date="2026-07-20")
    lead = Actor.of_user(cast.reviewer)
    partnering.invited(case, cast)
    own = case.revision.memberships.get(organisation=None).person
    declaration.ask(case, own, actor=lead, email="a@example.ac.jp", now=NOW)
    person = partnering.own_people(case)[0]
    declaration.ask(case, person, actor=lead, email="b@example.ac.jp", now=NOW)
    declaring.declared(case, person)
    made = stories.proposed_measure(case, cast, review_date=dt.date(2026, 7, 31), end_date=dt.date(2026, 12, 31))
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)
    case.refresh_from_db()
    return case


def test_the_overview_lists_what_is_due_the_soonest_first(cast: Cast, tmp_path: Path) -> None:
    case = full(cast, tmp_path)

    assert lines(cast.reviewer, case) == [
        ("Confirmation by the department", "Department officer", dt.date(2026, 6, 8), "5 working days from 1 Jun 2026"),
        ("Declaration of 見本 一郎", "見本 一郎", dt.date(2026, 6, 8), "Needed for: Confirmation by the department"),
        ("Confirmation of Sample Observatory", "Kari Sample", dt.date(2026, 6, 15), "The link of 1 Jun 2026 ends"),
        ("Questionnaire to the funder", "Research-security officer", dt.date(2026, 7, 17), "Interview: 20 Jul 2026"),
        (
            "Review of the measure “Access to research data”",
            str(cast.department_officer),
            dt.date(2026, 7, 31),
            "Set with the measure",
        ),
        (
            "End of the measure “Access to research data”",
            str(cast.department_officer),
            dt.date(2026, 12, 31),
            "Set with the measure",
        ),
        ("New declaration of Ada Sample", "Ada Sample", dt.date(2027, 6, 1), "365 days after 1 Jun 2026"),
    ]


def test_what_is_overdue_is_said_in_words(case: Case, cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(NOW + dt.timedelta(days=30))
    text = told(visitor(cast.reviewer).get(reverse("admin:case", args=[case.reference])))

    assert "1 overdue" in text
    assert "days overdue</span>" in text


def test_many_dues_unfold_after_the_soonest(cast: Cast, tmp_path: Path) -> None:
    members = tuple(factories.member(f"見本 {number}", role=factories.MemberRole.PARTICIPANT) for number in range(20))
    case = stories.designated_case(cast, tmp_path, factories.programme(), members=(factories.member(), *members))

    text = told(visitor(cast.reviewer).get(reverse("admin:case", args=[case.reference])))
    assert "10 more, due later" in text
    assert "Ask 見本 19 for the declaration" in text


def test_a_case_that_has_ended_shows_no_dues(case: Case, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    response = visitor(cast.reviewer).get(reverse("admin:case", args=[case.reference]))

    assert response.context["soonest"] == []
    assert "What is due" not in told(response)


def test_a_second_review_is_asked_of_another_officer(case: Case, cast: Cast) -> None:
    judged(case, cast.reviewer)

    (found,) = [one for one in lines(cast.second_reviewer, case) if "review of 1 judgement" in one[0]]
    assert found[1] == "Research-security officer, another one"


def test_a_monitored_case_says_what_happens_by_itself(cast: Cast, tmp_path: Path) -> None:
    case = stories.monitored(cast, tmp_path)
    Programme.objects.get().stages.create(kind="report", deadline_date="2027-05-31")

    assert lines(cast.auditor, case) == [
        ("Next rescreening", "Done by itself", dt.date(2026, 7, 1), "Every 30 days"),
        ("Yearly report", "Department officer", dt.date(2027, 5, 31), "Yearly report: 31 May 2027"),
    ]


def test_a_deadline_that_is_no_stage_and_a_step_passed_on_have_their_words(case: Case) -> None:
    deadline = Basis(DueBasis.STAGE, TODAY)
    passed = {"is_overdue": True, "passed_on_to": Role.DECISION_MAKER}
    due = Due(DueKind.PARTNER, TODAY, Role.DEPARTMENT_OFFICER, deadline, name="Sample Observatory", **passed)
    shown = in_words(due, case)

    assert (shown.what, shown.basis) == ("Invite Sample Observatory to confirm", "Deadline: 1 Jun 2026")
    assert shown.who == "Department officer; passed on to: Decision-maker"


# -- The worklist ------------------------------------------------------------------------------------------
def test_the_worklist_says_what_is_due_next_and_from_whom(cast: Cast, tmp_path: Path) -> None:
    case = full(cast, tmp_path)
    response = visitor(cast.reviewer).get("/?tab=all")

    (row,) = [one for one in response.context["rows"] if one["row"].case == case]
    assert (row["due"].what, row["due"].who) == ("Confirmation by the department", "Department officer")
    assert "Due next</th>" in told(response)


def test_what_is_asked_of_the_reader_goes_first_under_the_own_tab(cast: Cast, tmp_path: Path) -> None:
    case = full(cast, tmp_path)
    case.steps.filter(code="department_review").update(due_date=dt.date(2026, 7, 1))

    def due(tab: str) -> str:
        rows = visitor(cast.department_officer).get(f"/?tab={tab}").context["rows"]
        return next(str(one["due"].what) for one in rows if one["row"].case == case)

    Proposal.objects.filter(pk=case.proposal_id).update(department=cast.department_officer.department)
    assert due("mine") == "Confirmation by the department"
    assert due("all") == "Declaration of 見本 一郎"


def test_a_case_that_has_ended_has_nothing_due_next(case: Case, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    client = visitor(cast.reviewer)

    assert client.get("/?tab=all").context["rows"][0]["due"] is None
    assert client.get("/?tab=all&format=csv").content.decode().splitlines()[1].endswith(",,,")


def test_the_fullest_cases_ask_no_more_of_the_database_than_forty(cast: Cast, tmp_path: Path) -> None:
    case = full(cast, tmp_path)
    client = visitor(cast.reviewer)
    for address in ("/?tab=all", "/?tab=all&format=csv", reverse("admin:case", args=[case.reference])):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 40, f"{address}: {len(asked)}"
