"""The web server on one machine: ``gunicorn --config python:config.embedded.web``."""

import os
from typing import Any

from django.urls import get_resolver

from config.embedded import gate
from config.gunicorn import *  # noqa: F403

workers = 1
threads = 8
graceful_timeout = 5
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Read the code of all pages, then take nobody in before the data are ready."""
    _ = get_resolver().url_patterns
    number = int(os.environ[gate.VARIABLE])
    while worker.alive and not gate.is_open(number, seconds=0.2):
        worker.notify()
