"""The gate of the declarations: each member's is in, or none is required."""

from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import consent, declaration, gates
from duediligence.domain.actor import Actor
from duediligence.enums import Judgement, MeasureAct, MemberRole
from duediligence.models import Case
from duediligence.policy.steps import Gate
from tests import declaring, factories, stories

pytestmark = pytest.mark.django_db


def missing(case) -> list[str]:  # type: ignore[no-untyped-def]
    return [str(one) for one in gates._CHECKS[Gate.DECLARATIONS_IN](case)]


def test_the_gate_opens_when_every_declaration_is_settled(tmp_path: Path) -> None:
    cast = factories.cast()
    members = (factories.member(), factories.member("見本 花子", role=MemberRole.PARTICIPANT))
    case = stories.designated_case(cast, tmp_path, factories.programme(), members=members)
    first, second = (one.person for one in case.revision.memberships.all())
    assert missing(case) == ["Declarations are still missing (2): 見本 一郎, 見本 花子."]

    declaring.declared(case, first)
    declaring.begun(case, second)
    assert missing(case) == ["Declarations are still missing (1): 見本 花子."]

    declaration.mark_not_required(case, second, actor=Actor.of_user(cast.reviewer), reason_code="no_research_role")
    assert missing(case) == []


def test_of_many_members_five_are_named(tmp_path: Path) -> None:
    members = (factories.member(), *(factories.member(f"{n}号", role=MemberRole.PARTICIPANT) for n in range(6)))
    case = stories.designated_case(factories.cast(), tmp_path, factories.programme(), members=members)
    assert missing(case) == ["Declarations are still missing (7): 見本 一郎, 0号, 1号, 2号, 3号."]


def refused(case: Case, *asked: Gate) -> list[type[errors.Refused]]:
    return [type(one) for one in gates.closed(Case.objects.get(pk=case.pk), asked)]


def test_a_grave_judgement_waits_for_its_second_reviewer(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.hit_case(cast, tmp_path)
    assert refused(case, Gate.HITS_JUDGED) == [errors.HitsUnjudged]
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    assert refused(case, Gate.HITS_JUDGED) == [errors.SecondReviewMissing]


def test_measures_are_agreed_feasible_and_consented_to(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.designated_case(cast, tmp_path, factories.programme())
    stories.needed(case, cast.second_reviewer)
    asked = (Gate.MEASURES_AGREED, Gate.MEASURES_FEASIBLE, Gate.CONSENTS_GIVEN)
    assert refused(case, *asked) == [errors.MeasuresMissing]
    made = stories.proposed_measure(case, cast)
    assert refused(case, *asked) == [errors.MeasuresNotAgreed, errors.MeasuresNotFeasible, errors.ConsentsMissing]
    stories.perform(made, MeasureAct.AGREE, cast.department_officer)
    assert refused(case, *asked) == [errors.MeasuresNotFeasible, errors.ConsentsMissing]
    stories.perform(made, MeasureAct.CONFIRM_FEASIBLE, cast.department_officer)
    person, officer = case.revision.memberships.get().person, Actor.of_user(cast.reviewer)
    consent.answer(case, person, is_given=False, text="面談", actor=officer, now=factories.NOW)
    assert refused(case, *asked) == [errors.ConsentRefused]
    consent.answer(case, person, is_given=True, text="面談", actor=officer, now=factories.NOW)
    assert refused(case, *asked) == []


def test_questions_wait_for_their_answers(tmp_path: Path) -> None:
    case = stories.designated_case(factories.cast(), tmp_path, factories.programme())
    posts = declaring.ItemAnswer(rows=({**declaring.CAREER, "organization": "Exemplar Hypersonics"},))
    declaring.declared(case, case.revision.memberships.get().person, career=posts)
    case.refresh_from_db()
    stories.screened(case)
    assert refused(case, Gate.CROSS_CHECKS_ANSWERED) == [errors.CrossChecksUnanswered]
