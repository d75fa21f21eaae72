"""A new revision reopens what it touches, and no more."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from duediligence.domain import assessment, measure, proposal
from duediligence.domain.actor import Actor
from duediligence.domain.evidence import evidence_of
from duediligence.domain.revision_change import Touch, somebody_leaves, touched_steps, touches
from duediligence.enums import CaseStatus, MemberRole, StepStatus
from duediligence.models import AuditEvent, Case
from duediligence.policy.conditions import Condition, Operator
from duediligence.policy.edition import Policy
from duediligence.policy.facts import Fact
from tests import factories, stories
from tests.duediligence.policy.sample import small
from tests.factories import NOW, Cast

PI = {"person": "A", "person_id": 1, "role": "pi", "organisation": "X", "start_date": None, "end_date": None}
STUDENT = {**PI, "person": "B", "person_id": 2, "role": "student"}
PARTNER = {"organisation": "Y", "organisation_id": 7, "role": "partner", "note": ""}
PLAN: dict[str, Any] = {
    "title_ja": "",
    "title_en": "Waves",
    "abstract_ja": "",
    "abstract_en": "On waves.",
    "keywords_ja": [],
    "keywords_en": ["wave"],
    "members": [PI, STUDENT],
    "parties": [PARTNER],
}
LEFT = "2026-05-31"


@pytest.mark.parametrize(
    ("changed", "touched", "leaves"),
    [
        ({"title_en": "WAVES."}, set(), False),
        ({"title_en": "Particles"}, {Touch.TOPIC}, False),
        ({"keywords_en": ["wave", "sea"]}, {Touch.TOPIC}, False),
        ({"members": [PI]}, set(), True),
        ({"members": [PI, {**STUDENT, "end_date": LEFT}]}, set(), True),
        ({"members": [PI, {**STUDENT, "role": "co_pi"}]}, {Touch.PEOPLE}, True),
        ({"members": [PI, STUDENT, {**STUDENT, "person_id": 3}]}, {Touch.PEOPLE}, False),
        ({"parties": []}, set(), True),
        ({"parties": [PARTNER, {**PARTNER, "organisation_id": 8}]}, {Touch.PARTNERS}, False),
        ({"parties": [], "members": [{**PI, "organisation": "Z"}]}, {Touch.PEOPLE}, True),
    ],
)
def test_a_change_touches_people_partners_or_the_topic(
    changed: dict[str, Any], touched: set[Touch], leaves: bool
) -> None:
    after = {**PLAN, **changed}
    assert (touches(PLAN, after), somebody_leaves(PLAN, after)) == (touched, leaves)


@pytest.mark.parametrize(("until", "touched"), [(None, {Touch.PEOPLE}), ("2026-12-31", {Touch.PEOPLE}), (LEFT, set())])
def test_whoever_stays_longer_is_looked_at_again(until: str | None, touched: set[Touch]) -> None:
    before = {**PLAN, "members": [PI, {**STUDENT, "end_date": "2026-11-30"}]}
    assert touches(before, {**PLAN, "members": [PI, {**STUDENT, "end_date": until}]}) == touched


def _policy(*steps: dict[str, Any]) -> Policy:
    policy = small()
    made = [dataclasses.replace(policy.steps[0], **{"requires": (), "when": (), "after": (), **one}) for one in steps]
    return dataclasses.replace(policy, steps=tuple(made))


def _asking(fact: Fact, *, otherwise: Fact | None = None) -> dict[str, Any]:
    test = Condition(fact, Operator.IS, True)
    if otherwise:
        test = dataclasses.replace(test, alternatives=(Condition(otherwise, Operator.IS, True),))
    return {"when": (test,)}


def test_a_step_is_touched_by_what_it_needs_and_by_what_it_depends_on() -> None:
    policy = _policy(
        {"code": "declared", "requires": ("declarations_in",)},
        {"code": "screened", "requires": ("screening_complete",)},
        {"code": "technical", **_asking(Fact.TECHNOLOGY_LEVEL)},
        {"code": "either", **_asking(Fact.DESIGNATED, otherwise=Fact.LIST_EFFECT)},
        {"code": "funded", **_asking(Fact.HAS_FUNDER)},
        {"code": "whole"},
    )
    assert touched_steps(policy, {Touch.PEOPLE}) == {"declared", "screened", "either", "whole"}
    assert touched_steps(policy, {Touch.PARTNERS}) == {"screened", "either", "whole"}
    assert touched_steps(policy, {Touch.TOPIC}) == {"screened", "technical", "whole"}
    assert touched_steps(policy, ()) == set()


MEMBERS = (factories.member(), factories.member("例田 花子", role=MemberRole.STUDENT))


def _decided(cast: Cast, tmp_path: Path) -> Case:
    """A designated case at its submission, with two members."""
    case = stories.designated_case(cast, tmp_path, factories.programme(), members=MEMBERS)
    return stories.ready_to_submit(case, cast)


def _standing(case: Case) -> set[str]:
    """The steps whose decisions hold."""
    held = case.steps.filter(decisions__voided_at__isnull=True, decisions__isnull=False)
    return set(held.values_list("code", flat=True))


def _revise(case: Case, cast: Cast, **changes: Any) -> Case:
    stories.revise(case, cast, **{"members": MEMBERS, **changes})
    case.refresh_from_db()
    return case


def test_another_topic_leaves_the_departments_confirmation_standing(cast: Cast, tmp_path: Path) -> None:
    case = _revise(_decided(cast, tmp_path), cast, abstract_ja="別の主題を扱う。")
    assert _standing(case) == {"department_review"}
    assert case.steps.get(status=StepStatus.OPEN).code == "investigation"


def test_another_partner_leaves_what_was_found_of_the_members(cast: Cast, tmp_path: Path) -> None:
    case = _decided(cast, tmp_path)
    case = stories.screened(_revise(case, cast, parties=(factories.partner("Sample Library"),)))
    assert _standing(case) == {"department_review"}
    assert [one.record.name for one in assessment.missing(evidence_of(case))] == ["Sample Library"]


def test_another_member_is_confirmed_by_the_department_first(cast: Cast, tmp_path: Path) -> None:
    case = _decided(cast, tmp_path)
    case = _revise(case, cast, members=(*MEMBERS, factories.member("見本 三郎", role=MemberRole.STUDENT)))
    assert _standing(case) == set()
    assert case.steps.get(status=StepStatus.OPEN).code == "department_review"


@pytest.mark.parametrize("by_end", [True, False])
def test_whoever_leaves_takes_no_approval_along(cast: Cast, tmp_path: Path, by_end: bool) -> None:
    case = _decided(cast, tmp_path)
    first, student = case.current_run, case.revision.memberships.get(role=MemberRole.STUDENT)
    left = dataclasses.replace(MEMBERS[1], end_date=dt.date(2026, 1, 31))
    case = stories.screened(_revise(case, cast, members=(MEMBERS[0], left) if by_end else MEMBERS[:1]))
    assert (case.revision.number, case.revision.is_material) == (2, False)
    assert case.current_run != first
    assert _standing(case) == {"department_review", "investigation", "decision"}
    assert not case.assessments.filter(person=student.person, voided_at__isnull=True).exists()
    assert assessment.missing(evidence_of(case)) == []


def test_a_measure_about_a_leaver_ends(cast: Cast, tmp_path: Path) -> None:
    case = _decided(cast, tmp_path)
    student = case.revision.memberships.get(role=MemberRole.STUDENT).person
    stories.proposed_measure(case, cast, person=student)
    assert [one.person for one in measure.live_measures(case)] == [student]
    case = _revise(case, cast, members=MEMBERS[:1])
    assert measure.live_measures(case) == []


def test_a_watched_case_stays_watched_when_somebody_leaves(cast: Cast, tmp_path: Path) -> None:
    case = stories.monitored(cast, tmp_path, members=MEMBERS)
    before = list(case.steps.values_list("code", "round", "status"))
    case = stories.screened(_revise(case, cast, members=MEMBERS[:1]))
    assert case.status == CaseStatus.MONITORING
    assert list(case.steps.values_list("code", "round", "status")) == before


def test_the_hits_of_whoever_left_are_no_change_of_a_list(cast: Cast, tmp_path: Path) -> None:
    partner = factories.partner("Exemplar Hypersonics")
    case = stories.designated_case(cast, tmp_path, factories.programme(), parties=(partner,), members=MEMBERS)
    assert case.current_run
    assert case.current_run.hits.count() == 1
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.MONITORING)
    case = stories.screened(_revise(Case.objects.get(pk=case.pk), cast))
    assert not AuditEvent.objects.filter(verb="screening.vanished").exists()


@pytest.mark.parametrize("by_owner", [True, False])
def test_the_owner_is_told_of_a_revision_by_somebody_else(
    by_owner: bool,
    cast: Cast,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
    mailoutbox: list[Any],
) -> None:
    case = _decided(cast, tmp_path)
    case.institution.is_demo = False
    case.institution.save()
    Case.objects.filter(pk=case.pk).update(owner=cast.reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        proposal.revise(
            case.proposal,
            factories.content(members=MEMBERS, title_ja="別の題目"),
            actor=Actor.of_user(cast.reviewer if by_owner else cast.submitter),
            reason="主題の変更",
            now=NOW,
        )
    assert [mail.to for mail in mailoutbox] == ([] if by_owner else [[cast.reviewer.email]])
