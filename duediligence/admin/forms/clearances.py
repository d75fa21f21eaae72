"""How an office looks through what it cleared."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.offering import offer
from duediligence.admin.frame import Text


class ClearanceSearch(forms.Form):
    q = forms.CharField(label=_("Name or case"), required=False, max_length=200, widget=forms.SearchInput)
    standing = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, standings: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "standing", [("", _("All")), *standings])

    def asked(self) -> tuple[str, str]:
        """Return the words and the status asked for; what makes no sense asks for nothing."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("standing", "")
