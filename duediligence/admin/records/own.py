"""A record as one of the reader's own institution, its relations under the names that people know."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text
from duediligence.models import Institution

RELATIONS: dict[str, Text] = {
    "affiliation": _("Affiliation"),
    "department": _("Department"),
    "funder": _("Funder"),
    "institution": _("Institution"),
    "parent": _("Parent organisation"),
    "programme": _("Programme"),
    "user": _("User"),
}


class OwnRecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """The institution is no field of the form, yet what is unique within it is checked."""

    own_institution: Institution | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        if is_new and "institution" not in self.fields and getattr(self.instance, "institution_id", 0) is None:
            self.instance.institution = self.own_institution

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"institution"}  # type: ignore[misc,no-any-return]


def named_relation(db_field: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a form's field with the relation's label."""
    known = {"label": RELATIONS[db_field.name]} if db_field.name in RELATIONS else {}
    return known | kwargs


def column(name: str) -> Callable[[models.Model], Any]:
    """Return a column of a list that shows the relation ``name`` under its label."""

    @admin.display(description=RELATIONS[name], ordering=name)  # type: ignore[arg-type]  # lazy words are words
    def shown(record: models.Model) -> Any:
        return getattr(record, name) or "‐"

    shown.__name__ = name
    return shown
