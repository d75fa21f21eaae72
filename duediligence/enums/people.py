"""Who somebody is to a case, an institution or a key."""

from enum import StrEnum


class Role(StrEnum):
    """Who a person is to a case."""

    RESEARCHER = "researcher"
    DEPARTMENT_OFFICER = "department_officer"
    SECURITY_OFFICER = "security_officer"
    DECISION_MAKER = "decision_maker"
    PARTNER_OFFICER = "partner_officer"
    FUNDER = "funder"
    GOVERNMENT = "government"
    AUDITOR = "auditor"
    OFFICE_ADMIN = "office_admin"


class MemberRole(StrEnum):
    PI = "pi"
    CO_PI = "co_pi"
    PARTICIPANT = "participant"
    STUDENT = "student"
    PARTNER_LEAD = "partner_lead"


class PartyRole(StrEnum):
    """The part an organisation plays in a proposal."""

    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"
    OTHER = "other"


class NameType(StrEnum):
    NATIVE = "native"
    ROMANISED = "romanised"
    ENGLISH = "english"
    FORMER = "former"
    ALIAS = "alias"


class Scope(StrEnum):
    """What a funder's key may do."""

    PROGRAMMES_READ = "programmes:read"
    PROPOSALS_READ = "proposals:read"
    PROPOSALS_WRITE = "proposals:write"
    CASES_READ = "cases:read"
    CONFIRMATIONS_WRITE = "confirmations:write"
