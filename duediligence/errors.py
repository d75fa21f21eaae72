"""Named refusals. Each has a stable ``code`` and a sentence with named gaps that the edges translate."""

from collections.abc import Mapping

from duediligence.input_problems import INPUT_PROBLEMS, gettext_noop


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A domain function would not do what was asked. ``field`` names the input at fault, when one is."""

    code = "refused"
    template = gettext_noop("This cannot be done.")

    def __init__(self, *, field: str = "", **params: object) -> None:
        self.field = field
        self.params: Mapping[str, object] = {"field": field, **params}
        super().__init__(self.template % {"field": field, **params})


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
    template = gettext_noop("%(count)d hits have not been judged.")


class SecondReviewMissing(Refused):
    code = "second_review_missing"
    template = gettext_noop("%(count)d judgements need a second reviewer.")


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


class NoPolicy(Refused):
    code = "no_policy"
    template = gettext_noop("No published policy covers this proposal (%(applies_to)s). Publish one first.")


class PolicyImmutable(Refused):
    code = "policy_immutable"
    template = gettext_noop("A published policy edition cannot be changed. Clone it into a draft.")


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


class EditionStateChanged(Refused):
    code = "edition_state_changed"
    template = gettext_noop("This edition is no longer in the state that the page showed. Reload the page.")


class SecondPersonReleases(Refused):
    code = "second_person_releases"
    template = gettext_noop("Whoever loaded or held this edition may not release it. Another person is needed.")


class SecondPersonNeeded(Refused):
    code = "second_person_needed"
    template = gettext_noop("A second person puts this edition into use, and writes why.")


class LinkUnknown(Refused):
    code = "link_unknown"
    template = gettext_noop("No edition of this list has these two entries.")


class LinkSettled(Refused):
    code = "link_settled"
    template = gettext_noop("This question has been answered so already.")


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
