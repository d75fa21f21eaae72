"""The Celery application: ``celery --app config worker`` and ``celery --app config beat``."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, setup_logging
from django.conf import settings

from config.embedded.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("duediligence")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _log_as_the_site_does(**_: Any) -> None:
    """A receiver here keeps Celery from setting up its own loggers."""
    dictConfig(settings.LOGGING)


def _end_beat_with_its_worker(**_: Any) -> None:
    """Beat inside a worker is a process of its own; it must not outlive a worker that was killed."""
    die_with_parent()


setup_logging.connect(_log_as_the_site_does)
beat_embedded_init.connect(_end_beat_with_its_worker)
