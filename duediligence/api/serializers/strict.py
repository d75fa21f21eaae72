"""Input is taken whole or not at all: a name that we do not know is an error, not a thing to pass over."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses every field that it does not declare, by name."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        faults: dict[str, Any] = {name: [ErrorDetail(_("This field is unknown."), "unknown_field")] for name in unknown}
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            found = error.detail
            if not faults:
                raise
            raise ValidationError({**faults, **(found if isinstance(found, dict) else {})}) from error
        if faults:
            raise ValidationError(faults)
        return value


class _TextOnly:
    """Refuses numbers where a text is described; the framework would write them out."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")  # type: ignore[attr-defined]
        return super().to_internal_value(data)  # type: ignore[misc]


class TextField(_TextOnly, serializers.CharField):
    """A JSON string."""


class PatternField(_TextOnly, serializers.RegexField):
    """A JSON string of one form."""


class MomentField(serializers.DateTimeField):
    """A moment that can be told in every zone: neither the first nor the last hours of the calendar."""

    def to_internal_value(self, value: Any) -> dt.datetime:
        try:
            return super().to_internal_value(value).astimezone(dt.UTC)
        except OverflowError:
            self.fail("overflow")


class QuerySerializer(StrictSerializer):
    """The parameters of a list's address."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """Return the parameters that were given. Raises ``ValidationError`` naming each that cannot be used."""
        query = cls(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        return dict(query.validated_data)
