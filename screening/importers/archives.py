"""Zip archives, checked before anything in them is trusted."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import CHUNK, MeteredReader, SourceFile

ENCRYPTED = 0x1
UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    OSError,
    RuntimeError,
    zlib.error,
)


@contextmanager
def checked_zip(file: SourceFile, limits: Limits, *, damaged: str = "damaged_archive") -> Iterator[zipfile.ZipFile]:
    """Opens a zip whose directory promises no more than the limits allow."""
    if file.path.stat().st_size > limits.file_bytes:
        raise ImportRefused(file.name, "too_large", limit=limits.file_bytes)
    try:
        archive = zipfile.ZipFile(file.path)
    except UNREADABLE as error:
        raise ImportRefused(file.name, damaged, reason=str(error)) from error
    with archive:
        members = archive.infolist()
        if any(member.flag_bits & ENCRYPTED for member in members):
            raise ImportRefused(file.name, "encrypted_archive")
        if sum(member.file_size for member in members) > limits.unpacked_bytes:
            raise ImportRefused(file.name, "expands_too_much", limit=limits.unpacked_bytes)
        yield archive


def verify_members(file: SourceFile, archive: zipfile.ZipFile, *, damaged: str = "damaged_archive") -> None:
    """Unpacks every member once: one that is larger than its directory entry says fails its checksum here."""
    for member in archive.infolist():
        try:
            with archive.open(member) as stream:
                while stream.read(CHUNK):
                    pass
        except UNREADABLE as error:
            raise ImportRefused(file.name, damaged, reason=str(error)) from error


@contextmanager
def largest_member(file: SourceFile, limits: Limits, suffix: str) -> Iterator[BinaryIO]:
    """The largest member with this suffix as a stream: a release carries one data file beside small notes."""
    with checked_zip(file, limits) as archive:
        members = [member for member in archive.infolist() if member.filename.lower().endswith(suffix)]
        if not members:
            raise ImportRefused(file.name, "archive_without_data", suffix=suffix)
        with archive.open(max(members, key=lambda member: member.file_size)) as stream:
            yield io.BufferedReader(MeteredReader(stream, file.name, limits.unpacked_bytes), CHUNK)  # type: ignore[arg-type]
