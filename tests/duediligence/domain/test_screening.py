"""Screening a case: what is asked, what is noted, what may be accepted as not checkable."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import disposition, gates, monitoring, screening
from duediligence.domain.actor import Actor
from duediligence.domain.content import PartyInput
from duediligence.domain.party import OrganisationInput
from duediligence.domain.policy import read
from duediligence.domain.subjects import Origin, subjects_of
from duediligence.enums import Judgement, MemberRole, PartyRole, Role
from duediligence.models import AuditEvent, Case, Disposition, Organisation, User
from screening import runs
from screening.enums import RunStatus
from tests import factories, stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def _again(by: User) -> Case:
    return factories.case(by, parties=(factories.partner("Exemplar Hypersonics", country="KP"),))


def test_every_person_and_organisation_is_a_subject_with_its_origins(cast: Cast) -> None:
    recorded = factories.proposal(
        cast.submitter,
        members=(
            factories.member(
                "見本 一郎",
                furigana="ミホン イチロウ",
                orcid="0000-0002-1825-0097",
                affiliation=OrganisationInput("東都大学"),
            ),
            factories.member("Lin Sample", role=MemberRole.STUDENT),
        ),
        parties=(
            PartyInput(OrganisationInput("東都大学"), PartyRole.LEAD),
            PartyInput(
                OrganisationInput("Sample Foundation", "SG", "057zh3y96"), PartyRole.OTHER, "Lin Sample: scholarship"
            ),
        ),
    )
    foundation = Organisation.objects.get(name="Sample Foundation")
    foundation.parent = Organisation.objects.create(
        institution=cast.institution, name="Sample Holding", match_key="holding"
    )
    foundation.save()
    assert recorded.current_revision
    drawn = {one.subject.names[0].text: one for one in subjects_of(recorded.current_revision)}
    assert {name: one.origins for name, one in drawn.items()} == {
        "見本 一郎": (Origin("member.pi"),),
        "東都大学": (Origin("affiliation", "見本 一郎"), Origin("party.lead")),
        "Lin Sample": (Origin("member.student"),),
        "Sample Foundation": (Origin("party.other", "Lin Sample: scholarship"),),
        "Sample Holding": (Origin("parent", "Sample Foundation"),),
    }
    assert drawn["見本 一郎"].subject.names[0].reading == "ミホン イチロウ"
    assert drawn["見本 一郎"].subject.identifiers == (("orcid", "0000-0002-1825-0097"),)
    assert drawn["Sample Foundation"].subject.countries == ("SG",)
    assert drawn["Sample Foundation"].subject.identifiers == (("ror", "057zh3y96"),)


def test_a_parent_reached_twice_has_its_origin_once(cast: Cast) -> None:
    given = OrganisationInput("Sample Laboratory")
    recorded = factories.proposal(
        cast.submitter, parties=(PartyInput(given, PartyRole.PARTNER), PartyInput(given, PartyRole.FUNDER))
    )
    holding = Organisation.objects.create(institution=cast.institution, name="Sample Holding", match_key="holding")
    Organisation.objects.filter(name="Sample Laboratory").update(parent=holding)
    assert recorded.current_revision
    origins = {one.subject.names[0].text: one.origins for one in subjects_of(recorded.current_revision)}
    assert origins["Sample Holding"] == (Origin("parent", "Sample Laboratory"),)


def test_parents_that_name_each_other_end(cast: Cast) -> None:
    recorded = factories.proposal(cast.submitter, parties=(factories.partner("A"), factories.partner("B")))
    a, b = Organisation.objects.order_by("name")
    Organisation.objects.filter(pk=a.pk).update(parent=b)
    Organisation.objects.filter(pk=b.pk).update(parent=a)
    assert recorded.current_revision
    assert len(subjects_of(recorded.current_revision)) == 3


def test_accept_run_is_noted_once(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    assert case.current_run
    screening.accept_run(case.current_run, actor=factories.SYSTEM)
    assert AuditEvent.objects.filter(verb="screening.complete").count() == 1


def test_a_run_that_is_no_longer_current_is_not_noted(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    old = case.current_run
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    assert old and screening.accept_run(old, actor=factories.SYSTEM) is None


def test_judgements_of_the_same_pair_carry_over(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    assert case.current_run
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    case.refresh_from_db()
    stories.screened(case)
    first, second = Disposition.objects.order_by("pk")
    assert second.carried_from == first
    assert (second.judgement, second.judged_by, second.text) == (first.judgement, first.judged_by, first.text)
    assert monitoring.unanswered(case.current_run) == []


def test_a_clearance_answers_the_hit_of_a_later_case(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    judged = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    later = stories.screened(_again(cast.submitter))
    assert later.current_run
    assert later.current_run.hits.get().clearance_ref == str(judged.clearance.ref)


@pytest.mark.parametrize(
    "change", ["expired", "revoked", "material"], ids=["expired", "revoked", "changed on the list's side"]
)
def test_a_clearance_that_lapsed_answers_nothing(cast: Cast, tmp_path: Path, change: str) -> None:
    case = stories.hit_case(cast, tmp_path)
    judged = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    held = judged.clearance
    if change == "expired":
        held.expires_date = factories.TODAY - dt.timedelta(days=1)
    elif change == "revoked":
        held.revoked_at = factories.NOW
    else:
        rows = "1,organization,Example Institute of Hypersonics,Exemplar Hypersonics;Exemplar Missile Works,KP"
        factories.watch_list(tmp_path, rows, issued=factories.TODAY)
    held.save()
    later = stories.screened(_again(cast.submitter))
    assert later.current_run
    assert later.current_run.hits.get().clearance_ref == ""


def test_clearances_never_cross_institutions(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    judged = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    other = stories.screened(_again(cast.stranger))
    assert other.current_run and other.current_run.hits.get().clearance_ref == ""


def test_rescreen_refuses_programs_other_roles_and_closed_cases(cast: Cast, tmp_path: Path) -> None:
    from duediligence.domain import case as cases

    case = stories.screened_case(cast, tmp_path)
    for actor in (factories.SYSTEM, Actor.of_user(cast.submitter)):
        with pytest.raises(errors.NotAllowed):
            screening.rescreen(case, actor=actor)
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    with pytest.raises(errors.CaseNotOpen):
        screening.rescreen(case, actor=Actor.of_user(cast.reviewer))


def _incomplete(cast: Cast, tmp_path: Path) -> Case:
    """A case whose list is too old."""
    case = stories.screened_case(cast, tmp_path)
    a_year_later = factories.NOW + dt.timedelta(days=365)
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=a_year_later)
    case.refresh_from_db()
    return stories.screened(case)


def test_a_stale_list_makes_the_run_partial_and_blocks(cast: Cast, tmp_path: Path) -> None:
    case = _incomplete(cast, tmp_path)
    assert case.current_run and case.current_run.status == RunStatus.PARTIAL
    assert case.current_run.problems == [{"code": "list_stale", "list": "jp_meti_eul"}]
    rule = read(case.policy_edition).step("review")
    assert [refused.code for refused in gates.unmet(case, rule)] == ["screening_incomplete"]


def test_waive_lets_work_go_on_for_this_run_with_a_reason(cast: Cast, tmp_path: Path) -> None:
    case = _incomplete(cast, tmp_path)
    decision_maker = Actor.of_user(cast.decision_maker)
    waiver = screening.waive(case, actor=decision_maker, reason="公表待ち", now=factories.NOW)
    assert screening.waive(case, actor=decision_maker, reason="二度目") == waiver
    assert gates.unmet(case, read(case.policy_edition).step("review")) == []
    assert AuditEvent.objects.get(verb="screening.waived").reason == "公表待ち"
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    case.refresh_from_db()
    assert gates.unmet(case, read(case.policy_edition).step("review")) != []


def test_waive_refuses_other_roles_programs_no_reason_and_a_complete_run(cast: Cast, tmp_path: Path) -> None:
    case = _incomplete(cast, tmp_path)
    for actor in (factories.SYSTEM, Actor.of_user(cast.reviewer)):
        with pytest.raises(errors.NotAllowed):
            screening.waive(case, actor=actor, reason="公表待ち")
    with pytest.raises(errors.ReasonMissing):
        screening.waive(case, actor=Actor.of_user(cast.decision_maker), reason="")
    Case.objects.filter(pk=case.pk).update(current_run=None)
    with pytest.raises(errors.NothingToWaive):
        screening.waive(case, actor=Actor.of_user(cast.decision_maker), reason="公表待ち")


def test_a_missing_list_is_never_clear(cast: Cast) -> None:
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[])
    case = stories.screened(factories.case(cast.submitter))
    assert case.current_run
    assert (case.current_run.status, case.current_run.problems) == (
        RunStatus.PARTIAL,
        [{"code": "list_missing", "list": "jp_meti_eul"}],
    )


def test_an_extract_stands_for_its_list_in_a_demonstration_only(cast: Cast, tmp_path: Path) -> None:
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[])
    factories.watch_list(tmp_path, stories.LISTED, is_extract=True)
    demo = stories.screened(factories.case(cast.submitter))
    real = factories.user(factories.institution(is_demo=False), Role.RESEARCHER)
    operated = stories.screened(factories.case(real))
    assert demo.current_run and demo.current_run.status == RunStatus.COMPLETE
    assert operated.current_run and operated.current_run.status == RunStatus.PARTIAL


def test_gates_without_a_run_are_closed(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    case.current_run = None
    from duediligence.policy.steps import Gate

    assert {gate: [r.code for r in gates._CHECKS[gate](case)] for gate in Gate} == {
        Gate.DECLARATIONS_IN: ["declarations_missing"],
        Gate.SCREENING_COMPLETE: ["screening_incomplete"],
        Gate.TECHNOLOGY_SCREENED: ["screening_incomplete"],
        Gate.HITS_JUDGED: [],
        Gate.ASSESSMENT_DONE: [],
        Gate.MEASURES_AGREED: [],
        Gate.MEASURES_FEASIBLE: [],
        Gate.CONSENTS_GIVEN: [],
        Gate.CROSS_CHECKS_ANSWERED: [],
        Gate.PARTNERS_CONFIRMED: [],
    }


def test_technology_that_was_not_screened_keeps_its_gate_closed(cast: Cast, tmp_path: Path) -> None:
    from duediligence.policy.steps import Gate

    case = stories.screened_case(cast, tmp_path)
    assert [r.code for r in gates._CHECKS[Gate.TECHNOLOGY_SCREENED](case)] == ["screening_incomplete"]
    case.current_run.technology = {"JP20": {}}  # type: ignore[union-attr]
    assert list(gates._CHECKS[Gate.TECHNOLOGY_SCREENED](case)) == []


def test_runs_started_twice_replace_each_other(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    first = screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    second = screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    first.refresh_from_db()
    assert (first.status, first.problems) == (RunStatus.FAILED, [{"code": "replaced"}])
    assert runs.work(first.pk).status == RunStatus.FAILED
    assert runs.work(second.pk).status == RunStatus.COMPLETE
