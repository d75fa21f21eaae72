"""The vocabularies in the reader's language."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duediligence import enums as e

_LABELS: list[tuple[StrEnum, Promise]] = [
    (e.Role.RESEARCHER, _("Researcher")),
    (e.Role.DEPARTMENT_OFFICER, _("Department officer")),
    (e.Role.SECURITY_OFFICER, _("Research-security officer")),
    (e.Role.DECISION_MAKER, _("Decision-maker")),
    (e.Role.PARTNER_OFFICER, _("Partner institution's officer")),
    (e.Role.FUNDER, _("Funder")),
    (e.Role.GOVERNMENT, _("Government")),
    (e.Role.AUDITOR, _("Auditor")),
    (e.Role.OFFICE_ADMIN, _("Office administrator")),
    (e.StepKind.CONFIRM, _("Confirmation")),
    (e.StepKind.INVESTIGATE, _("Due diligence")),
    (e.StepKind.DECIDE, _("Decision")),
    (e.StepKind.SUBMIT, _("Submission")),
    (e.StepKind.EXTERNAL, _("External confirmation")),
    (e.StepKind.MONITOR, _("Monitoring")),
    (e.StepStatus.WAITING, _("Not yet")),
    (e.StepStatus.OPEN, _("Open")),
    (e.StepStatus.COMPLETED, _("Done")),
    (e.StepStatus.RETURNED, _("Returned")),
    (e.StepStatus.SKIPPED, _("Not needed")),
    (e.StepStatus.VOID, _("Void")),
    (e.Verdict.APPROVE, _("Approve")),
    (e.Verdict.RETURN, _("Return")),
    (e.CaseStatus.IN_PROGRESS, _("In progress")),
    (e.CaseStatus.MONITORING, _("Monitoring")),
    (e.CaseStatus.CLOSED, _("Closed")),
    (e.CaseStatus.WITHDRAWN, _("Withdrawn")),
    (e.CaseOutcome.UNDECIDED, _("Undecided")),
    (e.CaseOutcome.NO_MITIGATION, _("No mitigation needed")),
    (e.CaseOutcome.MITIGATION, _("Mitigation needed")),
    (e.CaseOutcome.NOT_PURSUED, _("Not pursued")),
    (e.OwnUse.ADVANCES, _("Advances it")),
    (e.OwnUse.USES, _("Merely uses it")),
    (e.OwnUse.NEITHER, _("Neither")),
    (e.AreaJudgement.CONFIRMED, _("Touches the area")),
    (e.AreaJudgement.DISMISSED, _("Does not touch the area")),
    (e.AreaQuestion.FOUND_BUT_NEITHER, _("Listed words were found, yet the answer is “neither”. Which holds?")),
    (e.AreaQuestion.DECLARED_NOT_FOUND, _("The work is said to advance this area, yet no listed word was found.")),
    (e.AreaQuestion.UNANSWERED, _("Listed words were found and the researcher has not answered.")),
    (e.AreaQuestion.WORTH_A_LOOK, _("No listed word was found; the learned second opinion thinks it worth a look.")),
    (e.Judgement.FALSE_POSITIVE, _("Somebody or something else")),
    (e.Judgement.TRUE_MATCH_RELEVANT, _("The same, and relevant")),
    (e.Judgement.TRUE_MATCH_NOT_RELEVANT, _("The same, not relevant")),
    (e.Judgement.CANNOT_TELL, _("Cannot tell")),
    (e.Finding.MITIGATION_NEEDED, _("Mitigation needed")),
    (e.Finding.INSTITUTION_RISK, _("Risk at the institution")),
    (e.Finding.RESEARCHERS_RISK, _("Risk with researchers there")),
    (e.MemberRole.PI, _("Principal investigator")),
    (e.MemberRole.CO_PI, _("Co-investigator")),
    (e.MemberRole.PARTICIPANT, _("Participant")),
    (e.MemberRole.STUDENT, _("Student")),
    (e.MemberRole.PARTNER_LEAD, _("Responsible researcher of a partner")),
    (e.PartyRole.LEAD, _("Lead institution")),
    (e.PartyRole.PARTNER, _("Partner institution")),
    (e.PartyRole.FUNDER, _("Funder")),
    (e.PartyRole.OTHER, _("Other organisation")),
    (e.NameType.NATIVE, _("Name")),
    (e.NameType.ROMANISED, _("Romanised")),
    (e.NameType.ENGLISH, _("English")),
    (e.NameType.FORMER, _("Former name")),
    (e.NameType.ALIAS, _("Alias")),
    (e.StageKind.CALL, _("Call")),
    (e.StageKind.APPLICATION, _("Application")),
    (e.StageKind.INTERVIEW, _("Interview")),
    (e.StageKind.CANDIDATE, _("Candidate for adoption")),
    (e.StageKind.CONTRACT, _("Contract")),
    (e.StageKind.REPORT, _("Yearly report")),
    (e.ConfirmationKind.FUNDER, _("Funder")),
    (e.ConfirmationKind.GOVERNMENT, _("Government")),
    (e.ConfirmationVerdict.CONFIRMED, _("Confirmed")),
    (e.ConfirmationVerdict.RETURNED, _("Returned with comments")),
    (e.Scope.PROGRAMMES_READ, _("Read programmes")),
    (e.Scope.PROPOSALS_READ, _("Read proposals")),
    (e.Scope.PROPOSALS_WRITE, _("Send and revise proposals")),
    (e.Scope.CASES_READ, _("Read cases")),
    (e.Scope.CONFIRMATIONS_WRITE, _("Confirm or return")),
    (e.TechnologyAction.INFORM, _("For information")),
    (e.TechnologyAction.REVIEW, _("Review")),
    (e.TechnologyAction.ESCALATE, _("Escalate")),
]


# Members of two vocabularies that are spelled alike are equal as dictionary keys: the vocabulary is part of the key.
_BY_MEMBER = {(type(member), member.value): words for member, words in _LABELS}


def label(member: StrEnum) -> Promise:
    """Return the words for one member of a vocabulary."""
    return _BY_MEMBER[type(member), member.value]


def choices(vocabulary: type[StrEnum]) -> list[tuple[str, Promise]]:
    """Return Django's choices for every member of ``vocabulary``."""
    return [(member.value, label(member)) for member in vocabulary]
