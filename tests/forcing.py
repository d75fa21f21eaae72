"""Rows brought into a state that the database guards: only tests take its guards away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from duediligence.models import guards
from screening.models import guards as triggers


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Take the guards of these tables away for a moment."""
    found = [one for one in guards.GUARDS if one.table in tables]
    connection.check_constraints()  # PostgreSQL alters no table while checks of it are pending
    triggers.remove(found, connection)
    yield
    connection.check_constraints()
    triggers.install(found, connection)


def force(rows: QuerySet[Any], **changes: Any) -> None:
    """Update rows that are kept as they are."""
    with unguarded(rows.model._meta.db_table):
        rows.update(**changes)


def remove(rows: QuerySet[Any]) -> None:
    """Delete rows that are kept as they are."""
    with unguarded(rows.model._meta.db_table):
        rows.delete()
