"""Database triggers that refuse what must never happen, written once for SQLite and PostgreSQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

ANY_VENDOR = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal: ``event`` on ``table`` fails with ``message`` where ``condition`` (over OLD and NEW) holds.

    ``event`` is ``UPDATE``, ``UPDATE OF column, …``, ``DELETE``, ``INSERT`` or, on PostgreSQL, ``TRUNCATE``.
    """

    name: str
    table: str
    event: str
    message: str
    condition: str = ""
    vendors: tuple[str, ...] = ANY_VENDOR

    def statements(self, vendor: str) -> list[str]:
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def _sqlite(self) -> list[str]:
        when = f" WHEN {self.condition}" if self.condition else ""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        return [f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table}{when} {refuse}"]

    def _postgresql(self) -> list[str]:
        """A function each: a trigger's own condition could not look into other tables."""
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {self.condition} THEN {refuse} END IF;" if self.condition else refuse
        passed = "OLD" if self.event == "DELETE" else "NEW"
        rows = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN {passed}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {rows} EXECUTE FUNCTION {self.name}()",
            # "Always": also for a session that replays a replication stream.
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}",
        ]


def for_vendor(guards: Iterable[Guard], vendor: str) -> list[Guard]:
    return [guard for guard in guards if vendor in guard.vendors]


def missing(guards: Sequence[Guard], connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of guards that are absent or switched off."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return {guard.name for guard in for_vendor(guards, connection.vendor)} - present


def install(guards: Sequence[Guard], connection: BaseDatabaseWrapper) -> None:
    """Make every guard anew whose table exists."""
    tables = set(connection.introspection.table_names())
    remove(guards, connection)
    with connection.cursor() as cursor:
        for guard in for_vendor(guards, connection.vendor):
            if guard.table in tables:
                for statement in guard.statements(connection.vendor):
                    cursor.execute(statement)


def remove(guards: Sequence[Guard], connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: before they are made anew, and where a test database is emptied."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in for_vendor(guards, connection.vendor):
            if guard.table in tables:
                place = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{place}")
