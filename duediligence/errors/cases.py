"""Refusals about cases, proposals, policies and keys."""

from duediligence.errors.base import Refused, gettext_noop


class CaseNotOpen(Refused):
    code = "case_not_open"
    template = gettext_noop("This case is closed.")


class CaseAlreadyOpen(Refused):
    code = "case_already_open"
    template = gettext_noop("This proposal already has an open case: %(reference)s.")


class CaseTaken(Refused):
    code = "case_taken"
    template = gettext_noop("%(officer)s took this case a moment ago. Take the next one.")


class CaseStillOpen(Refused):
    code = "case_still_open"
    template = gettext_noop("This case is open.")


class CasePurged(Refused):
    code = "case_purged"
    template = gettext_noop("The personal data of this case was removed when its retention ended.")


class RecordNotThere(Refused):
    code = "record_not_there"
    template = gettext_noop("There is no such record on this case that you may read.")


class RetentionNotOver(Refused):
    code = "retention_not_over"
    template = gettext_noop("The policy still keeps %(reference)s, or its personal data was removed already.")


class ProposalUnchanged(Refused):
    code = "proposal_unchanged"
    template = gettext_noop("Nothing differs from the present revision.")


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


class StaleDraft(Refused):
    code = "stale_draft"
    template = gettext_noop("The draft has changed since this page was shown. Look at it as it is now, then go on.")


class NotTheDrafter(Refused):
    code = "not_the_drafter"
    template = gettext_noop("Only whoever drafted a policy edition changes its draft. Clone it instead.")


class PolicyFaulty(Refused):
    code = "policy_faulty"
    template = gettext_noop("Faults of the draft to mend before it is published: %(count)d.")


class PolicyNotInForce(Refused):
    code = "policy_not_in_force"
    template = gettext_noop("Cases move to a published edition that covers them; %(edition)s is none for this case.")


class PolicyUnchanged(Refused):
    code = "policy_unchanged"
    template = gettext_noop("The case already goes by this edition.")


class FormAnswered(Refused):
    code = "form_answered"
    template = gettext_noop(
        "Members have declared on the form of the present edition, and %(edition)s asks other items. "
        "The case stays with its edition."
    )


class KeyLimit(Refused):
    code = "key_limit"
    template = gettext_noop("This client already has two live keys. Revoke one first.")


class CandidateListMoved(Refused):
    code = "candidate_list_moved"
    template = gettext_noop("This list is no longer as the page showed it. This page shows how it stands now.")


class StageDayImplausible(Refused):
    code = "stage_day_implausible"
    template = gettext_noop("Row %(row)d, %(stage)s: %(day)s is no plausible deadline.")


class StageRepeated(Refused):
    code = "stage_repeated"
    template = gettext_noop(
        "Row %(row)d, %(stage)s: row %(earlier)d has this stage already. Only reports may stand there several times."
    )


class StageBeforeEarlier(Refused):
    code = "stage_before_earlier"
    template = gettext_noop("Row %(row)d, %(stage)s on %(day)s: this does not go with %(beside)s on %(beside_day)s.")
