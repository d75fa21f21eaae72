"""Refusals about the parts of partner institutions."""

from duediligence.errors.base import Refused, gettext_noop


class NotAPartner(Refused):
    code = "not_a_partner"
    template = gettext_noop("This organisation is no partner institution of the proposal as it stands now.")


class PartnerNotAsked(Refused):
    code = "partner_not_asked"
    template = gettext_noop("It is recorded that %(name)s is not asked. Ask it after all first.")


class PartnerHasAnswered(Refused):
    code = "partner_has_answered"
    template = gettext_noop("%(name)s has confirmed its part or asks its people already; it stays asked.")


class PartnersUnconfirmed(Refused):
    code = "partners_unconfirmed"
    template = gettext_noop("Partner institutions have not confirmed their part (%(count)d): %(names)s.")


class PartnerPartSubmitted(Refused):
    code = "partner_part_submitted"
    template = gettext_noop(
        "The lead institution has submitted the questionnaire. Ask its office to take the case back for a correction."
    )


class LeadMayNotConfirm(Refused):
    code = "lead_may_not_confirm"
    template = gettext_noop(
        "You are signed in at the lead institution. Only the partner institution's own officer uses this invitation."
    )


class PartnerResultMissing(Refused):
    code = "partner_result_missing"
    template = gettext_noop("%(field)s: choose one of the answers.")


class MemberStatusMissing(Refused):
    code = "member_status_missing"
    template = gettext_noop("Say where the declaration of %(name)s stands.")


class MemberReasonMissing(Refused):
    code = "member_reason_missing"
    template = gettext_noop("Write why no declaration is required of %(name)s.")


class PartnerUnchanged(Refused):
    code = "partner_unchanged"
    template = gettext_noop("Nothing differs from what was confirmed before.")


class PartnerFilesFull(Refused):
    code = "partner_files_full"
    template = gettext_noop("%(field)s: a result has at most %(limit)d files. Take one out first.")


class HeldByPartner(Refused):
    code = "held_by_partner"
    template = gettext_noop("%(partner)s asks its own people for their declarations.")


class AskedByLead(Refused):
    code = "asked_by_lead"
    template = gettext_noop("The lead institution has asked this person already.")


class NothingToSend(Refused):
    code = "nothing_to_send"
    template = gettext_noop("There is no submitted version that has not been sent.")
