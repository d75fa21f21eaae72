"""Two people open, take up or work on a case at the same instant: each thing happens once, nobody waits in a circle."""

from pathlib import Path

from duediligence.domain import (
    audit,
    candidates,
    joining,
    measure,
    screening,
)
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import (
    MeasureAct,
    MeasureStatus,
    MemberRole,
)
from duediligence.models import (
    AuditEvent,
    Case,
    Membership,
    Proposal,
)
from screening import runs
from screening.models import Run
from tests import declaring, factories, stories
from tests.journeys.at_once import ON_A_SERVER, answers, at_once

pytestmark = ON_A_SERVER


def test_a_member_declares_while_the_office_works_on_the_case(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    given, member = declaring.begun(case, case.revision.memberships.get().person)
    declaring.fill(given, member)
    officer = Actor.of_user(cast.reviewer)
    done = answers(
        lambda: declaring.file(given, member),
        lambda: cases.assign(case, cast.reviewer, actor=officer),
        lambda: screening.rescreen(case, actor=officer, now=factories.NOW),
    )
    assert done == {"DeclarationVersion": 1, "NoneType": 1, "Run": 1}
    assert audit.verify_all() == []


def test_two_openings_of_the_same_candidates_open_each_case_once(tmp_path: Path) -> None:
    cast = factories.cast()
    factories.policy()
    listed = candidates.Candidate("A-1", factories.content())
    opening = [
        lambda by=by: candidates.open_candidate(cast.institution, listed, actor=Actor.of_user(by), now=factories.NOW)
        for by in (cast.reviewer, cast.second_reviewer)
    ]
    given = at_once(*opening)
    assert sorted(one.case is not None for one in given if isinstance(one, candidates.Opening)) == [False, True]
    assert (Proposal.objects.count(), Case.objects.count()) == (1, 1)


def test_one_proposal_has_one_open_case_whoever_opens_it() -> None:
    cast = factories.cast()
    factories.policy()
    recorded = factories.proposal(cast.submitter)
    opening = [
        lambda by=by: cases.open_case(recorded, actor=Actor.of_user(by), now=factories.NOW)
        for by in (cast.submitter, cast.reviewer)
    ]
    assert answers(*opening) == {"Case": 1, "CaseAlreadyOpen": 1}


def test_cases_opened_at_the_same_instant_have_numbers_of_their_own() -> None:
    cast = factories.cast()
    factories.policy()
    recorded = [factories.proposal(cast.submitter, title_ja=f"課題{number}") for number in range(3)]
    opening = [
        lambda one=one: cases.open_case(one, actor=Actor.of_user(cast.reviewer), now=factories.NOW) for one in recorded
    ]
    assert answers(*opening) == {"Case": 3}
    assert len(set(Case.objects.values_list("reference", flat=True))) == 3
    assert audit.verify_all() == []


def test_two_officers_take_the_next_case_and_one_has_it(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    taking = [
        lambda by=by: cases.assign(case, by, actor=Actor.of_user(by), only_if_free=True)
        for by in (cast.reviewer, cast.second_reviewer)
    ]
    assert answers(*taking) == {"NoneType": 1, "CaseTaken": 1}


def test_a_measure_is_agreed_once(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    made = stories.proposed_measure(case, cast)
    agreeing = [
        lambda by=by: measure.perform(made, MeasureAct.AGREE, text="合意", actor=Actor.of_user(by), now=factories.NOW)
        for by in (cast.department_officer, cast.decision_maker)
    ]
    assert answers(*agreeing) == {"NoneType": 1, "MeasureNotThere": 1}
    made.refresh_from_db()
    assert (made.status, made.records.filter(act=MeasureAct.AGREE).count()) == (MeasureStatus.AGREED, 1)


def test_whoever_joins_is_admitted_once(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    newcomer = factories.member("見本 二郎", role=MemberRole.PARTICIPANT)
    officer = Actor.of_user(cast.department_officer)
    asked = joining.request(case, newcomer, actor=officer, reason="参加の希望", now=factories.NOW)
    case.refresh_from_db()
    stories.screened(case)
    declaring.declared(case, asked.person)
    case.refresh_from_db()
    stories.screened(case)
    admitting = [
        lambda by=by: joining.admit(asked, actor=Actor.of_user(by), reason="確認した", now=factories.NOW)
        for by in (cast.decision_maker, cast.second_decision_maker)
    ]
    assert answers(*admitting) == {"Revision": 1, "JoiningNotOpen": 1}
    case.refresh_from_db()
    assert (case.revision.number, Membership.objects.filter(revision=case.revision).count()) == (2, 2)


def test_a_run_finished_by_two_workers_is_noted_once(tmp_path: Path) -> None:
    cast = factories.cast()
    stories.policy_and_list(tmp_path)
    case = factories.case(cast.submitter)
    run = case.current_run
    assert run
    run_key = run.pk
    given = at_once(*[lambda: runs.work(run_key)] * 2)
    assert any(isinstance(one, Run) for one in given)
    done = Run.objects.get(pk=run_key)
    at_once(*[lambda: screening.accept_run(done, actor=factories.SYSTEM, now=factories.NOW)] * 2)
    assert AuditEvent.objects.filter(verb="screening.complete", case_reference=case.reference).count() == 1
