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


class KeyLimit(Refused):
    code = "key_limit"
    template = gettext_noop("This client already has two live keys. Revoke one first.")
