"""What is missing is listed with who mends it and where, and keeps the questionnaire from being submitted."""

from pathlib import Path

import pytest

from duediligence.domain import completeness, cross_check, decision
from duediligence.domain.actor import Actor
from duediligence.domain.completeness import Missing, Place
from duediligence.enums import CaseOutcome, DueDiligenceResult, Role, StepKind
from duediligence.models import Case
from tests import declaring, factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.designated_case(cast, tmp_path, factories.programme())


beginning = begun(begin)


def missing(case: Case) -> list[Missing]:
    return completeness.missing(case, factories.TODAY)


def codes(case: Case) -> set[str]:
    return {one.what.code for one in missing(case)}


def concluded(case: Case, cast: Cast) -> None:
    cross_check.conclude(case, result=DueDiligenceResult.DONE, actor=Actor.of_user(cast.reviewer), now=factories.NOW)


def test_a_new_case_lacks_declaration_result_and_the_steps_before(case: Case) -> None:
    person = case.revision.memberships.get().person_id
    assert [(one.what.code, one.place, one.role, one.number) for one in missing(case)] == [
        ("declarations_missing", Place.DECLARATION, Role.DEPARTMENT_OFFICER, person),
        ("result_missing", Place.DUE_DILIGENCE, Role.SECURITY_OFFICER, 0),
        ("step_not_done", Place.STEPS, Role.DEPARTMENT_OFFICER, 0),
        ("step_not_done", Place.STEPS, Role.SECURITY_OFFICER, 0),
        ("step_not_done", Place.STEPS, Role.DECISION_MAKER, 0),
    ]


def test_a_submitted_declaration_is_not_missing(case: Case) -> None:
    declaring.declared(case, case.revision.memberships.get().person)
    assert "declarations_missing" not in codes(case)


def test_a_hit_and_those_it_leaves_unassessed_are_missing(cast: Cast, tmp_path: Path) -> None:
    hit = stories.designated_case(
        cast, tmp_path, factories.programme(), parties=(factories.partner("Exemplar Hypersonics"),)
    )
    found = {one.what.code: one for one in missing(hit)}
    assert found["hits_unjudged"].place is Place.HITS
    partner = hit.revision.parties.get().organisation
    unassessed = [one for one in missing(hit) if one.what.code == "assessments_missing"]
    assert [(one.place, one.number, one.name) for one in unassessed] == [(Place.PARTNER, partner.pk, partner.name)]


def test_measures_and_consents_are_missing_where_mitigation_is_needed(case: Case, cast: Cast) -> None:
    stories.needed(case, cast.second_reviewer)
    assert "measures_missing" in codes(case)
    stories.proposed_measure(case, cast)
    assert {"measures_not_agreed", "measures_not_feasible", "consents_missing"} <= codes(case)


def test_a_result_lapses_with_a_material_revision_and_not_with_another(case: Case, cast: Cast) -> None:
    concluded(case, cast)
    stories.revise(case, cast, title_en="Reception of classical literature!")
    case.refresh_from_db()
    assert case.revision.is_material is False
    assert "result_missing" not in codes(case)
    stories.revise(case, cast, abstract_ja="和歌と漢詩の受容を明らかにする。")
    case.refresh_from_db()
    assert "result_missing" in codes(case)


def test_a_policy_without_the_form_says_so(cast: Cast, tmp_path: Path) -> None:
    voluntary = stories.screened_case(cast, tmp_path)
    assert missing(voluntary)[0].what.code == "questionnaire_form_missing"
    assert completeness.submission_step(voluntary) is None


def test_nothing_is_missing_once_all_is_there(case: Case, cast: Cast) -> None:
    declaring.none_required(case)
    stories.approve(case, factories.user(cast.institution, Role.DEPARTMENT_OFFICER))
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    step = completeness.submission_step(case)
    assert step and step.kind == StepKind.SUBMIT
    assert codes(case) == {"result_missing"}
    assert [one.code for one in decision.refusals(step, cast.second_reviewer)] == ["result_missing"]
    concluded(case, cast)
    assert missing(case) == decision.refusals(step, cast.second_reviewer) == []
