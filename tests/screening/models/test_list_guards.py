"""The database itself keeps loaded editions as they were read."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from screening.models import EditionRowError, Entry, EntryName, ListEdition, list_guards
from tests.screening.lists.making import loaded

pytestmark = pytest.mark.django_db
EDITION, ENTRY = "screening_listedition", "screening_entry"


@pytest.fixture
def edition(tmp_path: Path) -> ListEdition:
    rows = [f"{n},,Body {n},Alias {n}" for n in range(60)]
    return loaded(tmp_path, *rows, "99,,").edition


def refused(sql: str, *params: object) -> None:
    with (
        pytest.raises(DatabaseError, match="cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)


def test_every_guard_is_installed_after_migrating() -> None:
    assert list_guards.missing(connection) == set()


@pytest.mark.parametrize("column", ["issued_date", "effective_date", "sha256", "loaded_by", "label", "entry_count"])
def test_the_facts_of_an_edition_cannot_be_changed(edition: ListEdition, column: str) -> None:
    refused(f"UPDATE {EDITION} SET {column} = {column} WHERE id = %s", edition.pk)


def test_an_edition_is_not_opened_again(edition: ListEdition) -> None:
    refused(f"UPDATE {EDITION} SET state = 'loading' WHERE id = %s", edition.pk)


@pytest.mark.parametrize("table", [EDITION, ENTRY, "screening_entryname", "screening_editionrowerror"])
def test_nothing_of_an_edition_can_be_deleted(edition: ListEdition, table: str) -> None:
    assert edition.row_errors.exists()
    refused(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("table", "column"),
    [(ENTRY, "primary_name"), ("screening_entryname", "text"), ("screening_editionrowerror", "message")],
)
def test_no_row_of_an_edition_can_be_changed(edition: ListEdition, table: str, column: str) -> None:
    refused(f"UPDATE {table} SET {column} = 'forged'")


def test_no_row_can_be_added_to_an_edition(edition: ListEdition) -> None:
    entry = edition.entries.first()
    late = [
        Entry(edition=edition, uid="new", kind="person", primary_name="x", content_hash="0", row=1),
        EntryName(entry=entry, text="one more"),
        EditionRowError(edition=edition, row=1, code="x", message="x"),
    ]
    for row in late:
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            row.save()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
def test_no_edition_can_be_replaced(edition: ListEdition) -> None:
    refused(f"REPLACE INTO {EDITION} SELECT * FROM {EDITION} WHERE id = %s", edition.pk)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_no_table_of_editions_can_be_truncated() -> None:
    refused(f"TRUNCATE {EDITION} CASCADE")


@pytest.mark.parametrize(
    "change", ["UPDATE screening_editiondecision SET by = 'x'", "DELETE FROM screening_editiondecision"]
)
def test_a_decision_stays_as_it_was_noted(edition: ListEdition, change: str) -> None:
    refused(change)


def test_the_state_and_the_end_of_an_edition_may_change(edition: ListEdition) -> None:
    assert ListEdition.objects.update(state="held", repealed_date=edition.effective_date) == 1


def test_guards_that_were_dropped_are_named_and_come_back() -> None:
    connection.check_constraints()
    list_guards.remove(connection)
    vendor = connection.vendor
    assert list_guards.missing(connection) == {g.name for g in list_guards.GUARDS if vendor in g.vendors}
    list_guards.install(connection)
    assert list_guards.missing(connection) == set()
