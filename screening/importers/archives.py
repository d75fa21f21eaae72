"""Zip archives, checked before anything in them is trusted."""

import io
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import CHUNK, MeteredReader, SourceFile

ENCRYPTED = 0x1
MEMBERS_LOOKED_AT = 20
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


def unpack(file: SourceFile, archive: zipfile.ZipFile, folder: Path, limits: Limits) -> list[SourceFile]:
    """The largest members in a folder, each under its own name: a release carries its data beside small notes."""
    members = sorted(filter(_is_data, archive.infolist()), key=lambda member: -member.file_size)[:MEMBERS_LOOKED_AT]
    kept = []
    for number, member in enumerate(members):
        # Files that belong together lie in one folder; of two with one name the second gets a folder of its own.
        name = PurePosixPath(member.filename).name
        place = folder if not (folder / name).exists() else folder / str(number)
        place.mkdir(exist_ok=True)
        with archive.open(member) as packed, (place / name).open("wb") as unpacked:
            shutil.copyfileobj(io.BufferedReader(MeteredReader(packed, file.name, limits.unpacked_bytes)), unpacked)  # type: ignore[arg-type]
        kept.append(SourceFile.at(place / name))
    return kept


def _is_data(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    return not member.is_dir() and not path.name.startswith(".") and "__MACOSX" not in path.parts
