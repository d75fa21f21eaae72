"""The sections of the web admin with their pages: every address of daily work."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Page, Section
from duediligence.admin.pages import (
    assessment,
    audit,
    case,
    case_area,
    delegations,
    documents,
    due_diligence,
    hits,
    joining,
    lexicon,
    lexicon_draft,
    lexicon_effect,
    list_delta,
    list_edition,
    list_upload,
    lists,
    measures,
    members,
    my_declarations,
    name_check,
    policies,
    proposals,
    steps,
    technology,
    technology_lists,
    watch_list,
    worklist,
)

CASE = "cases/<slug:reference>/"
PARTY = f"{CASE}assessment/<slug:subject>/<int:number>/"
HIT = f"{CASE}hits/<int:hit_id>/"
WATCH_LIST = "lists/watch-list/"
AREA = f"{CASE}technology/<slug:list_code>/<slug:area_code>/"
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
            Page(f"{CASE}members/", members.members, "case_members"),
            Page(f"{CASE}members/<int:person_id>/", members.declaration_page, "case_declaration"),
            Page(f"{CASE}members/<int:person_id>/<slug:name>/", members.member_act, "case_member_act"),
            Page(f"{CASE}joining/", joining.request_joining, "case_joining"),
            Page(f"{CASE}joining/<int:joining_id>/", joining.decide, "case_joining_decide"),
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
            Page(f"{CASE}due-diligence/", due_diligence.due_diligence, "case_due_diligence"),
            Page(f"{CASE}due-diligence/source/", due_diligence.add_source, "case_source"),
            Page(f"{CASE}due-diligence/result/", due_diligence.record_result, "case_result"),
            Page(f"{CASE}due-diligence/questions/<slug:key>/", due_diligence.answer_question, "case_question"),
            Page(f"{CASE}technology/declare/", technology.declare, "case_technology_declare"),
            Page(AREA, case_area.area, "case_technology_area"),
            Page(f"{AREA}answer/", case_area.answer, "case_technology_answer"),
            Page(f"{AREA}judge/", case_area.judge, "case_technology_judge"),
            Page(f"{CASE}steps/", steps.steps, "case_steps"),
            Page(f"{CASE}acts/<slug:name>/", steps.act, "case_act"),
            Page(f"{CASE}documents/", documents.documents, "case_documents"),
            Page(f"{CASE}documents/record/", documents.record, "case_record"),
            Page(f"{CASE}documents/bundle/", documents.evidence, "case_bundle"),
            Page(f"{CASE}history/", case.history, "case_history"),
            Page(f"{CASE}progress/", case.progress, "case_progress"),
            Page(f"{CASE}revise/", proposals.revise, "revise_proposal"),
            Page(f"{CASE}revise/check/", proposals.check_revision, "revise_proposal_check"),
        ],
        count=worklist.to_do,
    ),
    Section(
        _("My declarations"),
        20,
        [Page("my-declarations/", my_declarations.my_declarations, "my_declarations")],
        may_see=my_declarations.takes_part,
    ),
    Section(
        _("Lists"),
        30,
        [
            Page("lists/", lists.health, "lists"),
            Page("lists/as-at/", lists.look_up, "lists_as_at"),
            Page(WATCH_LIST, watch_list.rows, "watch_list"),
            Page(f"{WATCH_LIST}row/", watch_list.row, "watch_list_row"),
            Page(f"{WATCH_LIST}remove/", watch_list.remove, "watch_list_remove"),
            Page(f"{WATCH_LIST}acts/<slug:name>/", watch_list.act, "watch_list_act"),
            Page("lists/<slug:code>/", lists.editions, "list"),
            Page("lists/<slug:code>/upload/", list_upload.upload, "list_upload"),
            Page("lists/<slug:code>/changes/", list_delta.compare, "list_delta"),
            Page(EDITION, list_edition.edition, "list_edition"),
            Page(f"{EDITION}preview/", list_upload.preview_page, "list_preview"),
            Page(f"{EDITION}acts/<slug:name>/", list_upload.act, "list_act"),
            Page(f"{EDITION}confirm/", lists.confirm, "list_confirm"),
            Page(f"{EDITION}row-errors/", list_edition.row_errors, "list_row_errors"),
            Page(f"{EDITION}<int:entry_id>/", list_edition.entry, "list_entry"),
        ],
        count=lists.to_renew,
    ),
    Section(
        _("Technology"),
        40,
        [
            Page("technology/", technology_lists.lists, "technology_lists"),
            Page("technology/concepts/", lexicon.concepts, "lexicon"),
            Page("technology/concepts/<slug:concept>/", lexicon.concept, "concept"),
            Page("technology/draft/", lexicon_draft.draft, "lexicon_draft"),
            Page("technology/draft/begin/", lexicon_draft.begin, "lexicon_begin"),
            Page("technology/draft/load/", lexicon_draft.load, "lexicon_load"),
            Page("technology/draft/export/", lexicon_draft.export, "lexicon_export"),
            Page("technology/draft/add/", lexicon_draft.add_term, "lexicon_add"),
            Page("technology/draft/remove/", lexicon_draft.remove_term, "lexicon_remove"),
            Page("technology/draft/effect/", lexicon_effect.effect, "lexicon_effect"),
            Page("technology/draft/publish/", lexicon_draft.publish, "lexicon_publish"),
            Page("technology/draft/discard/", lexicon_draft.discard, "lexicon_discard"),
            Page("technology/suggestions/", lexicon_effect.suggestions, "lexicon_suggestions"),
            Page("technology/lists/<slug:list_code>/", technology_lists.areas, "technology_list"),
            Page("technology/lists/<slug:list_code>/<slug:area_code>/", technology_lists.area, "technology_area"),
        ],
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
    site.add_notices(lists.warnings)
