"""Forms above lists: what is searched for."""

from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.offering import offer, offer_records
from duediligence.domain.policy import read
from duediligence.enums import CaseStatus, StepStatus
from duediligence.labels import choices
from duediligence.models import Case, PolicyEdition, Programme, User

ANY = [("", _("All"))]
ORDERS = {
    "reference": F("reference").asc(),
    "-reference": F("reference").desc(),
    "due": F("step_due").asc(nulls_last=True),
    "-due": F("step_due").desc(nulls_last=True),
    "opened": F("opened_at").asc(),
    "-opened": F("opened_at").desc(),
}


class WorklistFilters(forms.Form):
    q = forms.CharField(
        label=_("Reference, title, person or organisation"), required=False, max_length=200, widget=forms.SearchInput
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), required=False, empty_label=ANY[0][1]
    )
    status = forms.ChoiceField(label=_("Status"), choices=[*ANY, *choices(CaseStatus)], required=False)
    step = forms.ChoiceField(label=_("Step"), required=False)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_records(self, "programme", Programme.objects.visible_to(user), language)
        offer(self, "step", [*ANY, *_step_choices(user, language)])

    def applied(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Return the cases that fit; a filter with an unknown value counts as not set."""
        self.is_valid()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            cases = cases.filter(pk__in=Case.objects.filter(_about(words)).order_by().values("pk"))
        if programme := wanted.get("programme"):
            cases = cases.filter(proposal__programme=programme)
        if status := wanted.get("status"):
            cases = cases.filter(status=status)
        if step := wanted.get("step"):
            cases = cases.filter(steps__code=step, steps__status=StepStatus.OPEN)
        return cases.order_by(ORDERS.get(wanted.get("sort", ""), ORDERS["due"]), "-opened_at", "-pk")


def _about(words: str) -> Q:
    return (
        Q(reference__icontains=words)
        | Q(revision__title_ja__icontains=words)
        | Q(revision__title_en__icontains=words)
        | Q(revision__memberships__person__name__icontains=words)
        | Q(revision__memberships__person__names__text__icontains=words)
        | Q(revision__parties__organisation__name__icontains=words)
        | Q(revision__parties__organisation__names__text__icontains=words)
    )


def _step_choices(user: User, language: str) -> list[tuple[str, str]]:
    used = Case.objects.visible_to(user).order_by().values("policy_edition")
    names = {
        step.code: step.name.within(language)
        for edition in PolicyEdition.objects.filter(pk__in=used).order_by("pk")
        for step in read(edition).steps
    }
    return list(names.items())
