"""Who is assessed, by whom, on what, and when an assessment no longer holds."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import assessment, decision, disposition
from duediligence.domain.actor import Actor
from duediligence.domain.assessment import AssessmentInput
from duediligence.domain.evidence import evidence_of
from duediligence.domain.facts import case_facts
from duediligence.enums import CaseOutcome, Finding, Judgement, MemberRole, Verdict
from duediligence.models import Assessment, AuditEvent, Case, Organisation, Person, User
from duediligence.policy.facts import Fact
from duediligence.policy.judging import Subject
from tests import factories, forcing, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db

NEEDED = {Finding.MITIGATION_NEEDED: True}
NOT_NEEDED = {Finding.MITIGATION_NEEDED: False}
RISKY = {Finding.INSTITUTION_RISK: True, Finding.RESEARCHERS_RISK: False}


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A screened case of one member without hits."""
    return stories.screened_case(cast, tmp_path)


beginning = begun(begin)


def assess(case: Case, by: User, answers: dict[Finding, bool] | None = None, **given: object) -> Assessment:
    """Assess the only member, or with answers about a partner the only partner."""
    answers = NOT_NEEDED if answers is None else answers
    about = Subject.PARTNER if Finding.INSTITUTION_RISK in answers else Subject.PERSON
    key = next(party.key for party in evidence_of(case).parties if party.subject is about)
    content = AssessmentInput(
        **{"answers": answers, "reason": "面談で確かめた", "seen": stories.seen(case, key), **given}
    )  # type: ignore[arg-type]
    return assessment.assess(case, key, content, actor=Actor.of_user(by), now=factories.NOW)


def test_assess_records_answers_reasons_decider_and_what_it_rests_on(cast: Cast, case: Case) -> None:
    picked = ("topic.same_topic", "access.equipment")
    made = assess(case, cast.reviewer, NEEDED, points=picked, own_points=("装置の操作を教える", " "))

    assert made.answers == NEEDED
    assert (made.points, made.own_points) == (list(picked), ["装置の操作を教える"])
    assert (made.decided_by, made.revision, made.run) == (cast.reviewer, case.revision, case.current_run)
    event = AuditEvent.objects.filter(verb="assessment.decided").latest("seq")
    assert event.after["answers"] == {"mitigation_needed": True}
    assert event.after["policy_sha256"] == case.policy_edition.sha256


def test_a_later_assessment_voids_the_earlier_one_and_keeps_it(cast: Cast, case: Case) -> None:
    first = case.assessments.get()
    second = assess(case, cast.reviewer, NEEDED)
    first.refresh_from_db()
    assert (first.voided_at, first.void_reason) == (factories.NOW, "assessed again")
    assert list(assessment.standing(evidence_of(case)).values()) == [second]


def test_what_another_person_assessed_since_is_not_replaced_unread(cast: Cast, case: Case) -> None:
    first = case.assessments.get()
    second = assess(case, cast.second_reviewer, NEEDED)
    person = {evidence_of(case).parties[0].key: first.pk}
    for read_before in (first.pk, None):
        with pytest.raises(errors.AssessmentChanged):
            assess(case, cast.reviewer, seen=read_before)
    with pytest.raises(errors.AssessmentChanged):
        assessment.assess_several(case, person, reason="なし", actor=Actor.of_user(cast.reviewer))
    assert list(assessment.standing(evidence_of(case)).values()) == [second]
    case.assessments.filter(pk=second.pk).update(voided_at=factories.NOW, void_reason="計画の変更")
    with pytest.raises(errors.AssessmentChanged):
        assess(case, cast.reviewer, seen=second.pk)


def test_the_hits_of_a_partner_and_the_technology_are_linked_as_facts(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    made = assess(case, cast.reviewer, RISKY)
    assert case.current_run
    assert list(made.hits.all()) == list(case.current_run.hits.all())
    assert made.rules == [{"rule": "partner_on_list", "finding": "institution_risk"}]


def test_a_hit_on_a_member_s_employer_is_a_fact_about_the_member(cast: Cast, tmp_path: Path) -> None:
    employer = factories.OrganisationInput(name="Exemplar Hypersonics", country="KP")
    case = stories.screened_case(cast, tmp_path, members=(factories.member(affiliation=employer),))
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    (party,) = (evidence := evidence_of(case)).parties
    assert evidence.facts_of(party)[Fact.LIST_EFFECT] == {"licence_trigger"}
    with pytest.raises(errors.AgainstRule):
        assess(case, cast.reviewer, points=("time.present",))


def test_the_parent_of_a_partner_is_a_fact_about_the_partner(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path, parties=(factories.partner("Harmless Laboratory"),))
    parent = Organisation.objects.create(institution=cast.institution, name="Parent", match_key="parent")
    Organisation.objects.filter(name="Harmless Laboratory").update(parent=parent)
    from duediligence.domain import screening

    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    case.refresh_from_db()
    partner = evidence_of(case).parties[-1]
    assert f"organisation:{parent.pk}" in partner.refs


def test_members_who_belong_to_a_partner_are_shown_with_it(cast: Cast, tmp_path: Path) -> None:
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    member = factories.MemberInput(
        person=factories.PersonInput(name="Sample Researcher", affiliation=partner.organisation),
        role=MemberRole.PARTICIPANT,
    )
    case = stories.screened_case(cast, tmp_path, members=(factories.member(), member), parties=(partner,))
    person = Person.objects.get(name="Sample Researcher")
    assert evidence_of(case).parties[-1].people == {f"person:{person.pk}"}


def test_assess_refuses_other_roles_and_strangers(cast: Cast, case: Case) -> None:
    for user in (cast.submitter, cast.decision_maker, cast.stranger, cast.auditor):
        with pytest.raises(errors.NotAllowed):
            assess(case, user)


def test_assess_refuses_a_program(case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        assessment.assess_several(case, {}, reason="なし", actor=factories.SYSTEM)


def test_assess_refuses_a_member_of_the_proposal(cast: Cast, case: Case) -> None:
    Person.objects.update(user=cast.reviewer)
    with pytest.raises(errors.MemberMayNotDecide):
        assess(case, cast.reviewer)


def test_assess_refuses_a_closed_case(cast: Cast, case: Case) -> None:
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    with pytest.raises(errors.CaseNotOpen):
        assess(case, cast.reviewer)


def test_assess_refuses_before_the_screening_is_finished(cast: Cast, tmp_path: Path) -> None:
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[])
    factories.watch_list(tmp_path, stories.LISTED)
    case = factories.case(cast.submitter)
    with pytest.raises(errors.ScreeningIncomplete):
        assess(case, cast.reviewer)
    assert evidence_of(case).facts_of(evidence_of(case).parties[0]) == {}
    Case.objects.update(current_run=None)
    with pytest.raises(errors.ScreeningIncomplete):
        assess(case, cast.reviewer)


def test_a_case_without_a_run_has_parties_and_no_facts(case: Case) -> None:
    Case.objects.update(current_run=None)
    case.refresh_from_db()
    evidence = evidence_of(case)
    assert [(party.subject, evidence.facts_of(party)) for party in evidence.parties] == [(Subject.PERSON, {})]


def test_assess_refuses_while_a_hit_of_the_party_is_unjudged(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    with pytest.raises(errors.HitsUnjudged):
        assess(case, cast.reviewer, RISKY)


def test_assess_refuses_whoever_has_no_part_in_the_revision(cast: Cast, case: Case) -> None:
    keys = {(Subject.PARTNER, 1): None}
    with pytest.raises(errors.NotAssessed):
        assessment.assess_several(case, keys, reason="なし", actor=Actor.of_user(cast.reviewer))


def test_assess_refuses_a_point_that_is_not_on_the_checklist(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.UnknownPoint):
        assess(case, cast.reviewer, points=("relation.rumour",))


def test_assess_asks_for_every_answer(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.FindingMissing) as refused:
        assess(case, cast.reviewer, {})
    assert refused.value.field == "mitigation_needed"


def test_assess_refuses_an_answer_that_is_not_asked(cast: Cast, case: Case) -> None:
    key = evidence_of(case).parties[0].key
    given = AssessmentInput({**NOT_NEEDED, Finding.INSTITUTION_RISK: False}, "理由", seen=stories.seen(case, key))
    with pytest.raises(errors.NotAssessed):
        assessment.assess(case, key, given, actor=Actor.of_user(cast.reviewer))


def test_assess_asks_for_a_reason(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.ReasonMissing):
        assess(case, cast.reviewer, reason=" ")


def test_deciding_otherwise_than_a_rule_needs_its_own_reason(cast: Cast, case: Case) -> None:
    points = ("disclosure.undisclosed",)
    with pytest.raises(errors.AgainstRule) as refused:
        assess(case, cast.reviewer, points=points)
    assert refused.value.params["rule"] == "undisclosed_fact"
    with pytest.raises(errors.AgainstRule):
        assess(case, cast.reviewer, points=points, against_code="family_or_student")
    made = assess(case, cast.reviewer, points=points, against_code="fact_outdated")
    assert (made.against_code, made.rules) == (
        "fact_outdated",
        [{"rule": "undisclosed_fact", "finding": "mitigation_needed"}],
    )


def test_a_reason_against_a_rule_is_not_kept_where_no_rule_was_passed_over(cast: Cast, case: Case) -> None:
    assert assess(case, cast.reviewer, against_code="fact_outdated").against_code == ""


def test_several_are_assessed_together_or_not_at_all(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    forcing.remove(case.assessments.all())
    keys = {party.key: None for party in evidence_of(case).parties}
    with pytest.raises(errors.HitsUnjudged):
        assessment.assess_several(case, keys, reason="なし", actor=Actor.of_user(cast.reviewer))
    assert not case.assessments.exists()


def test_a_new_judgement_of_a_hit_makes_the_assessment_outdated(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    made = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    stories.assessed(case, cast.reviewer)
    assert assessment.missing(evidence_of(case)) == []
    disposition.withdraw(made, actor=Actor.of_user(cast.reviewer), reason="取り違え")
    assert [party.subject for party in assessment.missing(evidence_of(case))] == [Subject.PARTNER]


def test_while_a_new_run_is_under_way_assessments_hold(cast: Cast, case: Case) -> None:
    from duediligence.domain import screening

    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    case.refresh_from_db()
    assert case.current_run and case.current_run.is_live
    assert assessment.missing(evidence_of(case)) == []


def test_a_material_revision_voids_what_it_touches_and_no_more(cast: Cast, tmp_path: Path) -> None:
    second = factories.member("見本 二郎", role=MemberRole.PARTICIPANT)
    case = stories.screened_case(cast, tmp_path, members=(factories.member(), second))
    third = factories.member("見本 三郎", role=MemberRole.PARTICIPANT)
    stories.revise(case, cast, members=(factories.member(), third))
    case.refresh_from_db()
    void = case.assessments.get(voided_at__isnull=False)
    assert (void.person and void.person.name, void.void_reason) == ("見本 二郎", "計画の変更")
    assert AuditEvent.objects.filter(verb="assessment.voided").count() == 1
    assert [party.record.name for party in assessment.missing(evidence_of(case))] == ["見本 三郎"]


def test_another_topic_voids_every_assessment(cast: Cast, case: Case) -> None:
    stories.revise(case, cast, title_en="Another topic altogether")
    assert not case.assessments.filter(voided_at__isnull=True).exists()


def test_the_assessments_tell_the_case_once_everybody_is_assessed(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    assert Fact.MEASURES_NEEDED not in case_facts(case)
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    assess(case, cast.reviewer, RISKY, missing_information="規程が公表されていない")
    facts = case_facts(case)
    assert (facts[Fact.MEASURES_NEEDED], facts[Fact.PARTNER_RISK], facts[Fact.INFORMATION_MISSING]) == (True,) * 3


def test_no_mitigation_is_not_decided_over_an_assessment_that_says_yes(cast: Cast, case: Case) -> None:
    assess(case, cast.reviewer, NEEDED)
    stories.agreed_measure(case, cast)
    stories.approve(case, cast.second_reviewer)
    with pytest.raises(errors.OutcomeContradicts):
        stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    step = case.steps.get(code="approval")
    assert decision.refusals(step, cast.decision_maker, Verdict.RETURN) == []


def test_no_step_is_approved_while_somebody_is_not_assessed(cast: Cast, case: Case) -> None:
    forcing.remove(case.assessments.all())
    with pytest.raises(errors.AssessmentsMissing):
        stories.approve(case, cast.reviewer)


def test_the_database_keeps_one_assessment_of_a_person_in_force(cast: Cast, case: Case) -> None:
    made = case.assessments.get()
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_the_database_refuses_an_assessment_about_nobody(cast: Cast, case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        forcing.force(case.assessments.all(), person=None)
