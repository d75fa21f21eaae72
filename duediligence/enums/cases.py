"""A case, the steps of its route and who answers from outside."""

from enum import StrEnum


class StepKind(StrEnum):
    """What is done at a step of the route."""

    CONFIRM = "confirm"
    INVESTIGATE = "investigate"
    DECIDE = "decide"
    SUBMIT = "submit"
    EXTERNAL = "external"
    MONITOR = "monitor"


class CandidateListStatus(StrEnum):
    """How far a spreadsheet of candidates has come. Nothing is opened before a person says so of a *ready* one."""

    CHECKING = "checking"
    FAULTY = "faulty"
    READY = "ready"
    OPENING = "opening"
    OPENED = "opened"
    FAILED = "failed"
    PUT_AWAY = "put_away"


class CaseBasis(StrEnum):
    """Why a case exists: a designated programme, another programme, or the office's own wish."""

    DESIGNATED = "designated"
    ORDINARY = "ordinary"
    VOLUNTARY = "voluntary"


class StepStatus(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    COMPLETED = "completed"
    RETURNED = "returned"
    SKIPPED = "skipped"
    VOID = "void"


class Verdict(StrEnum):
    """What a person says at a step."""

    APPROVE = "approve"
    RETURN = "return"


class CaseStatus(StrEnum):
    """Where a case stands; what was decided is its outcome, kept apart."""

    IN_PROGRESS = "in_progress"
    MONITORING = "monitoring"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CaseOutcome(StrEnum):
    UNDECIDED = "undecided"
    NO_MITIGATION = "no_mitigation"
    MITIGATION = "mitigation"
    NOT_PURSUED = "not_pursued"


class StageKind(StrEnum):
    CALL = "call"
    APPLICATION = "application"
    INTERVIEW = "interview"
    CANDIDATE = "candidate"
    CONTRACT = "contract"
    REPORT = "report"


class DueKind(StrEnum):
    """What a case still awaits of somebody."""

    STEP = "step"
    ANSWER = "answer"
    QUESTIONNAIRE = "questionnaire"
    REPORT = "report"
    DECLARATION = "declaration"
    RENEWAL = "renewal"
    PARTNER = "partner"
    SECOND_REVIEW = "second_review"
    MEASURE_BREACH = "measure_breach"
    MEASURE_REVIEW = "measure_review"
    MEASURE_END = "measure_end"
    RESCREENING = "rescreening"


class DueBasis(StrEnum):
    """From what a due date is counted."""

    WORKING_DAYS = "working_days"
    """So many working days after the step was opened."""
    STAGE = "stage"
    """The last working day before a stage of the programme ends."""
    INTERVAL = "interval"
    """So many days, as the policy repeats it."""
    LINK = "link"
    """The personal link that was sent ends."""
    STEP = "step"
    """The step that needs it is due."""
    AGREED = "agreed"
    """The day is a part of the measure."""
    REPORTED = "reported"
    """The day on which it was reported."""


class ConfirmationKind(StrEnum):
    FUNDER = "funder"
    GOVERNMENT = "government"


class ConfirmationVerdict(StrEnum):
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class JoiningStatus(StrEnum):
    REQUESTED = "requested"
    ADMITTED = "admitted"
    DECLINED = "declined"


class RecordKind(StrEnum):
    NOTE = "note"
    CONSULTATION = "consultation"
    INCIDENT = "incident"


class RecordVisibility(StrEnum):
    OFFICE = "office"
    RESTRICTED = "restricted"


class DeclarationStatus(StrEnum):
    """Where a member's declaration stands, as the questionnaire asks for it."""

    SUBMITTED = "submitted"
    REQUIRED = "required"
    NOT_REQUIRED = "not_required"


class PartnerStatus(StrEnum):
    """Where a partner institution's own part of a case stands."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    OPENED = "opened"
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    OUTDATED = "outdated"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_ASKED = "not_asked"
