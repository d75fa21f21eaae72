"""What a load balancer is told."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from duediligence.models import guards

OK = {"database": "ok", "migrations": "ok", "audit_guards": "ok", "broker": "ok"}


def test_healthz_asks_no_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading_is_possible(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_readyz_when_every_part_is_usable(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "parts": OK})


@pytest.mark.django_db(transaction=True)
def test_readyz_names_audit_guards_that_are_gone(client: Client) -> None:
    guards.remove(connection)
    try:
        response = client.get("/readyz")
    finally:
        guards.install(connection)
    absent = ", ".join(sorted(guard.name for guard in guards.guards(connection)))
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "parts": {**OK, "audit_guards": f"missing: {absent}"}}


@pytest.mark.django_db
def test_readyz_counts_migrations_not_applied(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"] == {**OK, "migrations": "1 not applied"}


@pytest.mark.django_db
def test_readyz_without_a_folder_for_jobs(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.REDIS_URL = ""
    settings.BROKER_DIR = tmp_path / "gone"
    response = client.get("/readyz")
    assert response.json()["parts"] == {**OK, "broker": "folder cannot be written"}
