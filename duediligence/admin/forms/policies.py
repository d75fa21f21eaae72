"""A policy edition as text, and what is wrong with it, place by place."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.policy.faults import Fault, PolicyRefused
from duediligence.policy.parse import parse_policy

SHOWN = 50


class PolicyForm(forms.Form):
    content = forms.CharField(
        label=_("Content (JSON)"),
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code"}),
        help_text=_(
            "Give the edition a new name. A published edition is never changed; this becomes a draft beside it."
        ),
    )

    def clean_content(self) -> dict[str, Any]:
        """Return the policy as data; every fault is named by its path."""
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
            raise forms.ValidationError([fault_words(fault) for fault in refused.faults[:SHOWN]]) from refused
        return data


def fault_words(fault: Fault) -> str:
    """Return the place and what is wrong there, in the reader's language."""
    words = gettext(fault.message).format_map(fault.params)
    return f"{fault.path}: {words}" if fault.path else words
