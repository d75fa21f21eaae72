"""What an officer writes in due diligence: answers to questions, sources, the result."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import reason_field
from duediligence.admin.forms.files import file_field
from duediligence.enums import CrossCheckAnswer, DueDiligenceResult
from duediligence.labels import choices


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=choices(CrossCheckAnswer), widget=forms.RadioSelect)
    reason = reason_field()


class SourceForm(forms.Form):
    title = forms.CharField(label=_("Source"), max_length=300, help_text=_("Such as a register, a site, a paper"))
    address = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")
    consulted_date = forms.DateField(label=_("Consulted on"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("What was found"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    attachment = file_field()


class ResultForm(forms.Form):
    result = forms.ChoiceField(label=_("Result"), choices=choices(DueDiligenceResult), widget=forms.RadioSelect)
    not_obtained = forms.CharField(
        label=_("What could not be obtained"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("“Could not check” is never “nothing found”: name it."),
    )
