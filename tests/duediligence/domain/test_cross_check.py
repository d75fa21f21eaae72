"""Questions of a case: asked by its facts, answered by an officer, closed with a result."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import cross_check, gates
from duediligence.domain import declaring as declaring_domain
from duediligence.domain.actor import Actor
from duediligence.domain.cross_rules import Question
from duediligence.domain.facts import case_facts
from duediligence.domain.party import NameInput, OrganisationInput
from duediligence.enums import CrossCheckAnswer, CrossCheckKind, DueDiligenceResult, Judgement
from duediligence.models import AuditEvent, Case, CrossCheck, Declaration
from duediligence.policy.answers import ItemAnswer
from duediligence.policy.facts import Fact
from duediligence.policy.steps import Gate
from screening.models import TechnologyHit
from tests import declaring, factories, forcing, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
EMPLOYER = ItemAnswer(rows=({**declaring.CAREER, "organization": "Exemplar Hypersonics"},))


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A member declares a listed employer and no affiliation with a listed body."""
    case = stories.designated_case(cast, tmp_path, factories.programme())
    declaring.declared(case, case.revision.memberships.get().person, career=EMPLOYER)
    case.refresh_from_db()
    return stories.screened(case)


beginning = begun(begin)


def answer(case: Case, by: Any, key: str = "", reason: str = "客員であった") -> CrossCheck:
    key = key or cross_check.questions(case)[0].key
    actor = Actor.of_user(by)
    return cross_check.answer(
        case, key, given=CrossCheckAnswer.EXPLAINED, reason=reason, actor=actor, now=factories.NOW
    )


def kinds(case: Case) -> list[str]:
    return [one.kind for one in cross_check.questions(case)]


def test_a_listed_employer_asks_until_it_is_answered(case: Case, cast: Cast) -> None:
    assert kinds(case) == [CrossCheckKind.LISTED_BODY_NOT_DECLARED]
    assert [str(r) for r in gates._CHECKS[Gate.CROSS_CHECKS_ANSWERED](case)] == [
        "Questions from the cross-checks are not answered: 1."
    ]

    given = answer(case, cast.reviewer)

    assert list(gates._CHECKS[Gate.CROSS_CHECKS_ANSWERED](case)) == []
    assert given.facts == ["Exemplar Hypersonics", "jp_meti_eul"]
    assert AuditEvent.objects.latest("pk").after == {
        "question": "listed_body_not_declared",
        "member": "見本 一郎",
        "answer": "explained",
    }


def test_an_answer_can_be_given_anew_and_the_earlier_one_is_kept(case: Case, cast: Cast) -> None:
    answer(case, cast.reviewer)
    again = answer(case, cast.second_reviewer, reason="訂正")
    assert list(cross_check.answers_of(case).values()) == [again]
    assert CrossCheck.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        CrossCheck.objects.update(replaced_at=None)


def test_a_name_judged_to_be_another_asks_nothing(case: Case, cast: Cast) -> None:
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    assert kinds(case) == []


def test_the_affiliation_of_the_proposal_is_looked_for_in_the_career(cast: Cast, tmp_path: Path) -> None:
    employer = OrganisationInput("東都大学", names=(NameInput("Toto University"),))
    member = factories.member(affiliation=employer)
    case = stories.designated_case(cast, tmp_path, factories.programme(), members=(member,))
    person = case.revision.memberships.get().person
    moved = ItemAnswer(rows=({**declaring.CAREER, "organization": "西都大学"},))
    given, actor = declaring.begun(case, person)
    declaring.file(declaring.fill(given, actor, career=moved), actor)
    case.refresh_from_db()

    assert [(one.kind, one.facts) for one in cross_check.questions(case)] == [
        (CrossCheckKind.AFFILIATION_MISSING, ("東都大学",))
    ]

    assert [one.kind for one in open_to_the_member(given)] == [CrossCheckKind.AFFILIATION_MISSING]
    here = ItemAnswer(rows=({**declaring.CAREER, "organization": "Toto University"},))
    declaring.file(declaring.fill(given, actor, career=here), actor, reason="書き漏らし")
    assert cross_check.questions(case) == () == open_to_the_member(given)


def open_to_the_member(given: Declaration) -> tuple[Question, ...]:
    given.refresh_from_db()
    return cross_check.open_points(given, declaring_domain.draft_of(given), factories.NOW)


def test_a_member_is_shown_nothing_of_what_screening_found(case: Case) -> None:
    assert kinds(case) == [CrossCheckKind.LISTED_BODY_NOT_DECLARED]
    assert open_to_the_member(case.declarations.get()) == ()


def test_who_left_is_compared_with_no_affiliation(case: Case) -> None:
    given = case.declarations.get()
    forcing.remove(case.revision.memberships.all())
    assert open_to_the_member(given) == ()


def test_without_a_run_nothing_is_found(case: Case) -> None:
    case.current_run = None
    assert kinds(case) == []


def test_a_member_of_the_same_name_as_an_entry_is_asked_about(cast: Cast, tmp_path: Path) -> None:
    case = stories.designated_case(cast, tmp_path, factories.programme())
    factories.watch_list(tmp_path, "9,person,見本 一郎,,", issued=factories.TODAY)
    declaring.declared(case, case.revision.memberships.get().person)
    case.refresh_from_db()
    assert kinds(stories.screened(case)) == [CrossCheckKind.OWN_LISTING_FOUND]


def test_a_difference_about_technology_is_asked(case: Case) -> None:
    from duediligence.enums import Level, OwnUse, TechnologyAction
    from duediligence.models import TechnologyAnswer, User

    assert case.current_run
    TechnologyHit.objects.create(
        run=case.current_run,
        list_code="JP20",
        area_code="X",
        score=1,
        level=Level.STRONG,
        action=TechnologyAction.REVIEW,
    )
    TechnologyAnswer.objects.create(
        case=case,
        revision=case.revision,
        list_code="JP20",
        area_code="X",
        answer=OwnUse.NEITHER,
        reason="x",
        answered_by=User.objects.all()[0],
        answered_at=factories.NOW,
    )
    last = cross_check.questions(case)[-1]
    assert (last.kind, last.facts) == (CrossCheckKind.TECHNOLOGY_DIFFERS, ("JP20", "X", "found_but_neither"))


@pytest.mark.parametrize("who", ["submitter", "department_officer", "decision_maker", "auditor", "admin", "stranger"])
def test_others_do_not_answer(who: str, case: Case, cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        answer(case, getattr(cast, who))


def test_an_answer_needs_a_reason_and_a_question(case: Case, cast: Cast) -> None:
    with pytest.raises(errors.ReasonMissing):
        answer(case, cast.reviewer, reason=" ")
    with pytest.raises(errors.QuestionNotOpen):
        answer(case, cast.reviewer, key="gone")
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="中止", now=factories.NOW)
    with pytest.raises(errors.CaseNotOpen):
        answer(case, cast.reviewer)


def consult(case: Case, cast: Cast, **more: Any) -> Any:
    given = {"title": "公開の研究者総覧", "consulted_date": factories.TODAY, "now": factories.NOW, **more}
    return cross_check.consult(case, actor=Actor.of_user(cast.reviewer), **given)


def test_a_source_is_recorded_with_day_and_address(case: Case, cast: Cast) -> None:
    source = consult(case, cast, address="https://example.ac.jp/1", note=" 同姓の別人 ")
    assert (str(source), source.note) == ("公開の研究者総覧", "同姓の別人")
    assert AuditEvent.objects.latest("pk").after["address"] == "https://example.ac.jp/1"


def test_a_source_keeps_the_page_that_was_saved_of_it(case: Case, cast: Cast) -> None:
    page = ContentFile(b"%PDF-1.7 the page", name="総覧.pdf")
    source = consult(case, cast, files=[page])
    assert [one.name for one in source.attachments.all()] == ["総覧.pdf"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "missing"),
        ({"consulted_date": factories.TODAY + dt.timedelta(days=1)}, "in_the_future"),
        ({"address": "javascript:alert(1)"}, "malformed"),
    ],
)
def test_a_source_that_cannot_be_taken(more: dict[str, Any], code: str, case: Case, cast: Cast) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        consult(case, cast, **more)
    assert refused.value.code == code


def conclude(case: Case, cast: Cast, result: DueDiligenceResult, words: str = "") -> Any:
    actor = Actor.of_user(cast.reviewer)
    return cross_check.conclude(case, result=result, not_obtained=words, actor=actor, now=factories.NOW)


def test_the_result_has_three_values_and_names_what_is_missing(case: Case, cast: Cast) -> None:
    assert cross_check.result_of(case) is None
    assert Fact.INFORMATION_MISSING not in case_facts(case)
    with pytest.raises(errors.NotObtainedMissing):
        conclude(case, cast, DueDiligenceResult.DONE_INCOMPLETE, " ")

    conclude(case, cast, DueDiligenceResult.DONE_INCOMPLETE, "相手機関の株主")
    assert case_facts(case)[Fact.INFORMATION_MISSING] is True
    done = conclude(case, cast, DueDiligenceResult.DONE, "x")

    assert (done.not_obtained, cross_check.result_of(case)) == ("", done)
    assert case_facts(case)[Fact.INFORMATION_MISSING] is False
    assert str(done) and case.due_diligence.count() == 2
    conclude(case, cast, DueDiligenceResult.NOT_DONE)
    assert Fact.INFORMATION_MISSING not in case_facts(case)


def test_who_works_with_somebody_listed_is_asked_about_it_and_nobody_about_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "LISTED", f"{stories.LISTED}\n2,person,見本 一郎,,")
    case = stories.designated_case(factories.cast(), tmp_path, factories.programme())
    patent = {"filed_on": "2024-02-15", "content": "装置", "applicant": "東都大学", "co_inventors": "見本 一郎"}
    joint = ItemAnswer(rows=({**patent, "co_applicants": "Exemplar Hypersonics"},))
    declaring.declared(case, case.revision.memberships.get().person, patents=joint)
    case.refresh_from_db()
    stories.screened(case)

    relations = [one for one in cross_check.questions(case) if one.kind == CrossCheckKind.LISTED_RELATION_NOT_DECLARED]

    assert [one.facts for one in relations] == [("Exemplar Hypersonics", "jp_meti_eul")]
