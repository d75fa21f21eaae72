"""What a load balancer asks: is the process alive, and may it be sent work?"""

import os
from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app
from duediligence.models import guards

_BROKER_SECONDS: Final = 2
_log = structlog.get_logger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process does; whatever it depends on is the matter of ``readyz``."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part is usable, else 503; each part is ``ok`` or says what is wrong."""
    parts = {name: problem() or "ok" for name, problem in _PROBES.items()}
    ready = all(answer == "ok" for answer in parts.values())
    return JsonResponse({"status": "ok" if ready else "unavailable", "parts": parts}, status=200 if ready else 503)


def database_problem() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        _log.exception("database_unreachable")
        return "unreachable"
    return None


def migrations_problem() -> str | None:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown: the database is unreachable"
    return f"{len(plan)} not applied" if plan else None


def guards_problem() -> str | None:
    """Say which triggers are gone that keep the audit log append-only."""
    try:
        absent = guards.missing(connection)
    except DatabaseError:
        return "unknown: the database is unreachable"
    return f"missing: {', '.join(sorted(absent))}" if absent else None


def broker_problem() -> str | None:
    if not settings.REDIS_URL:
        return None if os.access(settings.BROKER_DIR, os.W_OK | os.X_OK) else "folder cannot be written"
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=_BROKER_SECONDS)
    except (OperationalError, OSError):
        _log.exception("broker_unreachable")
        return "unreachable"
    return None


_PROBES: Final[dict[str, Callable[[], str | None]]] = {
    "database": database_problem,
    "migrations": migrations_problem,
    "audit_guards": guards_problem,
    "broker": broker_problem,
}
