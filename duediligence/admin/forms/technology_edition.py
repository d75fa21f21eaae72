"""A new edition of a technology list, as somebody brings it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.offering import offer
from screening.importers.files import SourceFile
from screening.lists.technology_file import LIMITS, LONGEST


class TechnologyListForm(forms.Form):
    list_code = forms.ChoiceField(
        label=_("List"), required=False, help_text=_("A list that is not here yet is uploaded as JSON.")
    )
    file = forms.FileField(
        label=_("File (CSV, XLSX or JSON)"),
        max_length=255,
        help_text=_("The areas of the whole list in the columns of the export, or the list as it is exported as JSON."),
    )
    edition = forms.CharField(
        label=_("Name of the edition"),
        max_length=LONGEST["edition"],
        required=False,
        help_text=_("Of a table; JSON says it itself."),
    )
    issued = forms.DateField(
        label=_("Issued"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Of a table; JSON says it itself."),
    )

    def __init__(self, *args: Any, lists: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "list_code", [("", _("A list that is not here yet")), *lists])

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LIMITS.file_bytes:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return upload

    @contextmanager
    def uploaded(self) -> Iterator[SourceFile]:
        """Give the file under the name that people know it by, for as long as it is read."""
        upload = self.cleaned_data["file"]
        with tempfile.TemporaryDirectory(prefix="technology-list-") as folder:
            path = Path(folder) / "file"
            path.write_bytes(upload.read())
            yield SourceFile(path, upload.name)
