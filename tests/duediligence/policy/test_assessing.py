"""What the rules of a policy propose about one person or partner."""

from duediligence.enums import Finding
from duediligence.policy.assessing import points_for, proposals, stated_facts
from duediligence.policy.facts import Fact
from duediligence.policy.judging import Subject
from duediligence.policy.parse import parse_policy
from tests.duediligence.policy.sample import found, shipped, small_policy

POLICY = parse_policy(shipped("voluntary"))
LISTED = {Fact.LIST_EFFECT: frozenset({"licence_trigger"}), Fact.TECHNOLOGY_LEVEL: "none"}
UNLISTED = {Fact.LIST_EFFECT: frozenset[str](), Fact.TECHNOLOGY_LEVEL: "none"}


def person(facts, *picked):
    stated = stated_facts(POLICY, Subject.PERSON, picked)
    (proposal,) = proposals(POLICY, Subject.PERSON, {**facts, **stated})
    return proposal


def test_a_present_relation_with_a_listed_name_points_to_mitigation():
    proposal = person(LISTED, "time.present")
    assert (proposal.finding, proposal.answer) == (Finding.MITIGATION_NEEDED, True)
    assert [rule.code for rule in proposal.holding] == ["present_relation_with_listed"]


def test_a_rule_that_waits_for_a_fact_leaves_the_answer_open_and_names_the_fact():
    proposal = person(LISTED, "relation.no_such_relation", "disclosure.disclosed")
    assert proposal.answer is None
    assert [(rule.code, facts) for rule, facts in proposal.waiting] == [
        ("relation_close_to_topic", (Fact.SENSITIVE_ACCESS, Fact.TOPIC_CLOSE))
    ]


def test_no_rule_holds_once_every_fact_is_known():
    picked = ("relation.no_such_relation", "disclosure.disclosed", "topic.unrelated_topic", "access.public_only")
    assert person(UNLISTED, *picked).answer is False


def test_of_two_points_that_contradict_each_other_the_graver_counts():
    facts = stated_facts(POLICY, Subject.PERSON, ["time.present", "time.ended_long_ago"])
    assert facts == {Fact.RELATION_CURRENT: True}


def test_about_a_partner_two_findings_are_asked():
    facts = {**LISTED, **stated_facts(POLICY, Subject.PARTNER, ["partner_researchers.researchers_clear"])}
    answers = {one.finding: one.answer for one in proposals(POLICY, Subject.PARTNER, facts)}
    assert answers == {Finding.INSTITUTION_RISK: True, Finding.RESEARCHERS_RISK: False}


def test_points_are_known_by_their_checklist_and_their_code():
    assert "relation.talent_programme" in points_for(POLICY, Subject.PERSON)
    assert "relation.talent_programme" not in points_for(POLICY, Subject.PARTNER)


def test_every_fact_that_a_shipped_rule_asks_for_can_be_stated_or_found():
    for name in ("voluntary", "jp-manual-2025"):
        policy = parse_policy(shipped(name))
        for subject in Subject:
            stated = stated_facts(policy, subject, list(points_for(policy, subject)))
            for proposal in proposals(policy, subject, {**LISTED, **stated}):
                assert proposal.waiting == ()


def test_a_point_may_state_only_what_an_assessor_can_know():
    data = small_policy()
    data["checklists"][0]["points"][0]["states"] = [{"fact": "list_effect", "value": True}]
    assert found(data) == [("checklists[0].points[0].states[0].fact", "fact_out_of_scope")]


def test_a_rule_about_a_person_cannot_point_to_a_finding_about_a_partner():
    data = small_policy()
    data["assessment_rules"][0]["points_to"] = "institution_risk"
    assert found(data) == [("assessment_rules[0].points_to", "finding_of_another")]
