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
from screening.importers.ofac_csv import role_of
from screening.importers.own_table import COLUMNS
from screening.lists.load import EditionDates
from screening.lists.sorts import WORDS, Sort, of_sort
from screening.models import Entry, ListEdition, ListSource

ANY = [("", _("All"))]
OFAC = ("us_ofac_sdn", "us_ofac_cons")
ORDERS = {"name": "primary_name", "kind": "kind", "uid": "uid", "row": "row"}


class EntryFilters(forms.Form):
    q = forms.CharField(label=_("Name or identifier"), required=False, max_length=200, widget=forms.SearchInput)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[*ANY, *((one.value, words) for one, words in WORDS.items())], required=False
    )
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
            entries = of_sort(entries, Sort(kind))
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


class _Days(forms.Form):
    """When an edition was issued, from when it applies and until when."""

    issued = _day(_("Issued"), _("Empty: the day that the file states, else today."))
    effective = _day(_("Applies from"), _("Empty: the day that the file states, else the day of issue."))
    repealed = _day(_("No longer applies from"), _("Only when the publisher has announced it."))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
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


class DaysForm(_Days):
    """The days of an edition that waits, to be compared with the publisher's page."""

    def __init__(self, data: Any = None, *, edition: ListEdition) -> None:
        days = (edition.issued_date, edition.effective_date, edition.stated_repeal_date)
        initial = {
            name: day and day.isoformat() for name, day in zip(("issued", "effective", "repealed"), days, strict=True)
        }
        super().__init__(data, initial=initial, auto_id="id_days_%s")
        for name in ("issued", "effective"):
            self.fields[name].required, self.fields[name].help_text = True, ""


class _SeveralFilesInput(forms.FileInput):
    """A file field that hands over every file, however many it lets people choose."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list["UploadedFile[bytes]"]:
        return list(files.getlist(name))


class SeveralFiles(forms.FileField):
    """One file or several, as a list."""

    widget = _SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(SeveralFiles, self).clean(one, initial) for one in data or [None]]


class UploadForm(_Days):
    """A published file, several that are one edition, or several that are an edition each.

    ``column_…`` fields say under which heading an own table keeps each of our columns.
    """

    file = SeveralFiles(label=_("File"), max_length=255)
    edition = forms.CharField(
        label=_("Edition"),
        required=False,
        max_length=60,
        help_text=_("Of a file that holds several. Empty: all of them."),
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
        self.is_in_parts = source.code in OFAC
        self.fields["file"].widget.allow_multiple_selected = True
        self.fields["file"].widget.attrs["multiple"] = True
        self.fields["file"].help_text = (
            _("sdn.csv, alt.csv and add.csv of one edition together, or the XML alone.")
            if self.is_in_parts
            else _("Several editions may be brought at once, when each file says when it was issued.")
        )
        if source.owner_ref:
            del self.fields["address"]
            for name in COLUMNS:
                self.fields[f"column_{name}"] = forms.CharField(label=name, required=False, max_length=200)

    def clean_file(self) -> list["UploadedFile[bytes]"]:
        given: list[UploadedFile[bytes]] = self.cleaned_data["file"]
        if any((one.size or 0) > Limits().file_bytes for one in given):
            raise forms.ValidationError(_("The file is too large."))
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        several = len(given.get("file") or ()) > 1 and not self.is_in_parts
        for name in ("issued", "effective", "repealed", "edition"):
            if several and given.get(name):
                words = _("This is a fact of one edition; leave it empty, or bring the files one by one.")
                self.add_error(name, forms.ValidationError(words))
        return given

    @property
    def options(self) -> ImportOptions:
        given = self.cleaned_data
        columns = {name: given[f"column_{name}"] for name in COLUMNS if given.get(f"column_{name}")}
        return ImportOptions(columns=columns, edition=given["edition"])

    @property
    def columns(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("column_")]

    @contextmanager
    def uploaded(self) -> Iterator[list[SourceFiles]]:
        """Give each edition's files under the names that people know them by, for as long as they are read.

        Raises ``ValidationError`` when several files are not one edition and must be.
        """
        with tempfile.TemporaryDirectory(prefix="list-upload-") as folder:
            given = enumerate(self.cleaned_data["file"])
            kept = [_kept(Path(folder) / f"file-{number}", one) for number, one in given]
            yield [_joined(kept)] if len(kept) > 1 and self.is_in_parts else [SourceFiles(one) for one in kept]


def _joined(files: list[SourceFile]) -> SourceFiles:
    """Return the file of entries with its companions, which their columns tell."""
    roles = {role_of(file): file for file in files}
    primary = roles.pop("", None)
    if primary is None or len(roles) + 1 != len(files):
        names = ", ".join(file.name for file in files)
        words = _("These are not the files of one edition (%(names)s): sdn.csv, alt.csv and add.csv go together.")
        raise forms.ValidationError(words, params={"names": names})
    return SourceFiles(primary, roles)


def _kept(path: Path, upload: "UploadedFile[bytes]") -> SourceFile:
    with path.open("wb") as stream:
        for chunk in upload.chunks():
            stream.write(chunk)
    return SourceFile(path, upload.name or path.name)
