"""Reading an evidence bundle that may come from anywhere: nothing is unpacked, nothing beyond a size is read."""

import datetime as dt
import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from duediligence.documents.bundle import AUDIT, FORMAT, MANIFEST, OWN_LISTS, PROOF, RUNS
from duediligence.domain import audit
from duediligence.models import AuditEvent

LARGEST: Final = 2 << 30
"""Bytes of all files together, unpacked."""
LARGEST_DATA: Final = 256 << 20
"""Bytes of one file that is held in memory."""
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
_OTHERWISE: Final = (KeyError, TypeError, AttributeError, ValueError, RecursionError)


class NoBundle(Exception):  # noqa: N818 - an answer about a file
    """The file is not an evidence bundle, or was changed; the text says what is wrong in the reader's language."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a bundle proves: its runs, the office's own lists that they asked (by hash), how many events of its log.

    ``manifest_sha256`` stands in the log of the office that wrote the bundle: that alone proves that it is theirs.
    """

    runs: tuple[Mapping[str, Any], ...]
    own_lists: Mapping[str, bytes]
    event_count: int
    manifest_sha256: str


def evidence_in(source: IO[bytes]) -> Evidence:
    """Check every file of a bundle against its manifest, and the log against itself. Raises ``NoBundle``."""
    try:
        with zipfile.ZipFile(source) as archive:
            files = _checked(archive)
            runs = sorted(
                (_run(archive, name) for name in files if name.startswith(RUNS)), key=lambda run: run["asked_at"]
            )
            own = {PurePosixPath(name).stem: archive.read(name) for name in files if name.startswith(OWN_LISTS)}
            return Evidence(tuple(runs), own, _event_count(archive), _hash(archive, MANIFEST))
    except _BROKEN as error:
        raise NoBundle(_("it is not a ZIP archive that can be read")) from error


def _checked(archive: zipfile.ZipFile) -> Mapping[str, str]:
    names = Counter(archive.namelist())
    if MANIFEST not in names:
        raise NoBundle(_("%(name)s is missing") % {"name": MANIFEST})
    if sum(one.file_size for one in archive.infolist()) > LARGEST:
        raise NoBundle(_("unpacked it is larger than %(size)d MiB") % {"size": LARGEST >> 20})
    files = _listed(archive)
    for name in sorted({*names, *files, MANIFEST}):
        if name not in names:
            raise NoBundle(_("%(name)s is missing") % {"name": name})
        if name.startswith("/") or ".." in PurePosixPath(name).parts:
            raise NoBundle(
                _("%(name)s would lie outside the folder that the archive is unpacked into") % {"name": name}
            )
        if name not in files and name != MANIFEST:
            raise NoBundle(_("%(name)s does not stand in %(manifest)s") % {"name": name, "manifest": MANIFEST})
        if names[name] > 1:
            raise NoBundle(_("%(name)s is there more than once") % {"name": name})
        if name != MANIFEST and _hash(archive, name) != files[name]:
            raise NoBundle(_("%(name)s was changed") % {"name": name})
    return files


def _listed(archive: zipfile.ZipFile) -> Mapping[str, str]:
    manifest = _data(archive, MANIFEST)
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise NoBundle(_unreadable(MANIFEST))
    if manifest.get("format") != FORMAT:
        raise NoBundle(
            _("its format is “%(format)s”, not %(ours)s") % {"format": manifest.get("format"), "ours": FORMAT}
        )
    files: Mapping[str, str] = manifest["files"]
    return files


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    except _BROKEN as error:
        raise NoBundle(_("%(name)s was changed") % {"name": name}) from error


def _data(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        return json.loads(_held(archive, name))
    except (ValueError, RecursionError) as error:
        raise NoBundle(_unreadable(name)) from error


def _held(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_DATA:
        raise NoBundle(_("%(name)s is larger than %(size)d MiB") % {"name": name, "size": LARGEST_DATA >> 20})
    return archive.read(name)


def _run(archive: zipfile.ZipFile, name: str) -> Mapping[str, Any]:
    run = _data(archive, name)
    if not isinstance(run, dict) or not isinstance(run.get("asked_at"), str):
        raise NoBundle(_unreadable(name))
    return run


def _event_count(archive: zipfile.ZipFile) -> int:
    """Check that each event is what its hash says and stands where the proof has it; return how many there are."""
    count = 0
    try:
        proof = _data(archive, PROOF)
        chain = {int(seq): digest for seq, digest in proof["chain"]}
        for event in _events(archive):
            before = chain.get(event.seq - 1, proof["before"])
            if not (audit.holds(event) and chain.get(event.seq) == event.hash and event.previous_hash == before):
                raise NoBundle(_("event %(seq)d of %(name)s was changed") % {"seq": event.seq, "name": AUDIT})
            count += 1
        head, digest = proof["head"]
        if (chain and chain[max(chain)] != digest) or max(chain, default=head) != head:
            raise NoBundle(_unreadable(PROOF))
    except _OTHERWISE as error:
        raise NoBundle(_unreadable(AUDIT)) from error
    return count


def _events(archive: zipfile.ZipFile) -> Iterator[AuditEvent]:
    for line in _held(archive, AUDIT).splitlines():
        row = json.loads(line)
        yield AuditEvent(**{**row, "at": dt.datetime.fromisoformat(row["at"])})


def _unreadable(name: str) -> str:
    return _("%(name)s cannot be read") % {"name": name}
