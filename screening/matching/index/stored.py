"""An index as a directory: one .npy file for each array, and a manifest that vouches for every byte."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.errors import IndexRefusedError
from screening.matching.index.texts import Arrays

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
_ARRAY_NAME: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_ONE_AT_A_TIME: Final = Lock()
"""numpy parses a file's header with `ast`, which in Python 3.11 fails now and then while another thread does the same
(python/cpython issue 106905).
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """Arrays, and facts about them that JSON can say: counts, dates, edition hashes."""

    arrays: Arrays
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """What an index was made by, and from."""

    engine_version: str
    source_key: str


def write(directory: Path, stored: Stored, origin: Origin) -> None:
    """Write into a directory of our own; durable when this returns. Raises ValueError for a name unfit for a
    file.
    """
    for name, array in stored.arrays.items():
        if not _ARRAY_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for an array")
        with _file(directory, name).open("wb") as target:
            np.save(target, array, allow_pickle=False)
    manifest = {
        "format": FORMAT,
        "engine_version": origin.engine_version,
        "source_key": origin.source_key,
        "facts": dict(stored.facts),
        "arrays": {name: _described(array) for name, array in stored.arrays.items()},
    }
    with (directory / MANIFEST).open("w", encoding="utf-8") as target:
        json.dump({**manifest, "checksum": _checksum(manifest)}, target, ensure_ascii=False, indent=1)


def read(directory: Path, origin: Origin) -> Stored:
    """Map the arrays of a directory, having checked every byte against its manifest.

    Raises IndexRefusedError when it is missing, damaged, or made by another engine or from another source.
    """
    manifest = _manifest(directory)
    expected = {"format": FORMAT, "engine_version": origin.engine_version, "source_key": origin.source_key}
    for name, value in expected.items():
        if manifest.get(name) != value:
            found = str(manifest.get(name))
            raise IndexRefusedError("index_foreign", directory, field=name, found=found, expected=str(value))
    arrays = {name: _array(_file(directory, name), described) for name, described in manifest["arrays"].items()}
    return Stored(arrays, manifest["facts"])


def _manifest(directory: Path) -> dict[str, Any]:
    place = directory / MANIFEST
    if not directory.is_dir():
        raise IndexRefusedError("index_missing", directory)
    try:
        manifest = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as reason:
        raise IndexRefusedError("index_manifest_unreadable", place) from reason
    if not isinstance(manifest, dict) or manifest.pop("checksum", None) != _checksum(manifest):
        raise IndexRefusedError("index_manifest_altered", place)
    return manifest


def _array(place: Path, described: Mapping[str, Any]) -> NDArray[Any]:
    """The array as it is mapped after the check: what was read for the check alone takes up no memory."""
    for name, value in _described(_mapped(place)).items():
        if described[name] != value:
            raise IndexRefusedError("index_file_altered", place, field=name)
    return _mapped(place)


def _mapped(place: Path) -> NDArray[Any]:
    try:
        with _ONE_AT_A_TIME:
            return np.asarray(np.load(place, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError, EOFError) as reason:
        raise IndexRefusedError("index_file_unreadable", place) from reason


def _described(array: NDArray[Any]) -> dict[str, Any]:
    content = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    return {"dtype": array.dtype.str, "shape": list(array.shape), "crc32": crc32(content.data)}


def _checksum(manifest: Mapping[str, Any]) -> int:
    return crc32(json.dumps(manifest, sort_keys=True).encode())


def _file(directory: Path, name: str) -> Path:
    return directory / f"{name}.npy"
