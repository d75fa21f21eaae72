"""What a case is called outside: public words, apart from the internal ones, mapped in these tables alone."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.db.models import Case as Choose
from django.db.models import CharField, Exists, OuterRef, Q, Value, When

from duediligence.enums import CaseOutcome, CaseStatus, Role, StepKind, StepStatus
from duediligence.models import Step
from duediligence.models.case import CaseQuerySet


class PublicStatus(StrEnum):
    """Where a case stands, as a funder is told."""

    UNDER_REVIEW = "under_review"
    AWAITING_FUNDER = "awaiting_funder"
    AWAITING_GOVERNMENT = "awaiting_government"
    FOLLOWED_UP = "followed_up"
    CONCLUDED = "concluded"
    DISCONTINUED = "discontinued"


class PublicOutcome(StrEnum):
    """What was decided, told once it has been submitted."""

    PENDING = "pending"
    NO_MEASURES = "no_measures"
    MEASURES = "measures"
    NOT_PURSUED = "not_pursued_by_institution"


class PublicStepStatus(StrEnum):
    UNDER_WAY = "under_way"
    DONE = "done"


OUTCOMES: Final[Mapping[CaseOutcome, PublicOutcome]] = {
    CaseOutcome.UNDECIDED: PublicOutcome.PENDING,
    CaseOutcome.NO_MITIGATION: PublicOutcome.NO_MEASURES,
    CaseOutcome.MITIGATION: PublicOutcome.MEASURES,
    CaseOutcome.NOT_PURSUED: PublicOutcome.NOT_PURSUED,
}
# A step that was not reached, not needed or begun again is not spoken of.
STEP_STATUSES: Final[Mapping[StepStatus, PublicStepStatus]] = {
    StepStatus.OPEN: PublicStepStatus.UNDER_WAY,
    StepStatus.COMPLETED: PublicStepStatus.DONE,
}


def _awaits(role: Role) -> Exists:
    return Exists(Step.objects.filter(case=OuterRef("pk"), kind=StepKind.EXTERNAL, status=StepStatus.OPEN, role=role))


# The first condition that holds gives the name.
STATUSES: Final[tuple[tuple[PublicStatus, Q], ...]] = (
    (PublicStatus.DISCONTINUED, Q(status=CaseStatus.WITHDRAWN)),
    (PublicStatus.CONCLUDED, Q(status=CaseStatus.CLOSED)),
    (PublicStatus.AWAITING_FUNDER, Q(_awaits(Role.FUNDER))),
    (PublicStatus.AWAITING_GOVERNMENT, Q(_awaits(Role.GOVERNMENT))),
    (PublicStatus.FOLLOWED_UP, Q(status=CaseStatus.MONITORING)),
)


def with_public_status(cases: CaseQuerySet) -> CaseQuerySet:
    """Give every case its ``public_status``, to be shown and to be searched by."""
    named = [When(condition, then=Value(status.value)) for status, condition in STATUSES]
    default = Value(PublicStatus.UNDER_REVIEW.value)
    submission = Step.objects.filter(case=OuterRef("pk"), kind=StepKind.SUBMIT, status=StepStatus.COMPLETED)
    return cases.annotate(
        public_status=Choose(*named, default=default, output_field=CharField()), was_submitted=Exists(submission)
    )


def public_outcome(outcome: str, public_status: str, *, was_submitted: bool) -> PublicOutcome:
    """Until the institution has submitted its decision, or again after a return, nothing is decided outside.

    A decision that it took back before the submission was never told and never is.
    """
    if public_status == PublicStatus.UNDER_REVIEW:
        return PublicOutcome.PENDING
    if public_status == PublicStatus.DISCONTINUED and not was_submitted:
        return PublicOutcome.PENDING
    return OUTCOMES[CaseOutcome(outcome)]
