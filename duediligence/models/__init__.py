from duediligence.models.api_client import ApiClient, ApiKey, IdempotencyRecord, ProgrammeGrant
from duediligence.models.assessment import Assessment
from duediligence.models.attachment import Attachment
from duediligence.models.audit import AuditEvent, ChainHead
from duediligence.models.candidate_list import CandidateList
from duediligence.models.case import Case, CaseCounter, CaseEdition, ScreeningWaiver, SubjectOrigin
from duediligence.models.case_record import CaseRecord
from duediligence.models.confirmation import Confirmation
from duediligence.models.declaration import Declaration, DeclarationLink, DeclarationVersion
from duediligence.models.disposition import Clearance, Disposition
from duediligence.models.due_diligence import ConsultedSource, CrossCheck, DueDiligence
from duediligence.models.institution import Delegation, Department, Institution, RoleGrant, User
from duediligence.models.joining import Joining
from duediligence.models.measure import Measure, MeasureConsent, MeasureRecord
from duediligence.models.partner import PartnerConfirmation, PartnerFile, PartnerLink, PartnerMember, PartnerPart
from duediligence.models.party import Organisation, OrganisationName, Person, PersonName
from duediligence.models.policy import PolicyEdition
from duediligence.models.programme import Funder, Programme, ProgrammeStage
from duediligence.models.proposal import Membership, Proposal, ProposalParty, Revision
from duediligence.models.step import Recusal, Step, StepDecision, StepSeat
from duediligence.models.stored_file import StoredFile
from duediligence.models.submission import Submission, SubmissionFile
from duediligence.models.technology import DeclinedCandidate, TechnologyAnswer, TechnologyJudgement

__all__ = [
    "ApiClient",
    "ApiKey",
    "Assessment",
    "Attachment",
    "AuditEvent",
    "CandidateList",
    "Case",
    "CaseCounter",
    "CaseEdition",
    "CaseRecord",
    "ChainHead",
    "Clearance",
    "Confirmation",
    "ConsultedSource",
    "CrossCheck",
    "Declaration",
    "DeclarationLink",
    "DeclarationVersion",
    "DeclinedCandidate",
    "Delegation",
    "Department",
    "Disposition",
    "DueDiligence",
    "Funder",
    "IdempotencyRecord",
    "Institution",
    "Joining",
    "Measure",
    "MeasureConsent",
    "MeasureRecord",
    "Membership",
    "Organisation",
    "OrganisationName",
    "PartnerConfirmation",
    "PartnerFile",
    "PartnerLink",
    "PartnerMember",
    "PartnerPart",
    "Person",
    "PersonName",
    "PolicyEdition",
    "Programme",
    "ProgrammeGrant",
    "ProgrammeStage",
    "Proposal",
    "ProposalParty",
    "Recusal",
    "Revision",
    "RoleGrant",
    "ScreeningWaiver",
    "Step",
    "StepDecision",
    "StepSeat",
    "StoredFile",
    "SubjectOrigin",
    "Submission",
    "SubmissionFile",
    "TechnologyAnswer",
    "TechnologyJudgement",
    "User",
]
