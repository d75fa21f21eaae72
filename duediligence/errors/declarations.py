"""Refusals about declarations, questions on them, and joining."""

from duediligence.errors.base import Refused, gettext_noop


class LinkNotValid(Refused):
    code = "link_not_valid"
    template = gettext_noop("This link is no longer valid. Ask the office that sent it for a new one.")


class LinkOfAnother(Refused):
    code = "link_of_another"
    template = gettext_noop(
        "You are signed in with an account that is not the member's own. A personal link is for the member alone; "
        "if you are the member, sign out and open it again."
    )


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
    template = gettext_noop("Places to be completed or corrected: %(count)d.")


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
    template = gettext_noop("This request to join was decided a moment ago. This page shows how it stands now.")


class OtherPersonAdmits(Refused):
    code = "other_person_admits"
    template = gettext_noop("Neither whoever made the request nor the person who joins decides it.")


class QuestionNotOpen(Refused):
    code = "question_not_open"
    template = gettext_noop(
        "This question is no longer asked; what it rests on has changed. This page shows how it stands now."
    )


class CrossChecksUnanswered(Refused):
    code = "cross_checks_unanswered"
    template = gettext_noop("Questions from the cross-checks are not answered: %(count)d.")


class NotObtainedMissing(Refused):
    code = "not_obtained_missing"
    template = gettext_noop("Write what could not be obtained.")


class DeclarationsMissing(Refused):
    code = "declarations_missing"
    template = gettext_noop("Declarations are still missing (%(count)d): %(names)s.")
