"""The closed vocabularies of due diligence: what is stored, sent and compared by these words alone."""

from enum import StrEnum


class Ranked(StrEnum):
    """A vocabulary whose members stand in order, the weakest first.

    Compare by ``rank``: the operators of a string compare spelling.
    """

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)

    def reaches(self, floor: "Ranked") -> bool:
        """Return whether this member is ``floor`` or stands above it."""
        return self.rank >= floor.rank


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


class StepKind(StrEnum):
    """What is done at a step of the route."""

    CONFIRM = "confirm"
    INVESTIGATE = "investigate"
    DECIDE = "decide"
    SUBMIT = "submit"
    EXTERNAL = "external"
    MONITOR = "monitor"


class CaseBasis(StrEnum):
    """Why a case exists: a designated programme, another programme, or the office's own wish."""

    DESIGNATED = "designated"
    ORDINARY = "ordinary"
    VOLUNTARY = "voluntary"


class Level(Ranked):
    """How far a name or a text matches, the weakest first."""

    NONE = "none"
    POSSIBLE = "possible"
    STRONG = "strong"


class ListEffect(StrEnum):
    """What being on a list means. A hit never decides by itself."""

    ASSET_FREEZE = "asset_freeze"
    LICENCE_TRIGGER = "licence_trigger"
    FUNDING_BAR = "funding_bar"
    ADVISORY = "advisory"
    OWN_WATCH_LIST = "own_watch_list"


class TechnologyAction(Ranked):
    """What a technology match asks of the office, the least first."""

    INFORM = "inform"
    REVIEW = "review"
    ESCALATE = "escalate"


class OwnUse(StrEnum):
    """What the researcher's work does with a listed technology."""

    ADVANCES = "advances"
    USES = "uses"
    NEITHER = "neither"


class AreaJudgement(StrEnum):
    """What the office says of a technology area that was found or pointed at."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class AreaQuestion(StrEnum):
    """Where the researcher's answer and the classifier do not agree, or an answer is missing."""

    FOUND_BUT_NEITHER = "found_but_neither"
    DECLARED_NOT_FOUND = "declared_not_found"
    UNANSWERED = "unanswered"
    WORTH_A_LOOK = "worth_a_look"


class Judgement(StrEnum):
    """What a person says of a hit: whether it is the same one, and if so whether it matters."""

    FALSE_POSITIVE = "false_positive"
    TRUE_MATCH_RELEVANT = "true_match_relevant"
    TRUE_MATCH_NOT_RELEVANT = "true_match_not_relevant"
    CANNOT_TELL = "cannot_tell"


class Finding(StrEnum):
    """What an assessment answers with yes or no, about a person or a partner institution."""

    MITIGATION_NEEDED = "mitigation_needed"
    INSTITUTION_RISK = "institution_risk"
    RESEARCHERS_RISK = "researchers_risk"


class MeasureKind(StrEnum):
    """The eight boxes of the questionnaire."""

    FACILITY_ACCESS = "facility_access"
    PLACE_OF_RESEARCH = "place_of_research"
    MEETING_PARTICIPANTS = "meeting_participants"
    EMPLOYMENT_CONTRACT = "employment_contract"
    TRAINING = "training"
    DATA_ACCESS = "data_access"
    CYBER_PROTECTION = "cyber_protection"
    OTHER = "other"


class MeasureTarget(StrEnum):
    """What a measure is about."""

    PERSON = "person"
    PARTNER = "partner"
    ROOM = "room"
    DATA_SET = "data_set"


class MeasureStatus(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    EVIDENCED = "evidenced"
    BREACHED = "breached"
    ENDED = "ended"


class MeasureAct(StrEnum):
    """What is done with a measure, and kept as a line of its history."""

    PROPOSE = "propose"
    AGREE = "agree"
    CONFIRM_FEASIBLE = "confirm_feasible"
    BEGIN = "begin"
    GIVE_EVIDENCE = "give_evidence"
    CONFIRM_EVIDENCE = "confirm_evidence"
    REVIEW = "review"
    REPORT_BREACH = "report_breach"
    RESTORE = "restore"
    END = "end"


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


class MemberRole(StrEnum):
    PI = "pi"
    CO_PI = "co_pi"
    PARTICIPANT = "participant"
    STUDENT = "student"
    PARTNER_LEAD = "partner_lead"


class DeclarationStatus(StrEnum):
    """Where a member's declaration stands, as the questionnaire asks for it."""

    SUBMITTED = "submitted"
    REQUIRED = "required"
    NOT_REQUIRED = "not_required"


class CrossCheckKind(StrEnum):
    """What in the declarations does not fit what was found, or does not fit itself: a question, never a verdict."""

    OWN_LISTING_FOUND = "own_listing_found"
    LISTED_BODY_NOT_DECLARED = "listed_body_not_declared"
    PROGRAMME_LISTED = "programme_listed"
    POST_MISSING = "post_missing"
    SUPPORT_MISSING = "support_missing"
    POSTS_OVERLAP = "posts_overlap"
    TECHNOLOGY_DIFFERS = "technology_differs"


class CrossCheckAnswer(StrEnum):
    EXPLAINED = "explained"
    STANDS = "stands"


class DueDiligenceResult(StrEnum):
    """The questionnaire's three values."""

    DONE = "done"
    DONE_INCOMPLETE = "done_incomplete"
    NOT_DONE = "not_done"


class JoiningStatus(StrEnum):
    REQUESTED = "requested"
    ADMITTED = "admitted"
    DECLINED = "declined"


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


class StageKind(StrEnum):
    CALL = "call"
    APPLICATION = "application"
    INTERVIEW = "interview"
    CANDIDATE = "candidate"
    CONTRACT = "contract"
    REPORT = "report"


class ConfirmationKind(StrEnum):
    FUNDER = "funder"
    GOVERNMENT = "government"


class ConfirmationVerdict(StrEnum):
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class Scope(StrEnum):
    """What a funder's key may do."""

    PROGRAMMES_READ = "programmes:read"
    PROPOSALS_READ = "proposals:read"
    PROPOSALS_WRITE = "proposals:write"
    CASES_READ = "cases:read"
    CONFIRMATIONS_WRITE = "confirmations:write"
