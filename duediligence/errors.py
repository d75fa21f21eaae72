"""Named refusals. Each has a stable ``code`` and a sentence with named gaps that the edges translate."""

from collections.abc import Mapping


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the translators' catalogue; nothing is translated here."""
    return sentence


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A domain function would not do what was asked. ``field`` names the input at fault, when one is."""

    code = "refused"
    template = gettext_noop("This cannot be done.")

    def __init__(self, *, field: str = "", **params: object) -> None:
        self.field = field
        self.params: Mapping[str, object] = {"field": field, **params}
        super().__init__(self.template % {"field": field, **params})


INPUT_PROBLEMS: Mapping[str, str] = {
    "missing": gettext_noop("%(field)s: this is missing."),
    "title_missing": gettext_noop("%(field)s: give the title in Japanese or English."),
    "members_missing": gettext_noop("%(field)s: name at least one member."),
    "pi_missing": gettext_noop("%(field)s: one member is the principal investigator (pi)."),
    "too_long": gettext_noop("%(field)s: it has %(length)d characters; at most %(limit)d are possible."),
    "too_many": gettext_noop("%(field)s: there are %(length)d; at most %(limit)d are possible."),
    "empty_name": gettext_noop("%(field)s: the name is empty."),
    "control_characters": gettext_noop("%(field)s: it contains control characters; type it again."),
    "malformed": gettext_noop("%(field)s: “%(value)s” does not have the form of this identifier."),
    "country": gettext_noop("%(field)s: “%(value)s” is not a two-letter country code."),
    "period": gettext_noop("%(field)s: the period ends before it starts."),
    "in_the_future": gettext_noop("%(field)s: %(value)s is in the future."),
    "in_the_past": gettext_noop("%(field)s: %(value)s is in the past."),
    "same_person": gettext_noop("%(field)s: %(value)s is the same person as %(other)s."),
    "programme_closed": gettext_noop("%(field)s: the programme %(value)s takes no proposals."),
    "programme_unknown": gettext_noop("%(field)s: there is no programme “%(value)s”."),
    "institution_unknown": gettext_noop("%(field)s: there is no institution “%(value)s” here."),
    "already_recorded": gettext_noop("%(field)s: %(value)s is already recorded."),
    "unknown_choice": gettext_noop("%(field)s: “%(value)s” is not one of %(choices)s."),
}


class InvalidInput(Refused):
    """One field of the input cannot be taken; ``code`` is a key of ``INPUT_PROBLEMS``."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        self.code = code
        self.template = INPUT_PROBLEMS[code]
        super().__init__(field=field, **params)


class NotAllowed(Refused):
    code = "not_allowed"
    template = gettext_noop("Your roles do not include this act.")


class StepNotOpen(Refused):
    code = "step_not_open"
    template = gettext_noop("This step is not open; it may have been decided a moment ago. Reload the page.")


class RoleMissing(Refused):
    code = "role_missing"
    template = gettext_noop("This step is decided by another role: %(role)s.")


class AuthorMayNotDecide(Refused):
    code = "author_may_not_decide"
    template = gettext_noop("Whoever recorded or revised the proposal may not decide on it.")


class MemberMayNotDecide(Refused):
    code = "member_may_not_decide"
    template = gettext_noop("A member of the proposal may not decide on it.")


class AlreadyDecided(Refused):
    code = "already_decided"
    template = gettext_noop("You have already decided this step. Another person is needed.")


class SeparationOfDuties(Refused):
    code = "separation_of_duties"
    template = gettext_noop("You decided the step %(step)s of this case; the policy keeps the two steps apart.")


class ReasonMissing(Refused):
    code = "reason_missing"
    template = gettext_noop("Write the reason.")


class ScreeningIncomplete(Refused):
    code = "screening_incomplete"
    template = gettext_noop("The screening is not complete (%(status)s). What could not be checked is not clear.")


class HitsUnjudged(Refused):
    code = "hits_unjudged"
    template = gettext_noop("Hits not yet judged: %(count)d.")


class SecondReviewMissing(Refused):
    code = "second_review_missing"
    template = gettext_noop("Judgements that await a second reviewer: %(count)d.")


class OutcomeMissing(Refused):
    code = "outcome_missing"
    template = gettext_noop("Choose the outcome of this decision.")


class StaleRevision(Refused):
    code = "stale_revision"
    template = gettext_noop("The proposal was revised since this was opened. Read it again before you go on.")


class CaseNotOpen(Refused):
    code = "case_not_open"
    template = gettext_noop("This case is closed.")


class CaseAlreadyOpen(Refused):
    code = "case_already_open"
    template = gettext_noop("This proposal already has an open case: %(reference)s.")


class CaseTaken(Refused):
    code = "case_taken"
    template = gettext_noop("%(officer)s took this case a moment ago. Take the next one.")


class NoPolicy(Refused):
    code = "no_policy"
    template = gettext_noop("No published policy covers this proposal (%(applies_to)s). Publish one first.")


class PolicyImmutable(Refused):
    code = "policy_immutable"
    template = gettext_noop("A published policy edition cannot be changed. Clone it into a draft.")


class EditionExists(Refused):
    code = "edition_exists"
    template = gettext_noop("This policy already has an edition %(edition)s. Give the new one another name.")


class SamePersonPublishes(Refused):
    code = "same_person_publishes"
    template = gettext_noop("Whoever drafted a policy edition may not publish it. Another person is needed.")


class JudgementNotOpen(Refused):
    code = "judgement_not_open"
    template = gettext_noop("This judgement can no longer be changed: a decision rests on it.")


class SecondReviewerIsFirst(Refused):
    code = "second_reviewer_is_first"
    template = gettext_noop("The second review is another person's.")


class UnknownReasonCode(Refused):
    code = "unknown_reason_code"
    template = gettext_noop("The reason %(reason_code)s does not belong to this judgement in the policy of the case.")


class ReturnNotPossible(Refused):
    code = "return_not_possible"
    template = gettext_noop("From this step a case cannot be returned to %(step)s.")


class ProposalUnchanged(Refused):
    code = "proposal_unchanged"
    template = gettext_noop("Nothing differs from the present revision.")


class OutcomeDiffers(Refused):
    code = "outcome_differs"
    template = gettext_noop("The other approver chose another outcome (%(outcome)s). Agree on one, or return the case.")


class AlreadyJudged(Refused):
    code = "already_judged"
    template = gettext_noop("This hit has been judged a moment ago. Reload the page.")


class HitNotCurrent(Refused):
    code = "hit_not_current"
    template = gettext_noop("This hit belongs to an earlier run. Reload the page.")


class NothingToWaive(Refused):
    code = "nothing_to_waive"
    template = gettext_noop("The run is complete or still going on; there is nothing to accept.")


class NotAwaited(Refused):
    code = "not_awaited"
    template = gettext_noop("The case does not await this answer now.")


class KeyLimit(Refused):
    code = "key_limit"
    template = gettext_noop("This client already has two live keys. Revoke one first.")


class NoLexicon(Refused):
    code = "no_lexicon"
    template = gettext_noop("No lexicon is loaded. The administrator of the installation loads what ships.")


class DraftNotOpen(Refused):
    code = "draft_not_open"
    template = gettext_noop("This draft was published or discarded a moment ago. Reload the page.")


class DraftUnchanged(Refused):
    code = "draft_unchanged"
    template = gettext_noop("Nothing in this draft differs from the present edition.")


class SamePersonPublishesList(Refused):
    code = "same_person_publishes_list"
    template = gettext_noop("Whoever wrote a part of this draft may not publish it. Another person is needed.")


class LinkNotValid(Refused):
    code = "link_not_valid"
    template = gettext_noop("This link is no longer valid. Ask the office that sent it for a new one.")


class NotAMember(Refused):
    code = "not_a_member"
    template = gettext_noop("This person is no member of the proposal as it stands now.")


class DeclarationNotRequired(Refused):
    code = "declaration_not_required"
    template = gettext_noop("No declaration is required of this person.")


class DeclarationAlreadySubmitted(Refused):
    code = "declaration_already_submitted"
    template = gettext_noop("This declaration has been submitted.")


class DraftStale(Refused):
    code = "draft_stale"
    template = gettext_noop(
        "This item was saved from another page in the meantime. What you typed is kept here; press save to replace it."
    )


class DraftChanged(Refused):
    code = "draft_changed"
    template = gettext_noop("The answers were changed after this page was opened. Check them again.")


class DeclarationIncomplete(Refused):
    code = "declaration_incomplete"
    template = gettext_noop("%(count)d places still have to be completed or corrected.")


class DeclarationUnchanged(Refused):
    code = "declaration_unchanged"
    template = gettext_noop("Nothing differs from what was submitted before.")


class ConsentMissing(Refused):
    code = "consent_missing"
    template = gettext_noop("Without your consent the declaration cannot be submitted.")


class MaskedAnswersUnreadable(Refused):
    code = "masked_answers_unreadable"
    template = gettext_noop("The masked answers cannot be read: their key is not among MASKED_ANSWER_KEYS.")


class NothingToImport(Refused):
    code = "nothing_to_import"
    template = gettext_noop("There is no earlier declaration of this person.")


class AlreadyAMember(Refused):
    code = "already_a_member"
    template = gettext_noop("%(name)s is a member already, or a request to join is open.")


class JoiningNotOpen(Refused):
    code = "joining_not_open"
    template = gettext_noop("This request to join was decided a moment ago. Reload the page.")


class OtherPersonAdmits(Refused):
    code = "other_person_admits"
    template = gettext_noop("Neither whoever made the request nor the person who joins decides it.")


class QuestionNotOpen(Refused):
    code = "question_not_open"
    template = gettext_noop("This question is no longer asked; what it rests on has changed. Reload the page.")


class CrossChecksUnanswered(Refused):
    code = "cross_checks_unanswered"
    template = gettext_noop("Questions from the cross-checks are not answered: %(count)d.")


class NotObtainedMissing(Refused):
    code = "not_obtained_missing"
    template = gettext_noop("Write what could not be obtained.")


class DeclarationsMissing(Refused):
    code = "declarations_missing"
    template = gettext_noop("Declarations are still missing (%(count)d): %(names)s.")


class FileRefused(Refused):
    """A list file that cannot be used as a whole; ``detail`` names file, row and field."""

    code = "file_refused"
    template = gettext_noop("%(detail)s")


class NotAssessed(Refused):
    code = "not_assessed"
    template = gettext_noop("Only members and partner institutions of the present revision are assessed.")


class UnknownPoint(Refused):
    code = "unknown_point"
    template = gettext_noop("The reason %(point)s is not on the checklist of the policy of the case.")


class FindingMissing(Refused):
    code = "finding_missing"
    template = gettext_noop("Answer yes or no.")


class AgainstRule(Refused):
    code = "against_rule"
    template = gettext_noop("%(name)s: a rule (%(rule)s) points to “yes”. Say why you decide otherwise.")


class AssessmentsMissing(Refused):
    code = "assessments_missing"
    template = gettext_noop("%(count)d people or partner institutions have no assessment that holds.")


class MeasureNotThere(Refused):
    code = "measure_not_there"
    template = gettext_noop("This measure is now in another state. Reload the page.")


class SecondPersonAgrees(Refused):
    code = "second_person_agrees"
    template = gettext_noop("Whoever proposed the measure may not agree to it. Another person is needed.")


class SecondPersonConfirms(Refused):
    code = "second_person_confirms"
    template = gettext_noop("Whoever gave the evidence may not confirm it. Another person is needed.")


class EvidenceMissing(Refused):
    code = "evidence_missing"
    template = gettext_noop("No new evidence has been given.")


class FeasibilityMissing(Refused):
    code = "feasibility_missing"
    template = gettext_noop("Confirm first that the measure can be carried out.")


class TargetUnsuited(Refused):
    code = "target_unsuited"
    template = gettext_noop("Say whom or what the measure is about, as its kind allows.")


class MeasuresMissing(Refused):
    code = "measures_missing"
    template = gettext_noop("Mitigation is needed (%(name)s) and no measure covers it.")


class MeasuresNotAgreed(Refused):
    code = "measures_not_agreed"
    template = gettext_noop("%(count)d measures have not been agreed.")


class MeasuresNotFeasible(Refused):
    code = "measures_not_feasible"
    template = gettext_noop("Of %(count)d measures it is not confirmed that they can be carried out.")


class ConsentsMissing(Refused):
    code = "consents_missing"
    template = gettext_noop("The consent of %(name)s to the measures is missing.")


class ConsentRefused(Refused):
    code = "consent_refused"
    template = gettext_noop("%(name)s refused consent to the measures. Change them, or return the case.")


class NotConcerned(Refused):
    code = "not_concerned"
    template = gettext_noop("No measure in this case concerns this person.")


class OutcomeContradicts(Refused):
    code = "outcome_contradicts"
    template = gettext_noop("The assessment says yes about %(name)s. Return the case if you see it otherwise.")


class Recused(Refused):
    code = "recused"
    template = gettext_noop("You declared a conflict of interest in this case and take no part in it.")


class AlreadyRecused(Refused):
    code = "already_recused"
    template = gettext_noop("You have already declared a conflict of interest in this case.")


class PrincipalMayNotDecide(Refused):
    code = "principal_may_not_decide"
    template = gettext_noop("%(name)s, for whom you stand in, may not decide this step.")


class NotDelegable(Refused):
    code = "not_delegable"
    template = gettext_noop("Only a role that the person holds and that stands at a step can be delegated.")


class SubstituteUnsuited(Refused):
    code = "substitute_unsuited"
    template = gettext_noop("The substitute is another person of the same institution who does not hold the role.")


class OwnerRecused(Refused):
    code = "owner_recused"
    template = gettext_noop("%(name)s declared a conflict of interest in this case.")


class CaseStillOpen(Refused):
    code = "case_still_open"
    template = gettext_noop("This case is open.")


class CasePurged(Refused):
    code = "case_purged"
    template = gettext_noop("The personal data of this case was removed when its retention ended.")


class RetentionNotOver(Refused):
    code = "retention_not_over"
    template = gettext_noop("The policy still keeps %(reference)s, or its personal data was removed already.")
