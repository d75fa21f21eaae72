"""What is written about a partner institution: the invitation, the partner's own result, its confirmation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.assessment import YES_NO
from duediligence.admin.forms.files import file_field
from duediligence.admin.forms.offering import offer
from duediligence.domain.partner_part import PartnerResult, Told
from duediligence.enums import DeclarationStatus, DueDiligenceResult
from duediligence.labels import choices
from duediligence.models import Membership, PartnerFile


class InviteForm(forms.Form):
    officer_name = forms.CharField(label=_("Officer of the partner"), max_length=300)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The invitation is sent there, to this officer alone. It expires.")
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=[("ja", "日本語"), ("en", "English")])


class ResultForm(forms.Form):
    """Nothing is required here: what is typed is kept, and what is missing is named where it is confirmed."""

    result = forms.ChoiceField(
        label=_("Result of your due diligence"),
        choices=choices(DueDiligenceResult),
        widget=forms.RadioSelect,
        required=False,
    )
    not_obtained = forms.CharField(
        label=_("What could not be obtained"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("“Could not check” is never “nothing found”: name it."),
    )
    institution_risk = forms.ChoiceField(
        label=_("Is there a risk at your institution?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    researchers_risk = forms.ChoiceField(
        label=_("Is there a risk with your researchers?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you looked into, and what your answers rest on."),
    )
    attachment = file_field(label=_("Another file"))
    attachment.help_text = _(
        "Such as your own record or a register. The lead institution gets it with what you confirm."
    )
    taken_out = forms.MultipleChoiceField(
        label=_("Take out"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(
        self,
        *args: Any,
        members: tuple[Membership, ...],
        given: PartnerResult,
        files: Sequence[PartnerFile] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {name: getattr(given, name) for name in RESULT_WORDS}
        super().__init__(*args, **kwargs)
        offer(self, "taken_out", [(str(one.pk), one.name) for one in files])
        self.people: list[tuple[Membership, str, str]] = []
        for member in members:
            told = given.members.get(member.person_id, Told())
            status, reason = f"status_{member.person_id}", f"reason_{member.person_id}"
            self.fields[status] = forms.ChoiceField(
                label=_("Declaration"),
                choices=[("", _("Choose")), *choices(DeclarationStatus)],
                required=False,
                initial=told.status,
            )
            self.fields[reason] = forms.CharField(
                label=_("Why none is required"), required=False, max_length=2000, initial=told.reason
            )
            self.people.append((member, status, reason))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The questions about each of the partner's people."""
        return [{"member": one, "status": self[status], "reason": self[reason]} for one, status, reason in self.people]

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in RESULT_WORDS]


def typed_files(data: QueryDict) -> list[int]:
    """Return the keys of the files that were ticked to be taken out."""
    return [int(key) for key in data.getlist("taken_out") if key.isascii() and key.isdecimal() and len(key) < 10]


RESULT_WORDS = ("result", "not_obtained", "institution_risk", "researchers_risk", "reason")


def typed_result(data: QueryDict, members: tuple[Membership, ...]) -> PartnerResult:
    """Return what was typed, whatever it is."""
    pks = [one.person_id for one in members]
    told = {pk: Told(_word(data, f"status_{pk}"), _word(data, f"reason_{pk}")) for pk in pks}
    return PartnerResult(**{name: _word(data, name) for name in RESULT_WORDS}, members=told)


def _word(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\0", "")


class ConfirmPartForm(forms.Form):
    draft_number = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name of the person who confirms"), max_length=300)
    office = forms.CharField(label=_("Office and post"), max_length=300)
    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    why_corrected = forms.CharField(
        label=_("Why do you correct it?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["why_corrected"]


class AskOwnForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), help_text=_("The personal link is sent there."))
