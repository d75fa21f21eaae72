"""One entry of the office's own watch list as a form, and the search above the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.queries.watch_list import WatchRow
from screening.models.choices import choices
from screening.names.kinds import NameKind

_MANY = _("Several are separated by “;”.")


def _words(label: Any, help_text: Any = "", *, limit: int = 2000, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, help_text=help_text, max_length=limit, widget=widget)


class RowForm(forms.Form):
    """Its fields are the columns of our own table."""

    kind = forms.ChoiceField(label=_("Kind"), choices=choices(NameKind))
    name = forms.CharField(label=_("Name"), max_length=1000)
    aliases = _words(_("Other names"), _MANY)
    weak_aliases = _words(_("Weak aliases"), _("Short or common names: they confirm a match and never make one."))
    native_names = _words(_("Names in their own script"), _MANY)
    country = _words(_("Countries of the seat"), _("Two-letter codes or names, separated by “;”."))
    birth_date = _words(_("Dates of birth"), _("Of a person: 1970, 1970-04 or 1970-04-01."))
    identifiers = _words(_("Identifiers"), _("Each as scheme:value, such as ror:…, separated by “;”."))
    programme = _words(_("Programme"))
    concern = _words(_("Concern"), _("Why it is on the list."), rows=2)
    note = _words(_("Note"), rows=2)
    source_page = _words(_("Source"), _("Where this can be read."))
    listed_on = _words(_("Listed on"), _("A day such as 2026-04-01."))


class RowSearch(forms.Form):
    q = forms.CharField(label=_("Name or country"), required=False, max_length=200, widget=forms.SearchInput)

    def applied(self, rows: list[WatchRow]) -> list[WatchRow]:
        self.is_valid()
        words = self.cleaned_data.get("q", "").casefold()
        return [row for row in rows if not words or words in "\n".join(row.cells.values()).casefold()]
