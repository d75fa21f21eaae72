"""The answers of a proposal form as facts to be checked once more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext

from duediligence.admin.components import Fact
from duediligence.admin.forms.proposal_content import ProposalForms
from duediligence.days import day


@dataclass(frozen=True, slots=True)
class Answers:
    """``check_address`` answers which lists hold an organisation's name."""

    title: str
    anchor: str
    facts: list[Fact]
    check_address: str = ""


def answers(given: ProposalForms) -> Iterator[Answers]:
    """Return the sections of valid forms in their order."""
    if given.revise:
        yield Answers(gettext("Why"), "#why", _facts(given.revise))
    yield Answers(gettext("Topic"), "#topic", _facts(given.topic))
    if given.frame:
        yield Answers(gettext("Programme"), "#frame", _facts(given.frame))
    for number, form in enumerate(given.parties, start=1):
        title = gettext("Organisation %(number)d") % {"number": number}
        asked = {"name": form.cleaned_data["name"], "country": form.cleaned_data["country"]}
        yield Answers(title, "#parties", _facts(form), f"{reverse('admin:name_check')}?{urlencode(asked)}")
    for number, form in enumerate(given.members, start=1):
        yield Answers(gettext("Member %(number)d") % {"number": number}, "#members", _facts(form))


def _facts(form: forms.Form) -> list[Fact]:
    """What was left empty is left out."""
    shown = ((field.label, _words(form, field.name)) for field in form.visible_fields())
    return [Fact(label, words) for label, words in shown if words]


def _words(form: forms.Form, name: str) -> str:
    value: Any = form.cleaned_data.get(name)
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value)) if value else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, ""))  # type: ignore[arg-type]
    return day(value) if isinstance(field, forms.DateField) else str(value or "")
