"""Refusals of the domain on a form."""

from django import forms

from duediligence.errors import Refused
from duediligence.messages import explain, explain_beside


def refuse(form: forms.BaseForm, refused: Refused, *, at: str | None = None) -> None:
    """Put a refusal beside the field that it is about, or ``at`` another one; above the form where there is none."""
    field = refused.field if at is None else at
    if field in form.fields:
        form.add_error(field, explain_beside(refused))
    else:
        form.add_error(None, explain(refused))
