"""Files that people attach."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.domain.file_types import allowed_suffixes

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class FileInput(forms.FileInput):
    """Tells the browser's dialogue which files are kept."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {"accept": ",".join(allowed_suffixes())}


def file_field(*, label: "StrPromise | None" = None, required: bool = False) -> forms.FileField:
    """Return a file to attach. What it may be is checked by the domain, by its content."""
    return forms.FileField(
        label=label or _("File"), required=required, max_length=1000, allow_empty_file=True, widget=FileInput
    )


class AttachForm(forms.Form):
    attachment = file_field(required=True)
