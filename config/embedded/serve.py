"""Web server, worker and beat on this machine, until somebody stops them."""

import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from config.embedded.address import answers
from config.embedded.gate import VARIABLE, closed_gate
from config.embedded.processes import Ended, ProcessFamily

# Whoever calls this on their own machine may well be its superuser.
_ACCEPTED_WARNING: Final = "ignore:You're running the worker with superuser privileges"
_STOP_SECONDS: Final = 10
_WEB: Final = (sys.executable, "-m", "gunicorn", "--config", "python:config.embedded.web")
_WORKER: Final = (sys.executable, "-m", "celery", "--quiet", "--app", "config", "worker")
_WORKER_OPTIONS: Final = ("--beat", "--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat")


def serve(listener: socket.socket, announce: Callable[[], None], *, prepare: Sequence[str] = ()) -> Ended | None:
    """Serve on ``listener`` and call ``announce`` once pages are answered.

    The command ``prepare`` makes the data ready first; the web server reads its code meanwhile and answers nobody
    before. Returns ``None`` after a stop signal, or the part that failed or ended by itself. Nothing runs on
    afterwards.
    """
    port = listener.getsockname()[1]
    variables = _variables(os.environ)
    with ProcessFamily(stop_seconds=_STOP_SECONDS) as family, listener:
        with closed_gate() as gate:
            bind = f"fd://{listener.fileno()}"
            family.start(
                "web",
                (*_WEB, "--bind", bind),
                variables={**variables, VARIABLE: str(gate)},
                descriptors=[listener.fileno(), gate],
            )
            listener.close()  # the web server holds it now; with it the port becomes free
            ended = family.finish("preparation", prepare, variables=os.environ) if prepare else None
        if ended is None:
            family.start("worker", (*_WORKER, *_WORKER_OPTIONS), variables=variables)
            ended = family.wait(until=lambda: answers(port))
        if ended is None and not family.asked_to_stop:
            announce()
            ended = family.wait()
    return ended


def _variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the children's environment: quiet unless another level was asked for."""
    return {"LOG_LEVEL": "WARNING", "PYTHONWARNINGS": _ACCEPTED_WARNING, **environment}
