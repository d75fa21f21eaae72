"""What a person says of a hit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.offering import offer
from duediligence.enums import Judgement
from duediligence.labels import choices, label
from duediligence.policy.edition import Policy

PICK = ("", _("Choose a reason"))


class JudgingForm(forms.Form):
    """The reasons are the policy's; with a judgement chosen only its own are offered."""

    judgement = forms.ChoiceField(label=_("Judgement"), choices=choices(Judgement), widget=forms.HiddenInput)
    reason_code = forms.ChoiceField(label=_("Reason"))
    text = forms.CharField(
        label=_("Explanation"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you compared and where you looked. It stays with the case."),
    )

    def __init__(self, *args: Any, policy: Policy, language: str, chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason_code", reason_choices(policy, language, chosen))


def reason_choices(policy: Policy, language: str, chosen: str = "") -> list[Any]:
    """Return the reasons of one judgement, or of each judgement under its name."""
    if chosen in set(Judgement):
        return [PICK, *_reasons(policy, Judgement(chosen), language)]
    return [PICK, *((label(judgement), _reasons(policy, judgement, language)) for judgement in Judgement)]


def _reasons(policy: Policy, judgement: Judgement, language: str) -> list[tuple[str, str]]:
    return [(reason.code, reason.text.within(language)) for reason in policy.reasons_for(judgement)]


class WithdrawJudgementForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
