"""Every act of the domain that a person can ask for, and what the acts are made of."""

from collections.abc import Callable, Mapping

from django.core.files.base import ContentFile

from duediligence.domain import (
    api_client,
    attachment,
    candidates,
    case,
    case_record,
    cross_check,
    declaration,
    disposition,
    joining,
    lexicon,
    lexicon_candidates,
    list_days,
    lists,
    policy,
    policy_draft,
    proposal,
    recusal,
    retention,
    retention_parts,
    screening,
    technology,
    technology_edition,
    watch_list,
)
from duediligence.enums import (
    AreaJudgement,
    CaseOutcome,
    ConfirmationKind,
    DueDiligenceResult,
    OwnUse,
    RecordKind,
    RecordVisibility,
    Scope,
)
from duediligence.policy.keeping import KeptRecord
from screening.lists.load import EditionDates
from screening.technology.lexicon import TermKind
from tests import factories
from tests.duediligence.admin.technology import HEAD
from tests.duediligence.domain import handed_out, preparing
from tests.duediligence.domain.candidate_acts import CANDIDATE_ACTS
from tests.duediligence.domain.partner_acts import PARTNER_ACTS
from tests.duediligence.domain.preparing import AREA, PERFORMED, ROW, Does
from tests.duediligence.domain.world import WHY, World
from tests.factories import NOW, TODAY
from tests.screening.lists import making

NOTE = case_record.RecordInput(RecordKind.NOTE, "記録", WHY, TODAY, RecordVisibility.OFFICE)
INCLUDE = TermKind.INCLUDE
ACTS: Mapping[str, Callable[[World], Does]] = {
    **CANDIDATE_ACTS,
    **PARTNER_ACTS,
    "candidates.open_candidate": lambda w: (
        lambda a: candidates.open_candidate(
            w.cast.institution, candidates.Candidate("A-1", factories.content()), actor=a, now=NOW
        )
    ),
    "api_client.revoke_key": handed_out.key,
    "api_client.issue_key": lambda w: lambda a: api_client.issue_key(w.client, actor=a, scopes=list(Scope), now=NOW),
    "assessment.assess": preparing.assessing,
    "assessment.assess_several": preparing.assessing_several,
    "attachment.attach": lambda w: (
        lambda a: attachment.attach(w.case, ContentFile(b"%PDF-1.7 paper", name="登記.pdf"), actor=a, now=NOW)
    ),
    "attachment.open_for": handed_out.taking_file,
    "case.assign": lambda w: lambda a: case.assign(w.case, w.cast.reviewer, actor=a),
    "case.close": lambda w: lambda a: case.close(preparing.monitored(w), actor=a, reason=WHY, now=NOW),
    "case.hand_to": lambda w: lambda a: case.hand_to(w.case, w.cast.department_officer.department, actor=a),
    "case.open_case": preparing.opening,
    "case.reopen": lambda w: lambda a: case.reopen(preparing.ended(w), actor=a, reason=WHY, now=NOW),
    "case.withdraw": lambda w: lambda a: case.withdraw(w.case, actor=a, reason=WHY, now=NOW),
    "case_record.add": lambda w: lambda a: case_record.add(w.case, NOTE, actor=a, now=NOW),
    "clearance.revoke": preparing.revoking_clearance,
    "confirmation.receive: funder": preparing.confirming(ConfirmationKind.FUNDER),
    "confirmation.receive: government": preparing.confirming(ConfirmationKind.GOVERNMENT),
    "confirmation.take_letter": handed_out.letter,
    "consent.answer": preparing.consenting,
    "cross_check.answer": preparing.answering_question,
    "cross_check.conclude": lambda w: (
        lambda a: cross_check.conclude(w.case, result=DueDiligenceResult.DONE, actor=a, now=NOW)
    ),
    "cross_check.consult": lambda w: (
        lambda a: cross_check.consult(w.case, title="登記", consulted_date=TODAY, actor=a, now=NOW)
    ),
    "decision.decide: department_review": lambda w: preparing.deciding(w, "department_review"),
    "decision.decide: investigation": lambda w: preparing.deciding(w, "investigation"),
    "decision.decide: decision": lambda w: preparing.deciding(w, "decision", CaseOutcome.NO_MITIGATION),
    "decision.decide: submission": lambda w: preparing.deciding(w, "submission"),
    "decision.decide: funder_confirmation": lambda w: preparing.deciding(w, "funder_confirmation"),
    "declaration.ask": lambda w: lambda a: declaration.ask(w.case, w.person, actor=a, now=NOW),
    "declaration.begin": lambda w: lambda a: declaration.begin(w.case, w.person, actor=a, now=NOW),
    "declaration.mark_not_required": lambda w: (
        lambda a: declaration.mark_not_required(w.case, w.person, actor=a, reason_code="no_research_role", now=NOW)
    ),
    "declaration.require": preparing.not_required,
    "declaration.revoke_link": preparing.link,
    "declaring.import_previous": preparing.importing,
    "declaring.save_item": preparing.saving,
    "declaring.submit": preparing.submitting,
    "declaring.view_masked": preparing.viewing,
    "delegation.delegate": preparing.lending,
    "delegation.revoke": preparing.lent,
    "disposition.judge": preparing.judging,
    "disposition.review": preparing.on(World.judged, lambda one, a: disposition.review(one, actor=a, now=NOW)),
    "disposition.withdraw": preparing.on(
        World.judged, lambda one, a: disposition.withdraw(one, actor=a, reason=WHY, now=NOW)
    ),
    "joining.request": lambda w: (
        lambda a: joining.request(w.case, factories.member("見本 三郎"), actor=a, reason=WHY, now=NOW)
    ),
    "joining.admit": preparing.on(World.joining, lambda one, a: joining.admit(one, actor=a, reason=WHY, now=NOW)),
    "joining.decline": preparing.on(World.joining, lambda one, a: joining.decline(one, actor=a, reason=WHY, now=NOW)),
    "lexicon.begin": lambda w: lambda a: lexicon.begin(actor=a, now=NOW),
    "lexicon.load": preparing.on(World.words, lambda one, a: lexicon.load(one, HEAD.encode(), actor=a)),
    "lexicon.add_term": preparing.adding_term,
    "lexicon.remove_term": preparing.on(
        World.words, lambda one, a: lexicon.remove_term(one, concept="waltz", kind=INCLUDE, text="円舞曲", actor=a)
    ),
    "lexicon.effect_of": preparing.on(World.words, lambda one, a: lexicon.effect_of(one, list_code="L", actor=a)),
    "lexicon.publish": preparing.on(World.words, lambda one, a: lexicon.publish(one, actor=a, reason=WHY, now=NOW)),
    "lexicon.discard": preparing.on(World.words, lambda one, a: lexicon.discard(one, actor=a, reason=WHY, now=NOW)),
    "lexicon_candidates.decline": lambda w: (
        lambda a: lexicon_candidates.decline(
            lexicon_candidates.Candidate(INCLUDE, "L-3", "円舞", 2), list_code="L", actor=a, now=NOW
        )
    ),
    "list_days.put_right": preparing.on(
        World.uploaded,
        lambda one, a: list_days.put_right(one, EditionDates(making.MAY, making.JUNE), actor=a, now=NOW),
    ),
    "lists.load": preparing.loading(lists.load),
    "lists.load_all": preparing.loading(lists.load_all),
    "lists.load_several": preparing.loading_several,
    "lists.apply": preparing.on(World.uploaded, lambda one, a: lists.apply(one, actor=a, now=NOW)),
    "lists.release": preparing.on(World.uploaded, lambda one, a: lists.release(one, actor=a, reason=WHY, now=NOW)),
    "lists.hold": preparing.on(World.applied, lambda one, a: lists.hold(one, actor=a, reason=WHY, now=NOW)),
    "lists.discard": preparing.on(World.uploaded, lambda one, a: lists.discard(one, actor=a, reason=WHY, now=NOW)),
    "lists.confirm_current": preparing.on(World.applied, lambda one, a: lists.confirm_current(one, actor=a, now=NOW)),
    "lists.settle": preparing.settling,
    "measure.propose": preparing.proposing_measure,
    "measure.change": preparing.changing_measure,
    **{f"measure.perform: {act}": preparing.performing(act, *state) for act, state in PERFORMED.items()},
    "policy.draft": lambda w: (
        lambda a: policy.draft(
            {**w.case.policy_edition.content, "edition": "2028-1"}, institution=w.cast.institution, actor=a, now=NOW
        )
    ),
    "policy.publish": preparing.on(World.policy, lambda one, a: policy.publish(one, actor=a, now=NOW)),
    "policy_draft.revise": preparing.on(
        World.policy, lambda one, a: policy_draft.revise(one, one.content, seen=one.sha256, actor=a)
    ),
    "policy_draft.discard": preparing.on(World.policy, lambda one, a: policy_draft.discard(one, actor=a)),
    "policy_move.move": preparing.moving,
    "proposal.receive": lambda w: (
        lambda a: proposal.receive(institution=w.cast.institution, content=factories.content(), actor=a, now=NOW)
    ),
    "proposal.revise": lambda w: (
        lambda a: proposal.revise(w.case.proposal, factories.content(title_ja="別の題"), actor=a, reason=WHY, now=NOW)
    ),
    "proposal.revise: call": lambda w: (
        lambda a: proposal.revise(
            w.designated.proposal, factories.content(title_ja="別の題"), actor=a, reason=WHY, now=NOW
        )
    ),
    "recusal.recuse": lambda w: lambda a: recusal.recuse(w.case, reason_code="joint_work", text="", actor=a, now=NOW),
    "retention.purge": lambda w: lambda a: retention.purge(w.case, actor=a, now=NOW),
    "retention_parts.purge_part": lambda w: (
        lambda a: retention_parts.purge_part(w.case, KeptRecord.DECLARATION, actor=a, now=NOW)
    ),
    "screening.rescreen": lambda w: lambda a: screening.rescreen(w.case, actor=a, now=NOW),
    "screening.waive": preparing.waiving,
    "submission.take": handed_out.sent_file,
    "technology.answer": lambda w: lambda a: technology.answer(w.case, **AREA, use=OwnUse.USES, actor=a),
    "technology.judge_area": lambda w: (
        lambda a: technology.judge_area(w.case, **AREA, judgement=AreaJudgement.DISMISSED, actor=a)
    ),
    "technology_edition.bring": lambda w: (
        lambda a: technology_edition.bring(w.area_file(), list_code="M", actor=a, now=NOW)
    ),
    "technology_edition.publish": preparing.on(
        World.areas, lambda one, a: technology_edition.publish(one, actor=a, reason=WHY, now=NOW)
    ),
    "technology_edition.discard": preparing.on(
        World.areas, lambda one, a: technology_edition.discard(one, actor=a, reason=WHY, now=NOW)
    ),
    "watch_list.put": lambda w: lambda a: watch_list.put(w.cast.institution, "", ROW, actor=a, now=NOW),
    "watch_list.remove": preparing.striking,
    "watch_list.publish": preparing.on(
        World.watched, lambda one, a: watch_list.publish(one, actor=a, reason=WHY, now=NOW)
    ),
    "watch_list.discard": preparing.on(
        World.watched, lambda one, a: watch_list.discard(one, actor=a, reason=WHY, now=NOW)
    ),
}

# What an act is made of, what the installation does by itself or from its command line, and questions of who may.
PARTS = frozenset(
    {
        "access.demand",
        "access.demand_unless_system",
        "access.demand_on",
        "access.demand_reader",
        "assessment.void_touched",
        "attachment.keep",
        "audit.purge",
        "audit.record",
        "audit.record_all",
        "awaiting.take_back",
        "awaiting.take_back_where",
        "case.follow_revision",
        "closing.agree",
        "clearance.end_of",
        "clearance.look_again",
        "clearance.open_lapsed",
        "candidate_list.forget_old",
        "candidate_list.note",
        "clearance.settle",
        "decision.approve",
        "decision.settle_external",
        "declaration.note",
        "declaring.show_back",
        "declaring.unmask",
        "list_change.sweep",
        "list_days.may_put_right",
        "lists.demand_keeper",
        "lists.is_keeper",
        "lists.note",
        "lists.why_not",
        "measure.end_for_leavers",
        "measure.end_of_leavers",
        "monitoring.act_on",
        "monitoring.begin_rescreen",
        "monitoring.escalate",
        "partner.note",
        "partner_part.locked",
        "submission.freeze",
        "party.receive_organisations",
        "party.receive_people",
        "reference.load_reference",
        "revision.write",
        "route.advance",
        "route.go_back",
        "screening.accept_run",
        "screening.begin",
        "training_items.training_items",
        "watch_list.why_not",
    }
)
