"""A policy edition as text, and what is wrong with it, place by place."""

import json
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.policy_faults import fault_words
from duediligence.policy.faults import Fault, PolicyRefused
from duediligence.policy.limits import EDITION
from duediligence.policy.parse import parse_policy

SHOWN = 50


class CloneForm(forms.Form):
    """The name of the new edition; everything else is taken over and edited afterwards."""

    edition = forms.CharField(
        label=_("Name of the new edition"),
        max_length=40,
        validators=[RegexValidator(rf"^(?:{EDITION.regex.pattern})\Z")],
        error_messages={"invalid": _("Use letters, digits, dots and hyphens, such as 2026-04.")},
        help_text=_(
            "A published edition is never changed: this becomes a draft beside it, which you edit part by part. "
            "Another person publishes it."
        ),
    )
    effective_on = forms.DateField(
        label=_("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PublishForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class PolicyForm(forms.Form):
    content = forms.CharField(
        label=_("Content (JSON)"),
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code"}),
        help_text=_("The whole draft as it is stored. It is kept when nothing is wrong with it."),
    )

    def clean_content(self) -> dict[str, Any]:
        """Return the policy as data; every fault is named in words, with its place in the text."""
        try:
            data = json.loads(self.cleaned_data["content"])
        except json.JSONDecodeError as error:
            words = gettext("This is not JSON: line %(line)d, column %(column)d.")
            raise forms.ValidationError(words % {"line": error.lineno, "column": error.colno}) from error
        except RecursionError as error:
            raise forms.ValidationError(gettext("This is nested too deeply.")) from error
        if not isinstance(data, dict):
            raise forms.ValidationError(gettext("The content is one JSON object."))
        try:
            parse_policy(data)
        except PolicyRefused as refused:
            faults = refused.faults[:SHOWN]
            raise forms.ValidationError([_placed(fault, data) for fault in faults]) from refused
        return data


def _placed(fault: Fault, content: dict[str, Any]) -> str:
    """Whoever edits the text itself looks for the place in it."""
    words = fault_words(fault, content)
    return f"{words} [{fault.path}]" if fault.path else words
