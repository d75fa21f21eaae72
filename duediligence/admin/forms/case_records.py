"""A record on a case."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duediligence.enums import RecordKind, RecordVisibility
from duediligence.labels import choices
from duediligence.models import CaseRecord


class RecordForm(forms.Form):
    """Kind and readers are the first record's where this one follows another."""

    kind = forms.ChoiceField(label=_("Kind"), choices=choices(RecordKind), widget=forms.RadioSelect)
    happened_date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    title = forms.CharField(label=_("In one line"), max_length=200)
    text = forms.CharField(
        label=_("What happened, what was asked or answered"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    visibility = forms.ChoiceField(label=_("Who reads it"), choices=choices(RecordVisibility), widget=forms.RadioSelect)
    follows = forms.ModelChoiceField(
        label=_("Follows an earlier record"),
        queryset=CaseRecord.objects.none(),
        required=False,
        help_text=_("Then kind and readers are those of the earlier one."),
    )

    def __init__(self, *args: Any, earlier: QuerySet[CaseRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[CaseRecord]", self.fields["follows"])
        field.queryset = earlier.filter(follows=None)
        field.label_from_instance = lambda record: f"{record.happened_date} {record.title}"  # type: ignore[assignment,method-assign]
