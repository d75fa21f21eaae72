"""What the questionnaire says: rows of present members only, secret ones in part, masked ones not at all."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duediligence.domain.party import OrganisationInput
from duediligence.domain.questionnaire import content_of, digest_of
from duediligence.enums import CaseOutcome, MemberRole, Role
from duediligence.models import Case
from duediligence.policy.answers import CONFIDENTIAL, ItemAnswer
from tests import declaring, factories, forcing, partnering, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db

CLINIC = OrganisationInput(name="例示医科大学")


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A principal investigator, a member of a partner, and one who left in May."""
    left = replace(factories.member("去田 三郎", role=MemberRole.PARTICIPANT), end_date=dt.date(2026, 5, 31))
    theirs = replace(factories.member("分担 二郎", role=MemberRole.CO_PI), organisation=CLINIC)
    members = (factories.member(), theirs, left)
    programme = factories.programme()
    return stories.designated_case(
        cast, tmp_path, programme, members=members, parties=(factories.partner(CLINIC.name),)
    )


beginning = begun(begin)


def said(case: Case) -> dict[str, Any]:
    return content_of(case, factories.TODAY)


def item(case: Case, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in said(case)["declared_items"] if one["code"] == code)
    return found


def declare(case: Case, name: str, **answers: ItemAnswer) -> None:
    declaring.declared(case, case.revision.memberships.get(person__name=name).person, **answers)
    case.refresh_from_db()


def test_who_has_left_is_in_no_part(case: Case) -> None:
    leaving = case.revision.memberships.filter(person__name="去田 三郎")
    last_day = leaving.get().end_date
    forcing.force(leaving, end_date=None)
    declare(case, "去田 三郎")
    forcing.force(leaving, end_date=last_day)
    assert "去田" not in json.dumps(said(case), ensure_ascii=False)
    on_the_last_day = content_of(case, dt.date(2026, 5, 31))
    assert len(on_the_last_day["header"]["members"]) == 3


def test_rows_of_all_members_are_merged_and_tagged(case: Case) -> None:
    row = {"period": "2020-04/", "organization": "東都大学", "content": "教授"}
    declare(case, "見本 一郎", career=ItemAnswer(rows=(row,)))
    declare(case, "分担 二郎", career=ItemAnswer(rows=({**row, "content": "講師"},)))
    career = item(case, "career")
    assert [(one["member"], one["cells"]["content"]) for one in career["rows"]] == [
        ("見本 一郎", "教授"),
        ("分担 二郎", "講師"),
    ]
    assert item(case, "papers")["none"] == ["見本 一郎", "分担 二郎"]
    assert career["open"] == []


def test_who_has_not_declared_is_named(case: Case) -> None:
    declare(case, "見本 一郎")
    assert item(case, "career")["open"] == ["分担 二郎"]
    assert item(case, "nationality")["open"] == ["分担 二郎"]


def test_a_row_under_a_duty_of_secrecy_says_when_alone(case: Case) -> None:
    secret = {"date": "2025-04-01", "name": "秘密研究", "funder": "某社", "period": "2025-04/", "amount": "900"}
    declare(case, "見本 一郎", research_funding=ItemAnswer(rows=({**secret, CONFIDENTIAL: "yes"},)))
    (row,) = item(case, "research_funding")["rows"]
    assert row == {
        "member": "見本 一郎",
        "cells": {"date": "2025-04-01", "period": "2025-04/"},
        "confidential": True,
    }


def test_masked_answers_are_counted_and_never_said(case: Case) -> None:
    declare(case, "見本 一郎", nationality=ItemAnswer(rows=({"nationality": "架空国"},)))
    assert item(case, "nationality")["answered"] == ["見本 一郎"]
    assert "架空国" not in json.dumps(said(case), ensure_ascii=False)


def test_guided_questions_are_answered_by_name(case: Case) -> None:
    declare(case, "見本 一郎")
    assert all(not one["questions"] for one in said(case)["declared_items"] if one["code"] == "deemed_export")


def test_members_stand_with_their_institution(case: Case, cast: Cast) -> None:
    declare(case, "見本 一郎")
    lead, partner = said(case)["declaration_status"]
    assert [one["name"] for one in lead["members"]] == ["見本 一郎"]
    assert (lead["members"][0]["status"], lead["members"][0]["version"]) == ("submitted", 1)
    assert (partner["partner"], [one["name"] for one in partner["members"]]) == (CLINIC.name, ["分担 二郎"])
    declaring.none_required(case)
    _lead, partner = said(case)["declaration_status"]
    assert (partner["members"][0]["status"], partner["members"][0]["reason"]) == ("not_required", "declared_recently")


def test_members_of_one_name_are_told_apart(cast: Cast, tmp_path: Path) -> None:
    first = factories.member("見本 一郎", erad_number="10000001")
    second = factories.member("見本 一郎", role=MemberRole.CO_PI, erad_number="10000002")
    both = (replace(first, organisation=CLINIC), second)
    case = stories.designated_case(cast, tmp_path, factories.programme(), members=both)
    tags = [one["name"] for one in said(case)["header"]["members"]]
    assert tags[0] == f"見本 一郎 ({CLINIC.name})"
    assert len(set(tags)) == 2


def test_answers_about_people_and_partners_measures_and_consents_stand_in_it(case: Case, cast: Cast) -> None:
    before = said(case)
    assert {one["mitigation_needed"] for one in before["researchers"]} == {False}
    assert before["partners"][0]["institution_risk"] is False
    stories.needed(case, cast.second_reviewer)
    stories.agreed_measure(case, cast)
    after = said(case)
    assert [one["mitigation_needed"] for one in after["researchers"]] == [True, False]
    assert [(one["kind"], bool(one["feasible_at"])) for one in after["measures"]] == [("data_access", True)]
    assert [(one["name"], one["refused"], one["open"]) for one in after["consents"]] == [
        ("見本 一郎", False, 0),
        ("分担 二郎", False, 0),
    ]
    assert digest_of(before) != digest_of(after) == digest_of(said(case))


def test_what_is_not_assessed_is_not_said_to_be_no(cast: Cast, tmp_path: Path) -> None:
    listed = factories.partner("Exemplar Hypersonics")
    case = stories.designated_case(cast, tmp_path, factories.programme(), parties=(listed,))
    assert said(case)["partners"][0]["institution_risk"] is None
    assert said(case)["due_diligence"] is None


def test_the_sections_that_confirmed_are_named(case: Case, cast: Cast) -> None:
    declaring.none_required(case)
    partnering.confirmed(case, cast)
    department = factories.user(cast.institution, Role.DEPARTMENT_OFFICER)
    stories.approve(case, department)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    assert [(one["step"], one["by"]) for one in said(case)["confirmations"]] == [
        ("department_review", str(department)),
        ("investigation", str(cast.reviewer)),
        ("decision", str(cast.decision_maker)),
    ]


def test_a_voluntary_case_has_no_programme(cast: Cast, tmp_path: Path) -> None:
    assert said(stories.screened_case(cast, tmp_path))["header"]["programme"] is None


def test_what_a_partner_confirmed_of_itself_stands_apart_from_what_the_lead_assessed(
    cast: Cast, tmp_path: Path
) -> None:
    case = partnering.partner_case(cast, tmp_path)
    (before,) = said(case)["partners"]
    assert (before["own_status"], before["own_result"]) == ("not_invited", None)
    partnering.confirmed(
        case, cast, result="done_incomplete", not_obtained="海外での兼業", institution_risk="no", researchers_risk="yes"
    )
    (after,) = said(Case.objects.get(pk=case.pk))["partners"]
    assert after["own_status"] == "confirmed"
    assert after["own_result"] == {
        "version": 1,
        "result": "done_incomplete",
        "not_obtained": "海外での兼業",
        "institution_risk": False,
        "researchers_risk": True,
        "reason": "自機関の手続により確認した",
        "name": "Kari Sample",
        "office": "Research Compliance Office",
        "date": factories.TODAY.isoformat(),
    }
    assert after["researchers_risk"] == before["researchers_risk"]


def test_a_partner_that_is_no_longer_asked_tells_nothing_and_one_that_left_stands_nowhere(
    cast: Cast, tmp_path: Path
) -> None:
    case = partnering.partner_case(cast, tmp_path)
    partnering.confirmed(case, cast)
    case.partner_parts.update(
        not_asked_at=factories.NOW, not_asked_reason="協力機関でなくなる", not_asked_by=cast.reviewer
    )
    (asked,) = said(Case.objects.get(pk=case.pk))["partners"]
    assert (asked["own_status"], asked["own_result"]) == ("not_asked", None)
    forcing.remove(case.revision.parties.all())
    assert said(Case.objects.get(pk=case.pk))["partners"] == []
