"""Refusals about deciding steps: who may not, and what is missing."""

from duediligence.errors.base import Refused, gettext_noop


class StepNotOpen(Refused):
    code = "step_not_open"
    template = gettext_noop(
        "This step is not open; it may have been decided a moment ago. This page shows how it stands now."
    )


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


class OutcomeMissing(Refused):
    code = "outcome_missing"
    template = gettext_noop("Choose the outcome of this decision.")


class StaleRevision(Refused):
    code = "stale_revision"
    template = gettext_noop("The proposal was revised since this was opened. Read it again before you go on.")


class ReturnNotPossible(Refused):
    code = "return_not_possible"
    template = gettext_noop("From this step a case cannot be returned to %(step)s.")


class OutcomeDiffers(Refused):
    code = "outcome_differs"
    template = gettext_noop("The other approver chose another outcome (%(outcome)s). Agree on one, or return the case.")


class OutcomeContradicts(Refused):
    code = "outcome_contradicts"
    template = gettext_noop("The assessment says yes about %(name)s. Return the case if you see it otherwise.")


class NotAwaited(Refused):
    code = "not_awaited"
    template = gettext_noop(
        "The case does not await this answer now: it may have been recorded meanwhile. Look at the answers from "
        "outside that are recorded before you go on."
    )


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
