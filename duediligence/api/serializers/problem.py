"""The problem document of RFC 9457, for the description of the API."""

from typing import Any

from rest_framework import serializers


class FieldErrorSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(
        help_text="JSON Pointer into the body, or the name of a parameter of the address.", allow_blank=True
    )
    code = serializers.CharField(help_text="Stable word for the fault.")
    detail = serializers.CharField(help_text="The fault in the reader's language.")


class ProblemSerializer(serializers.Serializer[Any]):
    type = serializers.URLField(help_text="Address that describes this sort of problem.")
    title = serializers.CharField(help_text="The sort of problem in the reader's language.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="This problem in the reader's language.", allow_blank=True)
    code = serializers.CharField(help_text="Stable word for the sort of problem.")
    instance = serializers.CharField(help_text="The request id as a URN; the institution finds the request by it.")
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment] # the name RFC 9457 suggests


class ProblemKindSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Stable word for the sort of problem.")
    status = serializers.IntegerField()
    title = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
