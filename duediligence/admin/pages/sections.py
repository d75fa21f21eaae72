"""The sections of the web admin with their pages: every address of daily work."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Page, Section
from duediligence.admin.pages import (
    assessment,
    audit,
    case,
    delegations,
    hits,
    lists,
    measures,
    name_check,
    policies,
    proposals,
    steps,
    technology,
    worklist,
)

CASE = "cases/<slug:reference>/"
PARTY = f"{CASE}assessment/<slug:subject>/<int:number>/"
HIT = f"{CASE}hits/<int:hit_id>/"
EDITION = "lists/<slug:code>/<int:edition_id>/"

SECTIONS = [
    Section(
        _("Worklist"),
        10,
        [
            Page("", worklist.worklist, "worklist"),
            Page("take-next/", worklist.take_next, "take_next"),
            Page("proposals/new/", proposals.new, "new_proposal"),
            Page("proposals/new/check/", proposals.check_new, "new_proposal_check"),
            Page("proposals/name-check/", name_check.name_check, "name_check"),
            Page(CASE, case.overview, "case"),
            Page(f"{CASE}members/", case.members, "case_members"),
            Page(f"{CASE}hits/", hits.hits, "case_hits"),
            Page(f"{CASE}hits/next/", hits.next_hit, "case_next_hit"),
            Page(f"{CASE}hits/reasons/", hits.reasons, "case_hit_reasons"),
            Page(HIT, hits.hit, "case_hit"),
            Page(f"{HIT}review/", hits.second_review, "case_hit_review"),
            Page(f"{HIT}withdraw/", hits.withdraw_judgement, "case_hit_withdraw"),
            Page(f"{CASE}technology/", technology.technology, "case_technology"),
            Page(f"{CASE}assessment/", assessment.assessments, "case_assessment"),
            Page(f"{CASE}assessment/several/", assessment.several, "case_assess_several"),
            Page(PARTY, assessment.assess, "case_assess"),
            Page(f"{PARTY}rules/", assessment.rules, "case_assess_rules"),
            Page(f"{CASE}measures/", measures.plan, "case_measures"),
            Page(f"{CASE}measures/new/<slug:kind>/", measures.propose, "case_measure_new"),
            Page(f"{CASE}measures/<int:measure_id>/<slug:name>/", measures.act, "case_measure_act"),
            Page(f"{CASE}measures/consent/", measures.consent_of, "case_consent"),
            Page(f"{CASE}steps/", steps.steps, "case_steps"),
            Page(f"{CASE}acts/<slug:name>/", steps.act, "case_act"),
            Page(f"{CASE}history/", case.history, "case_history"),
            Page(f"{CASE}progress/", case.progress, "case_progress"),
            Page(f"{CASE}revise/", proposals.revise, "revise_proposal"),
            Page(f"{CASE}revise/check/", proposals.check_revision, "revise_proposal_check"),
        ],
        count=worklist.to_do,
    ),
    Section(
        _("Lists"),
        30,
        [
            Page("lists/", lists.health, "lists"),
            Page("lists/as-at/", lists.look_up, "lists_as_at"),
            Page("lists/<slug:code>/", lists.editions, "list"),
            Page(EDITION, lists.edition, "list_edition"),
            Page(f"{EDITION}<int:entry_id>/", lists.entry, "list_entry"),
        ],
        count=lists.to_renew,
    ),
    Section(
        _("Policies"),
        60,
        [
            Page("policies/", policies.editions, "policies"),
            Page("policies/<int:edition_id>/", policies.edition, "policy"),
            Page("policies/<int:edition_id>/clone/", policies.clone, "policy_clone"),
            Page("policies/<int:edition_id>/publish/", policies.publish, "policy_publish"),
        ],
    ),
    Section(
        _("Delegations"),
        70,
        [
            Page("delegations/", delegations.delegations, "delegations"),
            Page("delegations/<int:delegation_id>/revoke/", delegations.revoke, "delegation_revoke"),
        ],
        may_see=delegations.may_see,
    ),
    Section(
        _("Audit"),
        90,
        [
            Page("audit/", audit.log, "audit"),
            Page("audit/verify/", audit.verify, "audit_verify"),
            Page("audit/export/", audit.export, "audit_export"),
        ],
        may_see=audit.may_read,
    ),
]


def add_sections(site: Any) -> None:
    """Add the pages, the search for cases and the warnings to the web admin."""
    for section in SECTIONS:
        site.add_section(section)
    site.add_search(worklist.find_cases)
