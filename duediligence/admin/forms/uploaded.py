"""An uploaded file as the readers of lists and tables take it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from screening.importers.files import SourceFile


@contextmanager
def kept_upload(upload: "UploadedFile[bytes]") -> Iterator[SourceFile]:
    """Keep the upload on the disk for as long as it is read, under the name that its sender gave it."""
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        yield SourceFile(Path(kept.name), upload.name or "")
