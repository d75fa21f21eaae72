"""Input is taken whole or not at all: a name that we do not know is an error, not a thing to pass over."""

import datetime as dt
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

SHOWN_LENGTH: Final = 40


class StrictList(serializers.ListSerializer[Any]):
    """A JSON array of objects."""

    default_error_messages = {"not_a_list": gettext_lazy("Write a list here: a JSON array.")}


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses every field that it does not declare, by name."""

    default_error_messages = {"invalid": gettext_lazy("Write a JSON object here.")}

    class Meta:
        list_serializer_class = StrictList

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

    default_error_messages = {"invalid": gettext_lazy("Write a text here: a JSON string.")}


class TextsField(serializers.ListField):
    """A JSON array of strings."""

    default_error_messages = StrictList.default_error_messages


class WordField(serializers.ChoiceField):
    """One of a few words, all of which a refusal names; of what was sent it repeats a beginning only."""

    default_error_messages = {"invalid_choice": gettext_lazy("“{input}” is none of {known}.")}

    def fail(self, key: str, **params: Any) -> NoReturn:
        given = str(params.pop("input", ""))
        shown = given if len(given) <= SHOWN_LENGTH else f"{given[:SHOWN_LENGTH]}…"
        super().fail(key, input=shown, known=", ".join(map(str, self.choices)), **params)


class TruthField(serializers.BooleanField):
    """``true`` or ``false``."""

    default_error_messages = {"invalid": gettext_lazy("Write true or false.")}


class IdField(serializers.UUIDField):
    """The id of an object, as an answer of ours gave it."""

    default_error_messages = {"invalid": gettext_lazy("Write the id as it stands in our answers.")}


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
