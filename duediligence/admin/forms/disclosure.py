"""Whom a person's own records are sought for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PersonSearch(forms.Form):
    q = forms.CharField(
        label=_("Name, e-Rad number or ORCID"), required=False, max_length=200, widget=forms.SearchInput
    )

    def words(self) -> str:
        """Return what was asked for; what makes no sense asks for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get("q", "")).strip()
