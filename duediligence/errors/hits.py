"""Refusals about screening and the judging of hits."""

from duediligence.errors.base import Refused, gettext_noop


class ScreeningIncomplete(Refused):
    code = "screening_incomplete"
    template = gettext_noop("The screening is not complete (%(status)s). What could not be checked is not clear.")


class HitsUnjudged(Refused):
    code = "hits_unjudged"
    template = gettext_noop("Hits not yet judged: %(count)d.")


class SecondReviewMissing(Refused):
    code = "second_review_missing"
    template = gettext_noop("Judgements that await a second reviewer: %(count)d.")


class JudgementNotOpen(Refused):
    code = "judgement_not_open"
    template = gettext_noop("This judgement can no longer be changed: a decision rests on it.")


class JudgementChanged(Refused):
    code = "judgement_changed"
    template = gettext_noop("This judgement was reviewed or withdrawn a moment ago. This page shows how it stands now.")


class SecondReviewerIsFirst(Refused):
    code = "second_reviewer_is_first"
    template = gettext_noop("The second review is another person's.")


class UnknownReasonCode(Refused):
    code = "unknown_reason_code"
    template = gettext_noop("This reason does not belong to that answer. Choose one of those that are offered for it.")


class AlreadyJudged(Refused):
    code = "already_judged"
    template = gettext_noop("This hit has been judged a moment ago. This page shows how it stands now.")


class HitNotCurrent(Refused):
    code = "hit_not_current"
    template = gettext_noop(
        "This hit belongs to an earlier screening. Judge what the present one found: see the list of hits."
    )


class NothingToWaive(Refused):
    code = "nothing_to_waive"
    template = gettext_noop("The run is complete or still going on; there is nothing to accept.")


class OtherSubject(Refused):
    code = "other_subject"
    template = gettext_noop("Only what the same name met can be judged together. This page shows how it stands now.")


class EvidenceNeeded(Refused):
    code = "evidence_needed"
    template = gettext_noop("This reason asks for evidence: name a source that was consulted, or attach a file.")


class SourceOfOtherCase(Refused):
    code = "source_of_other_case"
    template = gettext_noop("A source that was consulted on this case is needed. Record it here first.")


class ClearanceNotLive(Refused):
    code = "clearance_not_live"
    template = gettext_noop("This clearance was revoked before.")
