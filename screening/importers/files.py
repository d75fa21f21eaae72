"""The uploaded files: opened once, unpacked on the way, never read beyond the limits."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file on disk and the name that people know it by; an upload's temporary path says nothing."""

    path: Path
    name: str

    @classmethod
    def at(cls, path: Path, name: str = "") -> "SourceFile":
        return cls(path, name or path.name)

    def magic(self) -> bytes:
        try:
            with self.path.open("rb") as stream:
                return stream.read(4)
        except OSError as error:
            raise ImportRefused(self.name, "unreadable_file", reason=error.strerror or type(error).__name__) from error

    def is_zip(self) -> bool:
        return self.magic() == ZIP_MAGIC

    def head(self, size: int = 64 * 1024) -> bytes:
        """The first bytes, unpacked when the file is gzip."""
        with self.open(Limits()) as stream:
            return stream.read(size)

    @contextmanager
    def open(self, limits: Limits) -> Iterator[BinaryIO]:
        """The content as a binary stream; gzip is unpacked, damage and excess become refusals."""
        packed = self.magic().startswith(GZIP_MAGIC)
        if self.path.stat().st_size > limits.file_bytes:
            raise ImportRefused(self.name, "too_large", limit=limits.file_bytes)
        with self.path.open("rb") as raw:
            content: BinaryIO = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[assignment]
            yield io.BufferedReader(MeteredReader(content, self.name, limits.unpacked_bytes), CHUNK)


class MeteredReader(io.RawIOBase):
    """Passes bytes on until the limit, so that a small archive cannot fill the memory."""

    def __init__(self, stream: BinaryIO, name: str, limit: int) -> None:
        self._stream = stream
        self._name = name
        self._limit = limit
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as error:
            raise ImportRefused(self._name, "damaged_archive", reason=str(error) or type(error).__name__) from error
        self._read += len(data)
        if self._read > self._limit:
            raise ImportRefused(self._name, "expands_too_much", limit=self._limit)
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The primary file and its companions by role (OFAC: ``aliases``, ``addresses``)."""

    primary: SourceFile
    companions: Mapping[str, SourceFile] = field(default_factory=dict)

    @classmethod
    def at(cls, primary: Path, *, name: str = "", **companions: Path | None) -> "SourceFiles":
        return cls(
            SourceFile.at(primary, name),
            {role: SourceFile.at(path) for role, path in companions.items() if path},
        )

    def companion(self, role: str, *beside: str) -> SourceFile | None:
        """The companion that was given, else a file of one of these names in the primary's folder."""
        if role in self.companions:
            return self.companions[role]
        folder = self.primary.path.parent
        return next((SourceFile.at(folder / name) for name in beside if (folder / name).is_file()), None)
