"""Web server, worker and beat on this machine, until somebody stops them."""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Final

from config.embedded.address import answers
from config.embedded.processes import Ended, ProcessFamily

# Whoever calls this on their own machine may well be its superuser.
_ACCEPTED_WARNING: Final = "ignore:You're running the worker with superuser privileges"
_STOP_SECONDS: Final = 10
_WEB: Final = (sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn")
_WEB_OPTIONS: Final = ("--workers", "1", "--threads", "8", "--graceful-timeout", "5", "--log-level", "warning")
_WORKER: Final = (sys.executable, "-m", "celery", "--quiet", "--app", "config", "worker")
_WORKER_OPTIONS: Final = ("--beat", "--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat")


def serve(listener: socket.socket, announce: Callable[[], None]) -> Ended | None:
    """Serve on ``listener`` and call ``announce`` once pages are answered.

    Returns ``None`` after a stop signal, or the part that ended by itself. Nothing runs on afterwards.
    """
    port = listener.getsockname()[1]
    descriptor = listener.fileno()
    variables = _variables(os.environ)
    with ProcessFamily(stop_seconds=_STOP_SECONDS) as family, listener:
        web = (*_WEB, "--bind", f"fd://{descriptor}", *_WEB_OPTIONS)
        family.start("web", web, variables=variables, descriptors=[descriptor])
        family.start("worker", (*_WORKER, *_WORKER_OPTIONS), variables=variables)
        listener.close()  # the web server holds it now; with it the port becomes free
        ended = family.wait(until=lambda: answers(port))
        if ended is None and not family.asked_to_stop:
            announce()
            ended = family.wait()
    return ended


def _variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the children's environment: quiet unless another level was asked for."""
    return {"LOG_LEVEL": "WARNING", "PYTHONWARNINGS": _ACCEPTED_WARNING, **environment}
