"""Results that go to a file: under its name only when they are whole, and in one line when they cannot be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _


@contextmanager
def told_when_unwritable(file: Path) -> Iterator[None]:
    """Name the file and the reason when writing to it fails."""
    try:
        yield
    except OSError as error:
        words = _("%(file)s cannot be written: %(reason)s")
        raise CommandError(words % {"file": file, "reason": error.strerror}) from error


@contextmanager
def text_file(file: Path) -> Iterator[TextIO]:
    """Give a stream whose content stands under the file's name once the block has ended well."""
    part = file.with_name(f"{file.name}.part")
    with told_when_unwritable(file):
        try:
            with part.open("w", encoding="utf-8") as stream:
                yield stream
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def write_text(file: Path, text: str) -> None:
    with text_file(file) as stream:
        stream.write(text)
