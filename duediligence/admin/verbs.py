"""The acts of the audit log in words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.components import Happening
from duediligence.admin.frame import Text
from duediligence.messages import reason_words
from duediligence.models import AuditEvent, User

VERBS: dict[str, Text] = {
    "api_key.issued": _("API key issued"),
    "api_key.revoked": _("API key revoked"),
    "assessment.decided": _("Assessment decided"),
    "assessment.voided": _("Assessment void after a revision"),
    "attachment.added": _("File attached"),
    "attachment.taken": _("File taken"),
    "candidate_list.brought": _("List of candidates uploaded"),
    "candidate_list.confirmed": _("Opening of a list of candidates confirmed"),
    "candidate_list.failed": _("Work on a list of candidates given up"),
    "candidate_list.put_away": _("List of candidates put away"),
    "candidates.opened": _("Candidates opened"),
    "case.handed_to_department": _("Put with a department"),
    "case.assigned": _("Officer assigned"),
    "case.bundled": _("Evidence bundle taken"),
    "case.closed": _("Case closed"),
    "case.in_progress": _("Case in progress again"),
    "case.monitoring": _("Case passed to monitoring"),
    "case.opened": _("Case opened"),
    "audit.purged": _("Words of the log removed at the end of retention"),
    "case.purged": _("Personal data of a case removed"),
    "case_record.added": _("Note, consultation or incident recorded"),
    "case.recused": _("Conflict of interest declared"),
    "case.record_taken": _("Decision record taken"),
    "case.reopened": _("Case reopened: new hits"),
    "case.revision_followed": _("Case moved to the new revision"),
    "case.policy_moved": _("Case moved to another policy edition"),
    "case.taken_back": _("Case taken back after its submission"),
    "case.taken_up_again": _("Case taken up again"),
    "case.withdrawn": _("Case withdrawn"),
    "clearance.revoked": _("Clearance ended"),
    "confirmation.confirmed": _("Confirmed from outside"),
    "confirmation.letter_taken": _("Letter of an answer taken"),
    "confirmation.returned": _("Returned from outside with comments"),
    "cross_check.answered": _("Question answered"),
    "decision.approve": _("Step approved"),
    "decision.return": _("Step returned"),
    "delegation.made": _("Role delegated"),
    "delegation.revoked": _("Delegation revoked"),
    "hit.judged": _("Hit judged"),
    "hit.judgement_withdrawn": _("Judgement withdrawn"),
    "hit.second_reviewed": _("Judgement reviewed by a second person"),
    "consent.given": _("Consent to measures given"),
    "consent.refused": _("Consent to measures refused"),
    "measure.agree": _("Measure agreed"),
    "measure.begin": _("Measure put into force"),
    "measure.change": _("Proposed measure changed"),
    "measure.confirm_evidence": _("Evidence of a measure confirmed"),
    "measure.confirm_feasible": _("Measure confirmed feasible"),
    "measure.end": _("Measure ended"),
    "measure.give_evidence": _("Evidence of a measure given"),
    "measure.plan_taken": _("Mitigation plan taken"),
    "measure.propose": _("Measure proposed"),
    "measure.report_breach": _("Breach of a measure reported"),
    "measure.restore": _("Measure restored after a breach"),
    "measure.review": _("Measure reviewed"),
    "declaration.asked": _("Declaration asked for"),
    "declaration.begun": _("Declaration begun"),
    "declaration.imported": _("Earlier declaration taken over"),
    "declaration.link_opened": _("Personal link opened"),
    "declaration.link_revoked": _("Personal link revoked"),
    "declaration.masked_shown": _("Masked answers shown through the personal link"),
    "declaration.masked_viewed": _("Masked answers viewed"),
    "declaration.not_required": _("Declaration not required"),
    "declaration.reminded": _("Reminded of the declaration"),
    "declaration.required": _("Declaration required again"),
    "declaration.saved": _("Draft of a declaration saved"),
    "declaration.submitted": _("Declaration submitted"),
    "due_diligence.concluded": _("Result of due diligence recorded"),
    "joining.admitted": _("Admitted to the case"),
    "joining.declined": _("Not admitted to the case"),
    "joining.requested": _("Request to join recorded"),
    "lexicon.candidate_declined": _("Suggested term declined"),
    "lexicon.draft_begun": _("Draft of the lexicon begun"),
    "lexicon.draft_discarded": _("Draft of the lexicon put away"),
    "lexicon.draft_written": _("Draft of the lexicon written"),
    "lexicon.published": _("Lexicon published"),
    "list.applied": _("List edition taken into use"),
    "list.confirmed_current": _("List edition found to be the current one"),
    "list.discarded": _("List edition put away"),
    "list.held": _("List edition taken out of use"),
    "list.link_settled": _("Doubtful link between list entries settled"),
    "list.loaded": _("List edition loaded"),
    "list.released": _("List edition released by a second person"),
    "list.swept": _("Cases compared with a list edition"),
    "list.touches": _("List edition touches the case"),
    "organisation.names_added": _("Names of an organisation added"),
    "organisation.recorded": _("Organisation recorded"),
    "declaration.read_by_partner": _("Declaration read by the partner institution"),
    "declaration.sent_to_lead": _("Declaration sent by the partner institution"),
    "partner.asked_after_all": _("Partner institution asked after all"),
    "partner.confirmed": _("Partner institution confirmed its part"),
    "partner.draft_saved": _("Draft of a partner institution saved"),
    "partner.file_added": _("File put with the result of a partner institution"),
    "partner.file_taken": _("File of a partner institution taken"),
    "partner.file_taken_out": _("File taken out of the result of a partner institution"),
    "partner.invitation_opened": _("Invitation of a partner institution opened"),
    "partner.invitation_revoked": _("Invitation of a partner institution revoked"),
    "partner.invited": _("Partner institution invited"),
    "partner.invited_again": _("Partner institution invited anew"),
    "partner.not_asked": _("Partner institution not asked"),
    "person.exported": _("Everything about a person exported"),
    "person.names_added": _("Names of a person added"),
    "person.recorded": _("Person recorded"),
    "policy.draft_discarded": _("Policy draft discarded"),
    "policy.draft_revised": _("Policy draft changed"),
    "policy.drafted": _("Policy drafted"),
    "policy.published": _("Policy published"),
    "policy.retired": _("Policy retired"),
    "proposal.received": _("Proposal recorded"),
    "proposal.revised": _("Proposal revised"),
    "questionnaire.drawn": _("Draft of the questionnaire taken"),
    "record.added": _("Record added"),
    "record.changed": _("Record changed"),
    "record.removed": _("Part of a record removed"),
    "route.gone_back": _("Steps begun again"),
    "screening.asked": _("Screening asked for"),
    "screening.complete": _("Screening complete"),
    "screening.failed": _("Screening failed"),
    "screening.partial": _("Screening could not check everything"),
    "retention.masked_answer_removed": _("Masked answers removed: the end of their retention"),
    "retention.declaration_removed": _("Declarations removed: the end of their retention"),
    "retention.attachment_removed": _("Attachments removed: the end of their retention"),
    "screening.renamed": _("Entries that were judged have another name"),
    "screening.vanished": _("Earlier hits no longer found"),
    "screening.waived": _("Incomplete screening accepted"),
    "step.escalated": _("Overdue step passed on"),
    "source.consulted": _("Source consulted"),
    "step.completed": _("Step done"),
    "step.open": _("Step opened"),
    "step.skipped": _("Step not needed"),
    "submission.frozen": _("Questionnaire submitted"),
    "submission.taken": _("File of a submission taken"),
    "technology.answered": _("Technology area answered by the researcher"),
    "technology.judgements_exported": _("Judgements of technology areas exported"),
    "technology.judged": _("Technology area judged"),
    "user.email_added": _("E-mail address added"),
    "user.email_changed": _("E-mail address changed"),
    "user.email_removed": _("E-mail address removed"),
    "user.password_changed": _("Password changed"),
    "user.password_reset": _("Password reset by an e-mailed link"),
    "user.second_factor_added": _("Second factor of the sign-in added"),
    "user.second_factor_changed": _("Second factor of the sign-in changed"),
    "user.second_factor_refused": _("Wrong code of the second factor"),
    "user.second_factor_removed": _("Second factor of the sign-in removed"),
    "user.signed_in": _("Signed in"),
    "user.password_set": _("Password set by an administrator"),
    "technology_list.brought": _("New edition of a technology list uploaded"),
    "technology_list.discarded": _("New edition of a technology list put away"),
    "technology_list.published": _("Technology list published"),
    "watch_list.discarded": _("Draft of the own watch list put away"),
    "watch_list.published": _("Own watch list published"),
    "watch_list.row_added": _("Entry added to the draft of the own watch list"),
    "watch_list.row_changed": _("Entry changed in the draft of the own watch list"),
    "watch_list.row_removed": _("Entry struck out of the draft of the own watch list"),
    "watch_list.row_restored": _("Entry taken back into the draft of the own watch list"),
}


def in_words(verb: str) -> Text:
    return VERBS.get(verb, verb)


def actor_names(events: Iterable[AuditEvent]) -> dict[str, str]:
    """Return the people behind the labels of the log by their names."""
    return people(event.actor for event in events)


def people(labels: Iterable[str]) -> dict[str, str]:
    """Return who is behind each label, in one query."""
    wanted = set(labels)
    usernames = [label.partition(":")[2] for label in wanted if label.startswith("user:")]
    named = {f"user:{one.username}": str(one) for one in User.objects.filter(username__in=usernames)}
    return {label: named.get(label) or _label(label) for label in wanted}


def _label(label: str) -> str:
    kind, _colon, name = label.partition(":")
    if kind in ("system", "job", "command"):
        return gettext("System")
    if kind == "link":
        return gettext("Holder of a personal link")
    if kind == "partner":
        return gettext("Partner institution's officer")
    return gettext("API client %(name)s") % {"name": name} if kind == "client" else name or label


def happenings(events: Sequence[AuditEvent]) -> list[Happening]:
    """Return events as lines of a timeline."""
    names = actor_names(events)
    return [Happening(one.at, in_words(one.verb), names[one.actor], reason_words(one.reason)) for one in events]
