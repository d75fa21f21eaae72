"""What is written when a measure is proposed, when something is done with it, and when somebody consents."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.files import file_field
from duediligence.admin.forms.offering import offer
from duediligence.domain.evidence import Party
from duediligence.domain.measure_input import MeasureInput
from duediligence.enums import MeasureAct, MeasureTarget
from duediligence.labels import label
from duediligence.models import Measure, Organisation, Person, User
from duediligence.policy.judging import MeasureRule, Subject

SHOWN_BY_FILES = (MeasureAct.GIVE_EVIDENCE, MeasureAct.REVIEW, MeasureAct.REPORT_BREACH)


def date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def words_field(label: Any, rows: int = 2, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows}), **given)


PLACES = frozenset({MeasureTarget.ROOM, MeasureTarget.DATA_SET})


class ProposeForm(forms.Form):
    """Begins with the wording that the policy offers for the kind."""

    target = forms.ChoiceField(label=_("About what"), widget=forms.RadioSelect)
    about = forms.ChoiceField(
        label=_("Person or partner"),
        required=False,
        help_text=_("With a room or a data set: because of whom it is needed."),
    )
    place = forms.CharField(label=_("Room or data set"), max_length=200, required=False)
    description = words_field(_("What is done"), 3)
    evidence_expected = words_field(_("Evidence expected"), required=False)
    owner = forms.ChoiceField(
        label=_("Responsible"),
        help_text=_("Somebody who sees the case: of the office, of its department, or a member who signs in."),
    )
    start_date = date_field(_("First day"))
    end_date = date_field(_("Last day"), required=False)
    review_date = date_field(_("Next review"), required=False, help_text=_("Empty: as the policy says."))

    def __init__(
        self,
        *args: Any,
        rule: MeasureRule,
        parties: Sequence[Party],
        owners: Sequence[User],
        language: str,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault(
            "initial",
            {
                "description": rule.description.within(language),
                "evidence_expected": rule.evidence.within(language),
                "target": rule.targets[0].value,
            },
        )
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.parties = {f"{party.subject}-{party.record.pk}": party.record for party in parties}
        self.owners = {str(user.pk): user for user in owners}
        nobody = _("Nobody in particular")
        if not set(rule.targets) & PLACES:
            nobody = _("Choose")
            del self.fields["place"]
            self.fields["about"].required = True
            self.fields["about"].help_text = ""
        offer(self, "target", [(target.value, label(target)) for target in rule.targets])
        offer(self, "about", [("", nobody), *((k, str(v)) for k, v in self.parties.items())])
        offer(self, "owner", [("", _("Choose")), *((key, str(user)) for key, user in self.owners.items())])

    def given(self) -> MeasureInput:
        cleaned = self.cleaned_data
        about = self.parties.get(cleaned["about"])
        return MeasureInput(
            kind=self.rule.kind,
            target=MeasureTarget(cleaned["target"]),
            description=cleaned["description"],
            owner=self.owners[cleaned["owner"]],
            start_date=cleaned["start_date"],
            person=about if isinstance(about, Person) else None,
            organisation=about if isinstance(about, Organisation) else None,
            place=cleaned.get("place", ""),
            evidence_expected=cleaned["evidence_expected"],
            end_date=cleaned["end_date"],
            review_date=cleaned["review_date"],
        )


class ChangeForm(ProposeForm):
    """Begins with what is proposed now; ``seen`` is how long the history of the measure was then."""

    reason = words_field(_("Reason"), help_text=_("Why the proposal changes. It stays with the measure."))
    seen = forms.IntegerField(widget=forms.HiddenInput)


def as_initial(measure: Measure) -> dict[str, Any]:
    parts = {Subject.PERSON: measure.person_id, Subject.PARTNER: measure.organisation_id}
    about = next((f"{subject}-{pk}" for subject, pk in parts.items() if pk), "")
    kept = ("target", "place", "description", "evidence_expected", "start_date", "end_date", "review_date")
    return {
        **{name: getattr(measure, name) for name in kept},
        "about": about,
        "owner": measure.owner_id,
        "seen": measure.records.count(),
    }


class MeasureActForm(forms.Form):
    """Words on what is done; a review names the next one, a handing over who is responsible, evidence may be a file."""

    owner = forms.ChoiceField(label=_("Responsible from now on"))
    text = words_field(_("Explanation"))
    review_date = date_field(_("Next review"))
    attachment = file_field()

    def __init__(
        self,
        *args: Any,
        act: MeasureAct,
        proposed: dt.date | None = None,
        owners: Sequence[User] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"review_date": proposed})
        super().__init__(*args, **kwargs)
        self.owners = {str(user.pk): user for user in owners}
        offer(self, "owner", [("", _("Choose")), *((key, str(user)) for key, user in self.owners.items())])
        if act is not MeasureAct.HAND_OVER:
            del self.fields["owner"]
        if act is not MeasureAct.REVIEW:
            del self.fields["review_date"]
        if act not in SHOWN_BY_FILES:
            del self.fields["attachment"]

    def given(self) -> dict[str, Any]:
        """Return what the domain takes."""
        words = {name: value for name, value in self.cleaned_data.items() if name not in {"attachment", "owner"}}
        upload = self.cleaned_data.get("attachment")
        owner = self.owners.get(self.cleaned_data.get("owner", ""))
        return {**words, "owner": owner, "files": [upload] if upload else []}


class ConsentForm(forms.Form):
    person = forms.IntegerField(widget=forms.HiddenInput)
    is_given = forms.ChoiceField(
        label=_("Answer"), choices=[("yes", _("Consents")), ("no", _("Refuses"))], widget=forms.RadioSelect
    )
    text = words_field(_("How and when it was given"))
