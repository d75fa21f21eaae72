"""Child processes that end with us, whatever ends us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Final, NamedTuple, Self

_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_POLL_SECONDS: Final = 0.1
_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Ask the kernel to send this process ``SIGTERM`` when its parent ends; it outlasts ``exec``.

    Only Linux can. Elsewhere a child ends with its parent unless the parent is killed with ``SIGKILL``.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Ended(NamedTuple):
    """The child that ended by itself; a negative status is the signal that ended it."""

    name: str
    status: int


class ProcessFamily:
    """Children that are stopped together: by a signal to us, when one of them ends, or on leaving the block.

    Each child leads a session of its own, so that a Ctrl-C reaches this process alone and the children are
    stopped in good order, and so that what a child has started itself can be ended with it.
    """

    def __init__(self, *, stop_seconds: float) -> None:
        self._stop_seconds = stop_seconds
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._handlers: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}
        self._asked_to_stop = False

    def __enter__(self) -> Self:
        for number in _STOP_SIGNALS:
            self._handlers[number] = signal.signal(number, self._ask_to_stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        variables: Mapping[str, str],
        descriptors: Sequence[int] = (),
    ) -> None:
        """Start a child that may use the open file ``descriptors``; nothing is started after a stop signal."""
        if self._asked_to_stop:
            return
        parent = os.getpid()

        def tie_to_parent() -> None:
            die_with_parent()
            if os.getppid() != parent:  # it ended before we asked
                os._exit(1)

        self._children[name] = subprocess.Popen(  # noqa: S603 - commands of our own
            command,
            stdin=subprocess.DEVNULL,
            env=dict(variables),
            pass_fds=descriptors,
            start_new_session=True,
            preexec_fn=tie_to_parent,
        )

    def finish(self, name: str, command: Sequence[str], *, variables: Mapping[str, str]) -> Ended | None:
        """Start a child that ends when its work is done, and wait for that.

        Returns ``None`` when the work is done or a stop signal came, else the part that failed or ended by itself.
        """
        self.start(name, command, variables=variables)
        ended = self.wait()
        if ended == Ended(name, 0):
            del self._children[name]
            return None
        return ended

    def wait(self, until: Callable[[], bool] = lambda: False) -> Ended | None:
        """Return the child that ended, or ``None`` once ``until`` holds or a stop signal came."""
        while not self._asked_to_stop:
            for name, child in self._children.items():
                status = child.poll()
                if status is not None:
                    return Ended(name, status)
            if until():
                return None
            time.sleep(_POLL_SECONDS)
        return None

    @property
    def asked_to_stop(self) -> bool:
        return self._asked_to_stop

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _stop(self) -> None:
        for child in self._children.values():
            child.terminate()
        deadline = time.monotonic() + self._stop_seconds
        for child in self._children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            _kill_session(child.pid)
            child.wait()


def _kill_session(leader: int) -> None:
    """End what is left of a child and of the processes it started itself."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
