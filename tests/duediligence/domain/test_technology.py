"""Areas of a case: the researcher's answer, the office's judgement, and the questions between them."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import technology
from duediligence.domain.actor import Actor
from duediligence.domain.reference import FIXTURES, _read
from duediligence.enums import AreaJudgement, AreaQuestion, Level, OwnUse, TechnologyAction
from duediligence.models import AuditEvent, Case, TechnologyAnswer, TechnologyJudgement, User
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.models import Run
from screening.technology.shipped import lexicon_data
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast
from tests.screening.technology import small

pytestmark = pytest.mark.django_db
SOURCE = {"mark": "own", "note": {"ja": "試験", "en": "Test"}}


def binding(code: str, action: str) -> dict[str, Any]:
    return {
        "list_code": code,
        "name": {"ja": code, "en": code},
        "actions": {"possible": action, "strong": action},
        "second_opinion": False,
        "source": SOURCE,
    }


def begin(cast: Cast, tmp_path: Path) -> Case:
    """Its words touch L-1-01 and, on a list that only informs, I-1."""
    policy = {"technology_bindings": [binding("L", "review"), binding("I", "inform"), binding("ABSENT", "review")]}
    factories.policy(list_bindings=factories.only_list(), **policy)
    factories.watch_list(tmp_path, stories.LISTED)
    informs = {**small.QUANTUM, "areas": {**small.QUANTUM["areas"], "I": {"I-1": 1}}}
    areas = [small.area_row(code) for code in ("L-1-01", "L-2", "L-3")]
    take_technology_list(small.list_data(areas=areas), now=factories.NOW)
    take_technology_list(small.list_data(code="I", areas=[small.area_row("I-1")]), now=factories.NOW)
    take_lexicon(small.lexicon_data(informs), now=factories.NOW)
    return stories.screened(factories.case(cast.submitter, title_ja="量子鍵配送", title_en="", abstract_ja=""))


beginning = begun(begin)


def answer(case: Case, by: User, area: str = "L-1-01", use: OwnUse = OwnUse.ADVANCES) -> TechnologyAnswer:
    return technology.answer(
        case,
        list_code="L",
        area_code=area,
        use=use,
        reason=" 装置を作る ",
        actor=Actor.of_user(by),
        now=factories.NOW,
    )


def judge(case: Case, cast: Cast, judgement: AreaJudgement = AreaJudgement.DISMISSED) -> TechnologyJudgement:
    return technology.judge_area(
        case,
        list_code="L",
        area_code="L-1-01",
        judgement=judgement,
        reason="既製品を使うのみ",
        actor=Actor.of_user(cast.reviewer),
        now=factories.NOW,
    )


def questions(case: Case) -> list[tuple[AreaQuestion, str]]:
    return [(one.question, one.area.area_code) for one in technology.disagreements(case)]


def point_at(case: Case, area: str) -> None:
    """Let the second opinion of the current run find an area worth a look."""
    assert case.current_run
    run = case.current_run
    run.technology["L"]["second_opinion"] = {"worth_a_look": [{"code": area, "probability": 0.5}]}
    run.save(update_fields=["technology"])


def test_areas_are_told_with_level_action_and_answer(cast: Cast, case: Case) -> None:
    given = answer(case, cast.submitter)
    point_at(case, "L-3")
    assert technology.areas_of(case) == (
        technology.AreaStanding("I", "I-1", Level.POSSIBLE, TechnologyAction.INFORM, False, None),
        technology.AreaStanding("L", "L-1-01", Level.POSSIBLE, TechnologyAction.REVIEW, False, given),
        technology.AreaStanding("L", "L-3", Level.NONE, None, True, None),
    )


def test_answer_records_who_what_and_why(cast: Cast, case: Case) -> None:
    given = answer(case, cast.submitter)
    assert (given.answered_by, given.answered_at, given.reason) == (cast.submitter, factories.NOW, "装置を作る")
    event = AuditEvent.objects.get(verb="technology.answered")
    assert (event.before, event.after, event.reason) == (
        {},
        {"list": "L", "area": "L-1-01", "revision": 1, "answer": "advances"},
        "装置を作る",
    )


def test_a_later_answer_replaces_and_keeps_the_earlier_one(cast: Cast, case: Case) -> None:
    first = answer(case, cast.submitter)
    second = answer(case, cast.reviewer, use=OwnUse.USES)
    first.refresh_from_db()
    assert (first.replaced_at, list(technology.answers_of(case).values())) == (factories.NOW, [second])
    assert AuditEvent.objects.filter(verb="technology.answered").latest("seq").before == {"answer": "advances"}


def test_the_database_refuses_two_live_answers_and_empty_reasons(cast: Cast, case: Case) -> None:
    first = answer(case, cast.submitter)
    answer(case, cast.submitter)
    for change in ({"replaced_at": None}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TechnologyAnswer.objects.filter(pk=first.pk).update(**change)
    judgement = judge(case, cast)
    judge(case, cast)
    for change in ({"replaced_at": None}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TechnologyJudgement.objects.filter(pk=judgement.pk).update(**change)


def test_members_answer_even_when_somebody_else_recorded_the_proposal(cast: Cast, case: Case) -> None:
    membership = case.revision.memberships.get()
    membership.person.user = cast.auditor
    membership.person.save()
    assert answer(case, cast.auditor).answered_by == cast.auditor


def test_answer_refuses_people_without_part_in_the_proposal(cast: Cast, case: Case) -> None:
    for stranger in (cast.stranger, cast.decision_maker):
        with pytest.raises(errors.NotAllowed):
            answer(case, stranger)
    with pytest.raises(errors.NotAllowed):
        technology.answer(case, list_code="L", area_code="L-3", use=OwnUse.USES, reason="理由", actor=factories.SYSTEM)


@pytest.mark.parametrize(
    ("list_code", "area_code", "field"),
    [("L", "L-9", "area_code"), ("JP20", "JP20-01", "list_code"), ("ABSENT", "A-1", "list_code")],
)
def test_answer_refuses_areas_that_are_on_no_list_of_the_case(
    cast: Cast, case: Case, list_code: str, area_code: str, field: str
) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        technology.answer(
            case,
            list_code=list_code,
            area_code=area_code,
            use=OwnUse.USES,
            reason="理由",
            actor=Actor.of_user(cast.submitter),
        )
    assert (refused.value.field, refused.value.code) == (field, "unknown_choice")


def test_answers_and_judgements_need_a_reason_and_an_open_case(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    with pytest.raises(errors.ReasonMissing):
        technology.answer(case, list_code="L", area_code="L-3", use=OwnUse.USES, reason=" ", actor=officer)
    cases.withdraw(case, actor=officer, reason="取下げ")
    with pytest.raises(errors.CaseNotOpen):
        answer(case, cast.submitter)
    with pytest.raises(errors.CaseNotOpen):
        judge(case, cast)


def test_a_found_area_without_answer_is_a_question_unless_it_only_informs(case: Case) -> None:
    assert questions(case) == [(AreaQuestion.UNANSWERED, "L-1-01")]


def test_an_area_found_and_denied_is_a_question(cast: Cast, case: Case) -> None:
    answer(case, cast.submitter, use=OwnUse.NEITHER)
    assert questions(case) == [(AreaQuestion.FOUND_BUT_NEITHER, "L-1-01")]
    answer(case, cast.submitter, use=OwnUse.USES)
    assert questions(case) == []


def test_an_area_said_to_be_advanced_and_not_found_is_a_question(cast: Cast, case: Case) -> None:
    answer(case, cast.submitter)
    answer(case, cast.submitter, area="L-3")
    assert questions(case) == [(AreaQuestion.DECLARED_NOT_FOUND, "L-3")]
    answer(case, cast.submitter, area="L-3", use=OwnUse.USES)
    assert questions(case) == []


def test_a_list_that_could_not_be_checked_has_found_nothing_to_differ_from(cast: Cast, case: Case) -> None:
    answer(case, cast.submitter, area="L-3")
    assert case.current_run
    case.current_run.technology = {}
    assert [area for _question, area in questions(case)] == ["L-1-01"]


def test_what_the_second_opinion_points_at_is_a_question_until_answered(cast: Cast, case: Case) -> None:
    answer(case, cast.submitter)
    point_at(case, "L-3")
    assert questions(case) == [(AreaQuestion.WORTH_A_LOOK, "L-3")]
    answer(case, cast.submitter, area="L-3", use=OwnUse.NEITHER)
    assert questions(case) == []


def test_nothing_is_asked_before_the_run_has_finished(cast: Cast, case: Case) -> None:
    Run.objects.update(status="running")
    case.refresh_from_db()
    assert questions(case) == []
    case.current_run = None
    assert questions(case) == []
    assert technology.areas_of(case) == ()


def test_an_answer_stands_while_the_words_stay_the_same(cast: Cast, case: Case) -> None:
    answer(case, cast.submitter)
    partner = factories.partner("Sample Institute")
    words = {"title_ja": "量子鍵配送", "title_en": "", "abstract_ja": ""}
    stories.revise(case, cast, **words, parties=(partner,))
    case.refresh_from_db()
    assert list(technology.answers_of(case)) == [("L", "L-1-01")]
    stories.revise(case, cast, **{**words, "abstract_ja": "古典暗号の歴史"}, parties=(partner,))
    case.refresh_from_db()
    assert technology.answers_of(case) == {}


def test_judge_area_records_who_what_and_why(cast: Cast, case: Case) -> None:
    made = judge(case, cast)
    assert case.current_run
    assert (made.hit, made.judged_by) == (case.current_run.technology_hits.get(area_code="L-1-01"), cast.reviewer)
    again = judge(case, cast, AreaJudgement.CONFIRMED)
    event = AuditEvent.objects.filter(verb="technology.judged").latest("seq")
    assert (event.object_id, event.before, event.after["answer"]) == (
        str(again.pk),
        {"answer": "dismissed"},
        "confirmed",
    )
    given = answer(case, cast.submitter)
    assert (str(made), str(given)) == (
        f"L L-1-01: {made.get_judgement_display()}",
        f"L L-1-01: {given.get_answer_display()}",
    )


def test_an_area_can_be_judged_before_anything_was_found(cast: Cast, case: Case) -> None:
    Case.objects.update(current_run=None)
    assert judge(case, cast, AreaJudgement.CONFIRMED).hit is None


def test_judge_area_refuses_other_roles(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        technology.judge_area(
            case,
            list_code="L",
            area_code="L-1-01",
            judgement=AreaJudgement.CONFIRMED,
            reason="理由",
            actor=Actor.of_user(cast.submitter),
        )


def test_the_nearest_decisions_are_the_office_s_own_on_other_cases(cast: Cast, case: Case) -> None:
    judge(case, cast)
    other = factories.case(cast.submitter, title_ja="量子鍵配送の実証", title_en="")
    assert technology.nearest_decisions(case, list_code="L", area_code="L-1-01") == ()
    (found,) = technology.nearest_decisions(other, list_code="L", area_code="L-1-01")
    assert (found.ref, found.confirmed) == (case.reference, False)
    assert technology.nearest_decisions(other, list_code="L", area_code="L-3") == ()


@pytest.mark.parametrize("is_on", [True, False])
def test_a_policy_switches_the_second_opinion(cast: Cast, tmp_path: Path, is_on: bool) -> None:
    bound = {**binding("JP20", "review"), "second_opinion": is_on}
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[bound])
    factories.watch_list(tmp_path, stories.LISTED)
    take_technology_list(_read(FIXTURES / "technology" / "lists" / "jp20.json"), now=factories.NOW)
    take_lexicon(lexicon_data(FIXTURES / "technology"), now=factories.NOW)
    words = {"title_ja": "脳波から運動意図を読み取る", "title_en": "", "abstract_ja": ""}

    case = stories.screened(factories.case(cast.submitter, **words))

    assert case.current_run
    assert ("second_opinion" in case.current_run.technology["JP20"]) is is_on
    assert (AreaQuestion.WORTH_A_LOOK, "JP20-11") in questions(case) or not is_on
    assert not case.current_run.technology_hits.exists()
