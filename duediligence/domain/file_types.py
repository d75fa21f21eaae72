"""What may be kept: sorts and sizes of files. The name that a file came under is checked, never believed."""

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.files.base import File

from duediligence import errors

NAME_LENGTH = 200
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileType:
    """``suffixes`` are the endings under which people know such a file, the usual one first."""

    media_type: str
    suffixes: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Final[Mapping[str, FileType]] = {
    "pdf": FileType("application/pdf", ("pdf",)),
    "png": FileType("image/png", ("png",)),
    "jpeg": FileType("image/jpeg", ("jpg", "jpeg")),
    "docx": FileType(f"{_OFFICE}.wordprocessingml.document", ("docx",)),
    "xlsx": FileType(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
    "pptx": FileType(f"{_OFFICE}.presentationml.presentation", ("pptx",)),
    "text": FileType("text/plain", ("txt", "csv", "md", "eml")),
}
_MAGIC = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_MACROS = ("vbaproject.bin", "vbadata.xml")
_UNPACKED = 5
"""So many times the largest file an office document may hold in all."""
_TEXT_CONTROLS = frozenset("\t\n\r\f")


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that may be kept, under the name that it is kept by."""

    name: str
    media_type: str
    content: bytes


def allowed_types() -> list[str]:
    return [code for code in TYPES if code in settings.ATTACHMENT_TYPES]


def allowed_suffixes() -> list[str]:
    """Return the endings of the files that are kept, for people and for the browser's dialogue."""
    return [f".{suffix}" for code in allowed_types() for suffix in TYPES[code].suffixes]


def read(upload: "File[bytes]", *, field: str) -> Brought:
    """Return an upload as it may be kept; one that is too large is not read. Raises what ``checked`` raises."""
    _demand_size(clean_name(upload.name or ""), upload.size, field)
    upload.seek(0)
    return checked(upload.name or "", upload.read(), field=field)


def checked(name: str, content: bytes, *, field: str) -> Brought:
    """Return the file under its cleaned name.

    Raises ``AttachmentEmpty``, ``AttachmentTooLarge``, ``AttachmentTypeRefused``, ``AttachmentNameDiffers``.
    """
    name = clean_name(name)
    _demand_size(name, len(content), field)
    code = detect(content)
    if code not in allowed_types() or not name.casefold().endswith(tuple(allowed_suffixes())):
        raise errors.AttachmentTypeRefused(field=field, name=name, types=" ".join(allowed_suffixes()))
    if not is_named_so(name, code):
        raise errors.AttachmentNameDiffers(field=field, name=name, type=TYPES[code].suffixes[0])
    return Brought(name, TYPES[code].media_type, content)


def _demand_size(name: str, size: int, field: str) -> None:
    if not name or not size:
        raise errors.AttachmentEmpty(field=field, name=name or "-")
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise errors.AttachmentTooLarge(field=field, name=name, limit=settings.ATTACHMENT_MAX_BYTES // _MB)


def detect(content: bytes) -> str:
    """Return the key of the type among ``TYPES``, or an empty text."""
    for magic, code in _MAGIC.items():
        if content.startswith(magic):
            return code
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return "text" if _is_text(content) else ""


def _office(content: bytes) -> str:
    """Tell office documents apart by their parts; one with macros or that unpacks to far more is none that is kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, RuntimeError, ValueError):
        return ""
    if unpacked > _UNPACKED * settings.ATTACHMENT_MAX_BYTES:
        return ""
    if any(name.casefold().endswith(_MACROS) for name in names):
        return ""
    found = [code for part, code in _PARTS.items() if part in names]
    return found[0] if len(found) == 1 else ""


def _is_text(content: bytes) -> bool:
    """Return whether everything is UTF-8 or Shift_JIS without control characters."""
    return any(_reads_as(content, encoding) for encoding in ("utf-8-sig", "cp932"))


def _reads_as(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(char) == "Cc" and char not in _TEXT_CONTROLS for char in text)


def clean_name(name: str) -> str:
    """Return a file's own name without folders, control and direction characters, its ending kept when it is long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    if len(kept) <= NAME_LENGTH:
        return kept
    suffix = kept.rpartition(".")[2][:10]
    return f"{kept[: NAME_LENGTH - len(suffix) - 1]}.{suffix}"


def is_named_so(name: str, code: str) -> bool:
    """Return whether the ending of the name is one of the type's."""
    return name.rpartition(".")[2].casefold() in TYPES[code].suffixes
