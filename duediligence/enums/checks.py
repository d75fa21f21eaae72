"""What screening and due diligence find, and what people answer."""

from enum import StrEnum

from duediligence.enums.base import Ranked


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


class Identity(StrEnum):
    """The first question about a hit: is the listed one the one of the case?"""

    NO = "no"
    YES = "yes"
    CANNOT_TELL = "cannot_tell"


class Relevance(StrEnum):
    """The second question, asked of the same one alone: does it matter for this collaboration?"""

    RELEVANT = "relevant"
    NOT_RELEVANT = "not_relevant"


class Finding(StrEnum):
    """What an assessment answers with yes or no, about a person or a partner institution."""

    MITIGATION_NEEDED = "mitigation_needed"
    INSTITUTION_RISK = "institution_risk"
    RESEARCHERS_RISK = "researchers_risk"


class CrossCheckKind(StrEnum):
    """What in the declarations does not fit what was found, or does not fit itself: a question, never a verdict."""

    OWN_LISTING_FOUND = "own_listing_found"
    LISTED_BODY_NOT_DECLARED = "listed_body_not_declared"
    LISTED_RELATION_NOT_DECLARED = "listed_relation_not_declared"
    PROGRAMME_LISTED = "programme_listed"
    AFFILIATION_MISSING = "affiliation_missing"
    POST_MISSING = "post_missing"
    PAYER_MISSING = "payer_missing"
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
