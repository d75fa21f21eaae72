"""What was submitted to the funder, and the files of it that it may take."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from duediligence.models import Submission, SubmissionFile


class SubmissionFileSerializer(serializers.Serializer[SubmissionFile]):
    name = serializers.CharField()
    size = serializers.IntegerField(source="stored.size", help_text="In bytes.")
    sha256 = serializers.CharField(source="stored.sha256", help_text="Digest of the file as it was sent.")
    sealed = serializers.BooleanField(
        source="stored.is_sealed", help_text="It states answers that are kept sealed; the institution hands it over."
    )
    address = serializers.SerializerMethodField(help_text="Where it is taken; null when it is sealed.")

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_address(self, file: SubmissionFile) -> str | None:
        if file.stored.is_sealed:
            return None
        place = {"reference": file.submission.case.reference, "number": file.submission.number}
        named = {**place, "sha256": file.stored.sha256}
        return reverse("api:submission_file", kwargs=named, request=self.context["request"])


class SubmissionSerializer(serializers.Serializer[Submission]):
    number = serializers.IntegerField(min_value=1, help_text="Counted within the case; an answer may name it.")
    revision = serializers.IntegerField(source="revision.number", help_text="The revision that was submitted.")
    submitted_at = serializers.DateTimeField()
    sha256 = serializers.CharField(help_text="Digest of what the questionnaire says, whatever file it is in.")
    files = SubmissionFileSerializer(many=True)
