"""Mitigation measures."""

from enum import StrEnum


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
    CHANGE = "change"
    AGREE = "agree"
    CONFIRM_FEASIBLE = "confirm_feasible"
    BEGIN = "begin"
    GIVE_EVIDENCE = "give_evidence"
    CONFIRM_EVIDENCE = "confirm_evidence"
    REVIEW = "review"
    REPORT_BREACH = "report_breach"
    RESTORE = "restore"
    HAND_OVER = "hand_over"
    END = "end"
