"""A policy edition as text, and what is wrong with it, place by place."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from duediligence.admin.policy_terms import term
from duediligence.policy.faults import Fault, PolicyRefused
from duediligence.policy.limits import EDITION
from duediligence.policy.parse import parse_policy
from duediligence.policy.wording import label, labels

SHOWN = 50
_KNOWN = labels()
_EXPECTED = {
    re.compile("yes or no"): gettext_noop("yes or no"),
    re.compile("one of (?P<words>.*)"): gettext_noop("one of: %(words)s"),
    re.compile("a list of (?P<words>.*)"): gettext_noop("some of: %(words)s"),
    re.compile(r"a whole number from (?P<low>\d+) to (?P<high>\d+)"): gettext_noop(
        "a whole number from %(low)s to %(high)s"
    ),
}
"""What a value should be, as the faults say it."""


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
    return f"{fault.path}: {said(fault)}" if fault.path else said(fault)


def said(fault: Fault, names: Mapping[str, str] | None = None) -> str:
    """Return what is wrong, with words in the place of codes; ``names`` are the names of steps by their codes."""
    return gettext(fault.message).format_map({key: _in_words(one, names or {}) for key, one in fault.params.items()})


def _in_words(value: object, names: Mapping[str, str]) -> str:
    """Return a code, a list of codes, or a path of them, as what they are called; anything else as it is."""
    told = str(value)
    for pattern, words in _EXPECTED.items():
        if found := pattern.fullmatch(told):
            parts = {key: _in_words(part, names) for key, part in found.groupdict().items()}
            return gettext(words) % parts
    for between in (" → ", ", "):
        if between in told:
            return between.join(_in_words(part, names) for part in told.split(between))
    known = label(told)
    return names.get(told) or (term(known) if known in _KNOWN else told)
