"""What an officer writes when a declaration is asked for, not required, or its masked answers are viewed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.offering import offer
from duediligence.domain.reasons import catalogue
from duediligence.policy.form import DeclarationForm
from duediligence.policy.reasons import ReasonedAct


class AskForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("The personal link is sent there. Without an address it is shown to you once, to pass it on."),
    )
    light_form = forms.ChoiceField(label=_("Form"), required=False)

    def __init__(self, *args: Any, form: DeclarationForm, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        light = [(one.code, one.name.within(language)) for one in form.light_forms]
        offer(self, "light_form", [("", form.name.within(language)), *light])
        if not light:
            del self.fields["light_form"]


class ActReasonForm(forms.Form):
    """A reason of the catalogue, with words of one's own beside it."""

    reason_code = forms.ChoiceField(label=_("Reason"))
    text = forms.CharField(
        label=_("Explanation"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, act: ReasonedAct, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(one.code, one.text.within(language)) for one in catalogue().reasons_for(act)]
        offer(self, "reason_code", [("", _("Choose a reason")), *reasons])
