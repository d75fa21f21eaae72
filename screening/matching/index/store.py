"""Where built indexes are kept: one directory for each engine version and set of list editions.

The name of a directory is made from both, so what is opened under a name never changes. An index is written
beside its place and renamed into it: other processes see all of it or nothing. One process builds, the others
wait and then open what it built. A mapped index stays readable for whoever has it open, even after it is
pruned.
"""

import fcntl
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from screening.matching.index.errors import IndexRefusedError
from screening.matching.index.stored import Origin, Stored, read, write

_LOCK: Final = ".lock"
_UNFINISHED: Final = ".unfinished-"
_POLL_SECONDS: Final = 0.05
_NAME_LENGTH: Final = 32
_logger = logging.getLogger(__name__)


class IndexStore:
    """`kept` indexes stay beside the one just built; older ones go once nobody has opened them for
    `idle_seconds`.
    """

    def __init__(
        self,
        root: Path,
        engine_version: str,
        *,
        kept: int = 2,
        idle_seconds: float = 3600.0,
        patience_seconds: float = 600.0,
    ) -> None:
        self._root = root
        self._engine_version = engine_version
        self._kept = kept
        self._idle_seconds = idle_seconds
        self._patience_seconds = patience_seconds

    def open(self, source_key: str) -> Stored:
        """The index of this source, mapped from disk. Raises IndexRefusedError when it is missing or not
        sound.
        """
        place = self._place(source_key)
        stored = read(place, Origin(self._engine_version, source_key))
        with suppress(OSError):
            os.utime(place)
        return stored

    def open_or_build(self, source_key: str, build: Callable[[], Stored]) -> Stored:
        """Open the index of this source; build it first when there is none or it is refused.

        `source_key` identifies what `build` reads: the hashes of the list editions.
        """
        with suppress(IndexRefusedError):
            return self.open(source_key)
        self._root.mkdir(parents=True, exist_ok=True)
        with self._alone():
            try:
                return self.open(source_key)
            except IndexRefusedError as refusal:
                _logger.info("building an index: %s", refusal)
            self._put(source_key, build())
            self._prune(self._place(source_key))
        return self.open(source_key)

    def _place(self, source_key: str) -> Path:
        identity = f"{self._engine_version}\n{source_key}".encode()
        return self._root / sha256(identity).hexdigest()[:_NAME_LENGTH]

    def _put(self, source_key: str, stored: Stored) -> None:
        unfinished = self._aside()
        unfinished.mkdir()
        try:
            write(unfinished, stored, Origin(self._engine_version, source_key))
            self._move_in(unfinished, self._place(source_key))
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _move_in(self, unfinished: Path, place: Path) -> None:
        """What stands in the place was refused, or was put there by a process that did not wait for the lock."""
        self._discard(place)
        try:
            unfinished.rename(place)
        except OSError:
            if not place.is_dir():
                raise

    def _discard(self, place: Path) -> None:
        """Out of sight at once, then off the disk."""
        aside = self._aside()
        with suppress(FileNotFoundError):
            place.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)

    def _aside(self) -> Path:
        return self._root / f"{_UNFINISHED}{os.getpid()}-{uuid4().hex}"

    def _prune(self, newest: Path) -> None:
        """Remove what is idle: all that was left unfinished, and the longest unused beyond those kept."""
        others = {place: used for place, used in self._directories().items() if place != newest}
        unfinished = [place for place in others if place.name.startswith(_UNFINISHED)]
        finished = sorted(others.keys() - set(unfinished), key=others.__getitem__)
        surplus = finished[: max(0, len(finished) - self._kept)]
        for place in (*unfinished, *surplus):
            if time.time() - others[place] > self._idle_seconds:
                self._discard(place)

    def _directories(self) -> dict[Path, float]:
        """Every directory and when it was last built or opened."""
        found = {}
        for place in self._root.iterdir():
            with suppress(FileNotFoundError):
                if place.is_dir():
                    found[place] = place.stat().st_mtime
        return found

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One builder at a time. The lock is the kernel's and ends with its process, so it is never stale.

        A builder that takes longer than our patience no longer holds us up: the rename keeps both of us safe.
        """
        with (self._root / _LOCK).open("w") as lock:
            deadline = time.monotonic() + self._patience_seconds
            while not _locked(lock.fileno()) and time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
            yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
