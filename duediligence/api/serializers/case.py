"""Cases as a funder sees them: no persons, no hits, nothing masked, nothing of the merit review."""

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from duediligence.api.public import STEP_STATUSES, PublicOutcome, PublicStatus, PublicStepStatus, public_outcome
from duediligence.api.serializers.strict import StrictSerializer, TextField, WordField
from duediligence.domain.partner_status import PartnerLine, partner_lines
from duediligence.enums import ConfirmationVerdict, Level, OwnUse, PartnerStatus, Role, StepKind, StepStatus
from duediligence.models import Case, CaseEdition, Confirmation, Step
from duediligence.queries.technology import ToldArea, told_areas
from screening.technology.taxonomy import Area

MAX_COMMENTS = 10_000


class StepReachedSerializer(serializers.Serializer[Step]):
    step = serializers.SlugField(source="code", help_text="Code of the step in the policy of the case.")
    kind = serializers.ChoiceField(choices=[kind.value for kind in StepKind])
    status = serializers.SerializerMethodField()
    reached_at = serializers.DateTimeField(source="opened_at")
    done_at = serializers.DateTimeField(source="completed_at", allow_null=True)

    @extend_schema_field(serializers.ChoiceField(choices=[status.value for status in PublicStepStatus]))
    def get_status(self, step: Step) -> str:
        return STEP_STATUSES[StepStatus(step.status)]


class EditionUsedSerializer(serializers.Serializer[CaseEdition]):
    list = serializers.SlugField(source="source_code", help_text="Code of the list.")
    edition = serializers.CharField(source="edition.label")
    issued_date = serializers.DateField(source="edition.issued_date")
    effective_date = serializers.DateField(source="edition.effective_date")
    sha256 = serializers.CharField(source="edition.sha256", help_text="Digest of the publisher's file.")
    extract = serializers.BooleanField(source="edition.is_extract", help_text="An extract, not the whole list.")


class AreaNamesSerializer(serializers.Serializer[Area]):
    ja = serializers.CharField(source="name_ja", allow_blank=True)
    en = serializers.CharField(source="name_en", allow_blank=True)


class TechnologyAreaSerializer(serializers.Serializer[ToldArea]):
    list = serializers.SlugField(source="standing.list_code", help_text="Code of the technology list.")
    edition = serializers.CharField(
        allow_blank=True, help_text="Edition of the list that the text was classified with; empty when it was not."
    )
    area = serializers.CharField(source="standing.area_code", help_text="Code of the area on that list.")
    names = AreaNamesSerializer(source="area", allow_null=True)
    name_is_official = serializers.BooleanField(
        source="area.name_is_official", default=None, allow_null=True, help_text="Whether the names are the issuer's."
    )
    verified = serializers.BooleanField(
        source="area.verified",
        default=None,
        allow_null=True,
        help_text="Whether somebody verified the wording against the issuer's text.",
    )
    level = serializers.ChoiceField(
        source="standing.level",
        choices=[level.value for level in Level],
        help_text="How far listed words of the area were found.",
    )
    answer = serializers.ChoiceField(
        source="standing.answer.answer",
        default=None,
        allow_null=True,
        choices=[use.value for use in OwnUse],
        help_text="The researcher's own answer: whether the work advances or merely uses the technology, or neither.",
    )


class PartnerSerializer(serializers.Serializer[PartnerLine]):
    organisation = serializers.CharField(source="organisation.name")
    ror = serializers.CharField(source="organisation.ror", allow_blank=True)
    status = serializers.ChoiceField(
        choices=[status.value for status in PartnerStatus],
        help_text="Where the partner's own confirmation of its due diligence stands.",
    )
    confirmed_date = serializers.DateField(source="latest.confirmed_date", default=None, allow_null=True)


class CaseSerializer(serializers.Serializer[Case]):
    reference = serializers.CharField()
    proposal = serializers.UUIDField(source="proposal.public_id")
    revision = serializers.IntegerField(source="revision.number", help_text="The revision that is examined.")
    programme = serializers.SlugField(source="proposal.programme.code")
    institution = serializers.SlugField(source="institution.code")
    status = serializers.ChoiceField(source="public_status", choices=[status.value for status in PublicStatus])
    outcome = serializers.SerializerMethodField(help_text="Told once the institution has submitted it.")
    opened_at = serializers.DateTimeField()
    due_date = serializers.DateField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    submission = serializers.SerializerMethodField(help_text="Number of the newest submission, or null.")
    answer_due_date = serializers.SerializerMethodField(
        help_text="By when your answer to the newest submission is awaited; null when none is."
    )
    steps_reached = serializers.SerializerMethodField()
    list_editions = serializers.SerializerMethodField(help_text="The public lists it was last checked against.")
    technology = serializers.SerializerMethodField(
        help_text="The technology areas whose listed words were found, or that the researcher answered for."
    )

    partners = serializers.SerializerMethodField(help_text="The partner institutions of the revision examined.")

    @extend_schema_field(serializers.ChoiceField(choices=[outcome.value for outcome in PublicOutcome]))
    def get_outcome(self, case: Case) -> str:
        status = getattr(case, "public_status", PublicStatus.UNDER_REVIEW)
        return public_outcome(case.outcome, status, was_submitted=getattr(case, "was_submitted", False))

    def get_submission(self, case: Case) -> int | None:
        return max((one.number for one in case.submissions.all()), default=None)

    def get_answer_due_date(self, case: Case) -> dt.date | None:
        """Only what is asked of the funder: what is due inside the institution stays there."""
        if getattr(case, "public_status", None) != PublicStatus.AWAITING_FUNDER:
            return None
        return next((step.due_date for step in case.steps.all() if _awaits_funder(step)), None)

    @extend_schema_field(StepReachedSerializer(many=True))
    def get_steps_reached(self, case: Case) -> list[dict[str, Any]]:
        newest = {step.code: step for step in sorted(case.steps.all(), key=lambda step: step.round)}
        reached = [step for step in newest.values() if step.status in STEP_STATUSES]
        reached.sort(key=lambda step: step.position)
        return [StepReachedSerializer(step).data for step in reached]

    @extend_schema_field(EditionUsedSerializer(many=True))
    def get_list_editions(self, case: Case) -> list[dict[str, Any]]:
        """Leave out an institution's own watch list: that there is one is its own affair."""
        public = [used for used in case.editions.all() if not used.edition.source.owner_ref]
        return [EditionUsedSerializer(used).data for used in public]

    @extend_schema_field(TechnologyAreaSerializer(many=True))
    def get_technology(self, case: Case) -> list[dict[str, Any]]:
        return [TechnologyAreaSerializer(area).data for area in told_areas(case)]

    @extend_schema_field(PartnerSerializer(many=True))
    def get_partners(self, case: Case) -> list[dict[str, Any]]:
        return [PartnerSerializer(line).data for line in partner_lines(case)]


def _awaits_funder(step: Step) -> bool:
    return step.kind == StepKind.EXTERNAL and step.status == StepStatus.OPEN and step.role == Role.FUNDER


class ConfirmationInputSerializer(StrictSerializer):
    verdict = WordField(choices=[verdict.value for verdict in ConfirmationVerdict])
    comments = TextField(
        max_length=MAX_COMMENTS, default="", allow_blank=True, help_text="Needed when the case is returned."
    )
    revision = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text="The revision that was read; the answer is refused when the proposal was revised since.",
    )
    submission = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text="Number of the submission that was read; the answer is refused when another is the newest by now.",
    )


class ConfirmationSerializer(serializers.Serializer[Confirmation]):
    revision = serializers.IntegerField(source="revision.number", help_text="The revision that was answered.")
    submission = serializers.IntegerField(
        source="submission.number", default=None, allow_null=True, help_text="The submission that was answered."
    )
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in ConfirmationVerdict])
    comments = serializers.CharField(allow_blank=True)
    received_at = serializers.DateTimeField()
