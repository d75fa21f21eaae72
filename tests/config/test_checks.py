"""What an installation is warned of."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from config.checks import check_debug, check_migrations, check_production, check_secret_key
from duediligence.models import guards

ROOT = Path(__file__).resolve().parents[2]

GOOD: dict[str, Any] = {
    "DEBUG": False,
    "EMBEDDED": False,
    "HTTPS": True,
    "BEHIND_PROXY": True,
    "REDIS_URL": "redis://cache/0",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


def ids(messages: list[CheckMessage]) -> list[str | None]:
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


def test_a_varied_secret_key_is_accepted(settings: Settings) -> None:
    settings.SECRET_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"
    assert check_secret_key(None) == []


def test_a_monotonous_secret_key_is_not(settings: Settings) -> None:
    settings.SECRET_KEY = "secretsecret" * 4
    assert ids(check_secret_key(None)) == ["config.W001"]


@pytest.mark.parametrize(
    ("debug", "hosts", "found"),
    [
        (True, ["127.0.0.1", "localhost", "[::1]"], []),
        (True, ["127.0.0.1", "rs.example.ac.jp"], ["config.W002"]),
        (True, ["*"], ["config.W002"]),
        (False, ["rs.example.ac.jp"], []),
    ],
)
def test_debug_is_for_this_machine_only(settings: Settings, debug: bool, hosts: list[str], found: list[str]) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, hosts
    assert ids(check_debug(None)) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"HTTPS": False}, ["config.W003"]),
        ({"BEHIND_PROXY": False}, ["config.W004"]),
        ({"REDIS_URL": ""}, ["config.W005"]),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, ["config.W006"]),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, ["config.W007"]),
        ({"REDIS_URL": "", "EMBEDDED": True}, []),
        ({"REDIS_URL": "", "DEBUG": True}, []),
    ],
)
def test_an_installation_that_serves_an_office(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], found: list[str]
) -> None:
    from django.conf import settings

    for name, value in {**GOOD, **change}.items():
        monkeypatch.setattr(settings, name, value)
    assert ids(check_production(None)) == found


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_told() -> None:
    assert check_migrations(databases=["default"]) == []
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    assert ids(check_migrations(databases=["default"])) == ["config.W008"]
    assert check_migrations(databases=None) == []


@pytest.mark.django_db
def test_migrating_installs_guards_that_are_missing_although_a_check_misses_them() -> None:
    guards.remove(connection)
    call_command("migrate", verbosity=0, skip_checks=False)
    assert guards.missing(connection) == set()


def test_a_check_looks_at_the_database_and_says_when_it_cannot(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    variables = {**os.environ, "LC_ALL": "C.UTF-8", "DATABASE_URL": f"sqlite:///{file}"}

    def check() -> tuple[int, str]:
        command = [sys.executable, "manage.py", "check"]
        ended = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stderr

    status, told = check()
    assert (status, "config.W008" in told) == (0, True)
    file.write_bytes(b"no database" * 100)
    assert check() == (
        1,
        "CommandError: The database cannot be reached, so what it holds was not checked. See DATABASE_URL.\n",
    )
