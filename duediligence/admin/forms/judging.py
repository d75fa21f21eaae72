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
from duediligence.enums import Identity, Judgement, Relevance
from duediligence.labels import choices, label
from duediligence.models import ConsultedSource
from duediligence.policy.edition import Policy
from duediligence.policy.judging import judgements_of
from duediligence.policy.reasons import ReasonedAct
from screening.names.kinds import NameKind

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


SAME_ONE = {
    NameKind.PERSON: _("Is it the same person?"),
    NameKind.ORGANIZATION: _("Is it the same organisation?"),
    NameKind.UNKNOWN: _("Is it the same person, organisation or programme?"),
}


class JudgingForm(AlsoForm):
    """Two questions apart: is it the same one, and only then: does it matter here?

    The reasons are the policy's; those of the judgements that the answers leave open are offered.
    """

    identity = forms.ChoiceField(choices=choices(Identity), widget=forms.RadioSelect)
    relevance = forms.ChoiceField(
        label=_("Does it matter for this collaboration?"),
        choices=choices(Relevance),
        required=False,
        widget=forms.RadioSelect,
    )
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
        kind: NameKind = NameKind.UNKNOWN,
        answered: tuple[str, str] = ("", ""),
        sources: QuerySet[ConsultedSource] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity"].label = SAME_ONE[kind]
        offer(self, "reason_code", reason_choices(policy, language, _open(*answered)))
        if sources:
            cast("forms.ModelMultipleChoiceField[ConsultedSource]", self.fields["sources"]).queryset = sources
        else:
            del self.fields["sources"]

    def clean(self) -> dict[str, Any]:
        """Ask for the second answer where the first one calls for it; else whatever stands there says nothing."""
        given = self.cleaned_data
        if given.get("identity") == Identity.YES and not given.get("relevance") and "relevance" not in self.errors:
            self.add_error("relevance", _("It is the same one: say whether that matters for this collaboration."))
        return given

    @property
    def judgement(self) -> Judgement:
        """The one judgement that two valid answers are."""
        return _open(self.cleaned_data["identity"], self.cleaned_data["relevance"])[0]

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


def _open(identity: str, relevance: str) -> tuple[Judgement, ...]:
    """Return the judgements that the answers leave open; an answer that is none asks for everything anew."""
    same = Identity(identity) if identity in set(Identity) else None
    return judgements_of(same, Relevance(relevance) if relevance in set(Relevance) else None)


def reason_choices(policy: Policy, language: str, judgements: Sequence[Judgement]) -> list[Any]:
    """Return the reasons of one judgement, or of several under the name of each."""
    if len(judgements) == 1:
        return [PICK, *_reasons(policy, judgements[0], language)]
    return [PICK, *((label(judgement), _reasons(policy, judgement, language)) for judgement in judgements)]


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
