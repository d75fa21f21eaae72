"""Conflicts of interest: whoever declares one takes no part."""

from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import assessment, measure, proposal, recusal
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, Judgement, MeasureAct, Role
from duediligence.models import AuditEvent, Case, Recusal, User
from tests import factories, forcing, stories
from tests.beginnings import begun
from tests.duediligence.domain.acts import ACTS
from tests.duediligence.domain.test_who_may import answer
from tests.duediligence.domain.world import World
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.hit_case(cast, tmp_path)


beginning = begun(begin)


def recuse(case: Case, user: User, reason_code: str = "joint_work") -> Recusal:
    actor = Actor.of_user(user)
    return recusal.recuse(case, reason_code=reason_code, text="共著がある", actor=actor, now=factories.NOW)


def test_whoever_is_recused_decides_judges_assesses_and_plans_nothing(cast: Cast, case: Case) -> None:
    made = stories.proposed_measure(case, cast)
    recuse(case, cast.second_reviewer)
    with pytest.raises(errors.Recused):
        stories.assessed(stories_judged(case, cast), cast.second_reviewer)
    with pytest.raises(errors.Recused):
        stories.perform(made, MeasureAct.AGREE, cast.second_reviewer)
    stories.assessed(case, cast.reviewer)
    with pytest.raises(errors.Recused):
        stories.approve(case, cast.second_reviewer)
    assert isinstance(assessment.refusal(case, cast.second_reviewer), errors.Recused)
    assert isinstance(measure.refusal(made, MeasureAct.AGREE, cast.second_reviewer), errors.Recused)


def test_the_proposal_is_not_revised_by_whoever_is_recused(cast: Cast, case: Case) -> None:
    recuse(case, cast.reviewer)
    changed = factories.content(title_ja="別の題目")
    with pytest.raises(errors.Recused):
        proposal.revise(case.proposal, changed, actor=Actor.of_user(cast.reviewer), reason="変更")
    assert proposal.revise(case.proposal, changed, actor=Actor.of_user(cast.submitter), reason="変更").number == 2


def stories_judged(case: Case, cast: Cast) -> Case:
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    return case


def test_a_hit_is_not_judged_by_whoever_is_recused(cast: Cast, case: Case) -> None:
    recuse(case, cast.reviewer)
    with pytest.raises(errors.Recused):
        stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    with pytest.raises(errors.Recused):
        stories.proposed_measure(case, cast)


def test_the_case_is_taken_out_of_their_hands(cast: Cast, case: Case) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    recuse(case, cast.reviewer)
    case.refresh_from_db()
    assert case.owner is None
    with pytest.raises(errors.OwnerRecused):
        cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.admin))
    assert AuditEvent.objects.get(verb="case.recused").after["reason_code"] == "joint_work"


def test_the_case_of_another_officer_stays_theirs(cast: Cast, case: Case) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    recuse(case, cast.second_reviewer)
    case.refresh_from_db()
    assert case.owner == cast.reviewer


def test_recuse_refuses_a_second_time(cast: Cast, case: Case) -> None:
    recuse(case, cast.reviewer)
    with pytest.raises(errors.AlreadyRecused):
        recuse(case, cast.reviewer)


def test_recuse_refuses_a_reason_of_another_act(cast: Cast, case: Case) -> None:
    for code in ("", "fact_outdated"):
        with pytest.raises(errors.UnknownReasonCode):
            recuse(case, cast.reviewer, code)


def test_recuse_refuses_strangers_and_programs(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        recuse(case, cast.stranger)
    with pytest.raises(errors.NotAllowed):
        recusal.recuse(case, reason_code="joint_work", text="", actor=factories.SYSTEM)


def test_recuse_refuses_a_closed_case(cast: Cast, case: Case) -> None:
    stories.assessed(stories_judged(case, cast), cast.reviewer)
    forcing.force(case.dispositions.all(), needs_second_review=False)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NOT_PURSUED)
    with pytest.raises(errors.CaseNotOpen):
        recuse(case, cast.reviewer)


# What is no act on the case, or only reads it, or begins another one.
NOT_OF_THE_CASE = frozenset(
    {"api_client", "candidate_list", "candidates", "delegation", "lexicon", "lexicon_candidates", "list_days", "lists"}
    | {"policy", "policy_draft", "technology_edition", "watch_list"}
)
STILL_DONE = {
    "attachment.open_for",
    "case.open_case",
    "confirmation.take_letter",
    "partner_files.take",
    "proposal.receive",
    "submission.take",
}


@pytest.mark.parametrize("name", [name for name in ACTS if name.split(".")[0] not in NOT_OF_THE_CASE])
def test_whoever_is_recused_does_nothing_more_on_the_case(name: str, world: World) -> None:
    officer = factories.user(world.cast.institution, Role.SECURITY_OFFICER, Role.DECISION_MAKER)
    does, actor = ACTS[name](world), Actor.of_user(officer)
    before = answer(does, actor)
    for case in Case.objects.all():
        Recusal.objects.create(case=case, person=officer, reason_code="joint_work", declared_at=factories.NOW)
    after = answer(does, Actor.of_user(User.objects.get(pk=officer.pk)))
    possible = before == "yes" and name not in STILL_DONE
    assert after == ("already_recused" if name == "recusal.recuse" else "recused" if possible else before)
