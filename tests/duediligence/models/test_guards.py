"""The database itself keeps the audit log and published policies as they are."""

import pytest
from django.db import DatabaseError, connection, transaction

from duediligence.domain import audit
from duediligence.models import AuditEvent, PolicyEdition, guards
from tests import factories

pytestmark = pytest.mark.django_db


def _event() -> AuditEvent:
    home = factories.institution()
    return audit.record(factories.SYSTEM, "test.done", home, institution=home)


def _refused(sql: str, *params: object) -> None:
    refused = pytest.raises(DatabaseError, match=r"append-only|cannot be changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_every_guard_is_installed_after_migrating() -> None:
    assert guards.missing(connection) == set()


def test_audit_rows_cannot_be_updated() -> None:
    _refused("UPDATE duediligence_auditevent SET verb = 'forged' WHERE id = %s", _event().pk)


def test_audit_rows_cannot_be_updated_through_a_query_set() -> None:
    event = _event()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(actor="forged")


def test_audit_rows_cannot_be_deleted() -> None:
    _refused("DELETE FROM duediligence_auditevent WHERE id = %s", _event().pk)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
def test_audit_rows_cannot_be_replaced() -> None:
    event = _event()
    columns = "id, stream, seq, at, actor, verb, object_type, object_id, object_label, case_reference, before, after"
    columns += ", reason, request_id, engine_version, code_version, previous_hash, hash"
    _refused(
        f"REPLACE INTO duediligence_auditevent ({columns}) SELECT {columns.replace('verb', repr('forged'), 1)} "
        "FROM duediligence_auditevent WHERE id = %s",
        event.pk,
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_the_audit_log_cannot_be_truncated() -> None:
    _refused("TRUNCATE duediligence_auditevent")


def test_a_published_policy_cannot_be_changed_or_deleted() -> None:
    edition = factories.policy()
    _refused("UPDATE duediligence_policyedition SET content = '{}' WHERE id = %s", edition.pk)
    _refused("DELETE FROM duediligence_policyedition WHERE id = %s", edition.pk)


def test_a_published_policy_can_be_retired() -> None:
    edition = factories.policy()
    assert PolicyEdition.objects.filter(pk=edition.pk).update(status="retired") == 1


def test_guards_that_were_dropped_are_named_and_come_back() -> None:
    connection.check_constraints()
    guards.remove(connection)
    assert guards.missing(connection) == {guard.name for guard in guards.guards(connection)}
    guards.install(connection)
    assert guards.missing(connection) == set()
