"""What is looked for in lists, and the file that is brought to one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.offering import offer
from screening.importers.base import ImportOptions, Limits
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.own_table import COLUMNS
from screening.lists.load import EditionDates
from screening.models import Entry, ListEdition, ListSource
from screening.models.choices import choices
from screening.names.kinds import NameKind

ANY = [("", _("All"))]
OFAC = ("us_ofac_sdn", "us_ofac_cons")
COMPANIONS = ("aliases", "addresses")
ORDERS = {"name": "primary_name", "kind": "kind", "uid": "uid", "row": "row"}


class EntryFilters(forms.Form):
    q = forms.CharField(label=_("Name or identifier"), required=False, max_length=200, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANY, *choices(NameKind)], required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: ListEdition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        printed = Entry.objects.filter(edition=edition).order_by().values_list("countries", flat=True).distinct()
        codes = sorted({code for countries in printed for code in countries})
        offer(self, "country", [*ANY, *((code, code) for code in codes)])

    def applied(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return the entries that fit; a filter with an unknown value counts as not set."""
        self.is_valid()
        wanted = self.cleaned_data
        if kind := wanted.get("kind"):
            entries = entries.filter(kind=kind)
        if country := wanted.get("country"):
            printed = Cast("countries", TextField())
            entries = entries.annotate(printed_countries=printed).filter(printed_countries__contains=f'"{country}"')
        sort = wanted.get("sort", "")
        order = F(ORDERS.get(sort.removeprefix("-"), "row"))
        return entries.order_by(order.desc() if sort.startswith("-") else order.asc(), "row", "pk")


class AsAtSearch(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=200, widget=forms.SearchInput)
    day = forms.DateField(label=_("As at"), widget=forms.DateInput(attrs={"type": "date"}))
    code = forms.ChoiceField(label=_("List"), required=False)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "code", [*ANY, *sources])


def _day(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class UploadForm(forms.Form):
    """A published file. ``column_…`` fields say under which heading an own table keeps each of our columns."""

    file = forms.FileField(label=_("File"), max_length=255)
    aliases = forms.FileField(label=_("Aliases (alt.csv)"), required=False, max_length=255)
    addresses = forms.FileField(label=_("Addresses (add.csv)"), required=False, max_length=255)
    issued = _day(_("Issued"), _("Empty: the day that the file states, else today."))
    effective = _day(_("Applies from"), _("Empty: the day that the file states, else the day of issue."))
    repealed = _day(_("No longer applies from"), _("Only when the publisher has announced it."))
    edition = forms.CharField(
        label=_("Edition"), required=False, max_length=60, help_text=_("Only of a file that holds several.")
    )
    address = forms.URLField(
        label=_("Obtained from"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("The address of the file."),
    )

    def __init__(self, *args: Any, source: ListSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if source.code not in OFAC:
            del self.fields["aliases"], self.fields["addresses"]
        if source.owner_ref:
            del self.fields["address"]
            for name in COLUMNS:
                self.fields[f"column_{name}"] = forms.CharField(label=name, required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("file", *COMPANIONS):
            if given.get(name) and given[name].size > Limits().file_bytes:
                self.add_error(name, forms.ValidationError(_("The file is too large.")))
        issued, effective, repealed = (given.get(name) for name in ("issued", "effective", "repealed"))
        if issued and effective and effective < issued:
            self.add_error("effective", forms.ValidationError(_("It cannot apply before it was issued.")))
        if effective and repealed and repealed < effective:
            self.add_error("repealed", forms.ValidationError(_("It ends before it applies.")))
        return given

    @property
    def dates(self) -> EditionDates:
        given = self.cleaned_data
        return EditionDates(given["issued"], given["effective"], given["repealed"])

    @property
    def options(self) -> ImportOptions:
        given = self.cleaned_data
        columns = {name: given[f"column_{name}"] for name in COLUMNS if given.get(f"column_{name}")}
        return ImportOptions(columns=columns, edition=given["edition"])

    @property
    def columns(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("column_")]

    @contextmanager
    def uploaded(self) -> Iterator[SourceFiles]:
        """Give the files under the names that people know them by, for as long as they are read."""
        with tempfile.TemporaryDirectory(prefix="list-upload-") as folder:
            primary = _kept(Path(folder) / "file", self.cleaned_data["file"])
            given = [role for role in COMPANIONS if self.cleaned_data.get(role)]
            yield SourceFiles(primary, {role: _kept(Path(folder) / role, self.cleaned_data[role]) for role in given})


def _kept(path: Path, upload: "UploadedFile[bytes]") -> SourceFile:
    with path.open("wb") as stream:
        for chunk in upload.chunks():
            stream.write(chunk)
    return SourceFile(path, upload.name or path.name)
