"""What is said of a technology area of a case: by the researcher, and by the office."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import reason_field
from duediligence.admin.forms.offering import offer
from duediligence.enums import AreaJudgement, OwnUse
from duediligence.labels import choices


class AnswerForm(forms.Form):
    use = forms.ChoiceField(label=_("What the work does"), choices=choices(OwnUse), widget=forms.RadioSelect)
    reason = reason_field()


class AreaJudgementForm(forms.Form):
    judgement = forms.ChoiceField(label=_("Judgement"), choices=choices(AreaJudgement), widget=forms.RadioSelect)
    reason = reason_field()


class DeclareForm(forms.Form):
    """Choose an area that no listed word pointed to."""

    area = forms.ChoiceField(label=_("Area"))

    def __init__(self, *args: Any, areas: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [("", "‐"), *areas])
