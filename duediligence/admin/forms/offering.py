"""What a field of choices offers, decided when the form is made."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet


def offer(form: forms.Form, name: str, possible: Iterable[Any]) -> None:
    """Let the field ``name`` offer these (value, words) pairs or groups of them."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(possible)


def offer_records(form: forms.Form, name: str, possible: QuerySet[Any], language: str) -> None:
    """Let the field ``name`` offer these records by their names in the reader's language."""
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = possible
    field.label_from_instance = lambda obj: str(getattr(obj, f"name_{language}"))  # type: ignore[method-assign]
