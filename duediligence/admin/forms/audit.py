"""What is looked for in the audit log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.filters import ANY
from duediligence.admin.forms.offering import offer
from duediligence.admin.verbs import VERBS
from duediligence.queries.events import AuditSearch


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class AuditSearchForm(forms.Form):
    case = forms.CharField(label=_("Case"), required=False, max_length=40)
    actor = forms.CharField(label=_("Who"), required=False, max_length=200)
    verb = forms.ChoiceField(label=_("Act"), required=False)
    target = forms.CharField(label=_("Object"), required=False, max_length=200)
    number = forms.CharField(label=_("Number"), required=False, max_length=64)
    since_date = day_field(_("Since"))
    until_date = day_field(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verb", [*ANY, *sorted(VERBS.items(), key=lambda pair: str(pair[1]))])

    def search(self) -> AuditSearch:
        """Return what can be read of the form; a field with an error asks for nothing."""
        self.is_valid()
        return AuditSearch(**{name: value for name, value in self.cleaned_data.items() if value})
