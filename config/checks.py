"""System checks: what an installation should not be left like. Those of settings stay silent under ``make run``."""

from collections.abc import Sequence
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

_LEAST_DIFFERENT_CHARACTERS: Final = 12
_CONSOLE: Final = "django.core.mail.backends.console.EmailBackend"


@register(Tags.security)
def check_secret_key(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    if len(set(settings.SECRET_KEY)) >= _LEAST_DIFFERENT_CHARACTERS:
        return []
    problem = _("SECRET_KEY consists of very few different characters and could be guessed.")
    hint = _("Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'")
    return [Warning(problem, hint=hint, id="config.W001")]


@register(Tags.security)
def check_debug(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    local = {"127.0.0.1", "localhost", "[::1]"}
    if not settings.DEBUG or local.issuperset(settings.ALLOWED_HOSTS):
        return []
    problem = _("DEBUG is on while ALLOWED_HOSTS names other hosts than this machine.")
    return [Warning(problem, hint=_("Unset DEBUG: error pages show settings and data."), id="config.W002")]


@register(Tags.security)
def check_production(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Look at what only an installation that serves an office needs."""
    if settings.DEBUG or settings.EMBEDDED:
        return []
    found = [_https(), _proxy(), _redis(), _database(), _email()]
    return [message for message in found if message is not None]


def _https() -> CheckMessage | None:
    if settings.HTTPS:
        return None
    problem = _("SITE_URL does not start with https://: passwords and cookies would travel readable.")
    hint = _("Put a server with a certificate in front, then set SITE_URL and BEHIND_PROXY=true.")
    return Warning(problem, hint=hint, id="config.W003")


def _proxy() -> CheckMessage | None:
    if settings.BEHIND_PROXY or not settings.HTTPS:
        return None
    problem = _("SITE_URL starts with https:// but BEHIND_PROXY is off: every page would redirect to itself.")
    hint = _("Set BEHIND_PROXY=true when a proxy sets X-Forwarded-Proto and removes what callers send in it.")
    return Warning(problem, hint=hint, id="config.W004")


def _redis() -> CheckMessage | None:
    if settings.REDIS_URL:
        return None
    problem = _("REDIS_URL is missing: jobs travel through files and each process counts rate limits alone.")
    return Warning(problem, hint=_("Set REDIS_URL, for instance redis://127.0.0.1:6379/0."), id="config.W005")


def _database() -> CheckMessage | None:
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return None
    problem = _("DATABASE_URL is missing: SQLite lets one person write at a time.")
    return Warning(problem, hint=_("Set DATABASE_URL, for instance postgresql://user@host/name."), id="config.W006")


def _email() -> CheckMessage | None:
    if settings.EMAIL_BACKEND != _CONSOLE:
        return None
    problem = _("EMAIL_HOST is missing: reminders and invitations are printed instead of sent.")
    return Warning(problem, hint=_("Set EMAIL_HOST to your mail server."), id="config.W007")


@register(Tags.database)
def check_migrations(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            executor = MigrationExecutor(connections[alias])
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            continue
        if plan:
            problem = _("Migrations that are not applied: %(count)d.") % {"count": len(plan)}
            found.append(Warning(problem, hint=_("Back up, then run “manage.py migrate”."), id="config.W008"))
    return found
