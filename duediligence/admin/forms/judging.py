"""What a person says of a hit, and on what it rests."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.files import file_field
from duediligence.admin.forms.offering import offer
from duediligence.domain.disposition import Evidence
from duediligence.domain.reasons import catalogue
from duediligence.enums import Judgement
from duediligence.labels import choices, label
from duediligence.models import ConsultedSource
from duediligence.policy.edition import Policy
from duediligence.policy.reasons import ReasonedAct

PICK = ("", _("Choose a reason"))
Pairs = Sequence[tuple[str, str]]


class AlsoForm(forms.Form):
    """Other entries that the same name met, to be treated alike; their values are keys of hits."""

    also = forms.MultipleChoiceField(label=_("And alike for"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, others: Pairs = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "also", list(others))
        if not others:
            del self.fields["also"]

    def others(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("also", ())]


class JudgingForm(AlsoForm):
    """The reasons are the policy's; with a judgement chosen only its own are offered."""

    judgement = forms.ChoiceField(label=_("Judgement"), choices=choices(Judgement), widget=forms.HiddenInput)
    reason_code = forms.ChoiceField(label=_("Reason"))
    text = forms.CharField(
        label=_("Explanation"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you compared and where you looked. It stays with the case."),
    )
    sources = forms.ModelMultipleChoiceField(
        label=_("Sources consulted on this case"),
        queryset=ConsultedSource.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(
        label=_("Another source, consulted today"),
        required=False,
        max_length=300,
        help_text=_("Such as a register, a site, a paper"),
    )
    address = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")
    attachment = file_field()

    def __init__(
        self,
        *args: Any,
        policy: Policy,
        language: str,
        chosen: str = "",
        sources: QuerySet[ConsultedSource] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason_code", reason_choices(policy, language, chosen))
        if sources:
            cast("forms.ModelMultipleChoiceField[ConsultedSource]", self.fields["sources"]).queryset = sources
        else:
            del self.fields["sources"]

    @property
    def has_evidence_faults(self) -> bool:
        return any(name in self.errors for name in ("sources", "title", "address", "attachment"))

    def evidence(self) -> Evidence:
        given = self.cleaned_data
        return Evidence(
            sources=list(given.get("sources", ())),
            title=given["title"],
            address=given["address"],
            files=[given["attachment"]] if given["attachment"] else [],
        )


def reason_choices(policy: Policy, language: str, chosen: str = "") -> list[Any]:
    """Return the reasons of one judgement, or of each judgement under its name."""
    if chosen in set(Judgement):
        return [PICK, *_reasons(policy, Judgement(chosen), language)]
    return [PICK, *((label(judgement), _reasons(policy, judgement, language)) for judgement in Judgement)]


def _reasons(policy: Policy, judgement: Judgement, language: str) -> list[tuple[str, str]]:
    """Return the reasons with a word on those that ask for evidence."""
    found = [(one, one.text.within(language)) for one in policy.reasons_for(judgement)]
    return [
        (one.code, str(_NEEDS_EVIDENCE) % {"reason": words} if one.needs_evidence else words) for one, words in found
    ]


_NEEDS_EVIDENCE = _("%(reason)s (with evidence)")


class WithdrawJudgementForm(AlsoForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("reason", "also")


class RevokeForm(forms.Form):
    """Why a clearance no longer holds."""

    reason_code = forms.ChoiceField(label=_("Reason"))
    text = forms.CharField(label=_("Explanation"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = catalogue().reasons_for(ReasonedAct.REVOKE_CLEARANCE)
        offer(self, "reason_code", [PICK, *((one.code, one.text.within(language)) for one in reasons)])
