"""What is looked for in lists."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EntrySearch(forms.Form):
    q = forms.CharField(label=_("Name or identifier"), required=False, max_length=200, widget=forms.SearchInput)


class AsAtSearch(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=200, widget=forms.SearchInput)
    day = forms.DateField(label=_("As at"), widget=forms.DateInput(attrs={"type": "date"}))
