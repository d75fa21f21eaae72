"""Which two editions are compared, which of the changes are shown, and the answer to a doubtful link."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import reason_field
from duediligence.admin.forms.offering import offer
from screening.enums import EditionState, LinkVerdict
from screening.lists.as_at import edition_of
from screening.lists.changes import ChangeKind
from screening.lists.delta import Delta, EntryDelta
from screening.lists.suspicion import previous
from screening.models import ListEdition, ListSource


class DeltaFilters(forms.Form):
    """Unknown editions count as not chosen: then the present one and the one before it are compared."""

    before = forms.ChoiceField(label=_("From edition"), required=False)
    after = forms.ChoiceField(label=_("To edition"), required=False)
    q = forms.CharField(label=_("Name or identifier"), required=False, max_length=200, widget=forms.SearchInput)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, source: ListSource) -> None:
        editions = {str(one.pk): one for one in source.editions.exclude(state=EditionState.LOADING).in_time().reverse()}
        self.newer = editions.get(data.get("after", "")) or edition_of(source, timezone.localdate())
        self.older = editions.get(data.get("before", "")) or (previous(self.newer) if self.newer else None)
        chosen = {"before": self.older, "after": self.newer}
        super().__init__({**data.dict(), **{name: str(one.pk) for name, one in chosen.items() if one}})
        for name in chosen:
            offer(self, name, [(number, _words(one)) for number, one in editions.items()])
        self.is_valid()
        kind = self.cleaned_data.get("kind", "")
        self.chosen_kind = ChangeKind(kind) if kind in set(ChangeKind) else None

    def applied(self, found: Delta) -> list[EntryDelta]:
        """Return the entries that have the chosen change and hold the words."""
        words = self.cleaned_data.get("q", "").casefold()
        wanted = self.chosen_kind
        return [
            entry
            for entry in found.entries
            if (wanted is None or wanted in entry.kinds) and (not words or words in _searched(entry))
        ]


def _words(edition: ListEdition) -> str:
    return f"{edition.label} ({edition.get_state_display()})"


def _searched(entry: EntryDelta) -> str:
    sides = [side for side in (entry.before, entry.after) if side]
    return "\n".join([entry.uid, *(name.text for side in sides for name in side.names)]).casefold()


class SettleForm(forms.Form):
    before_uid = forms.CharField(max_length=200, strip=False, widget=forms.HiddenInput)
    after_uid = forms.CharField(max_length=200, strip=False, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=[(one.value, one.value) for one in LinkVerdict], widget=forms.HiddenInput)
    reason = reason_field()
