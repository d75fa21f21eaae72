"""Verifying the chain: whatever was altered is found, and the row is named."""

import datetime as dt
import json

import pytest
from django.db import connection

from duediligence.domain import audit
from duediligence.models import AuditEvent, ChainHead, Institution, guards
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Institution:
    home = factories.institution()
    for number in range(5):
        audit.record(factories.SYSTEM, "test.done", home, institution=home, after={"number": number})
    return home


def _tamper(sql: str, *params: object) -> None:
    """Do what only somebody with the owner's rights could do."""
    connection.check_constraints()
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    connection.check_constraints()
    guards.install(connection)


def test_an_untouched_chain_is_whole(home: Institution) -> None:
    assert audit.verify_all() == []


def test_each_event_links_to_the_one_before(home: Institution) -> None:
    events = list(AuditEvent.objects.filter(institution=home).order_by("seq"))
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]


@pytest.mark.parametrize("column", ["actor", "verb", "reason", "object_label", "request_id", "code_version"])
def test_an_altered_column_is_found(home: Institution, column: str) -> None:
    _tamper(f"UPDATE duediligence_auditevent SET {column} = 'forged' WHERE seq = 3")
    assert audit.verify_all() == [audit.Break(audit.stream_of(home), 3, "altered")]


def test_a_removed_row_is_found(home: Institution) -> None:
    _tamper("DELETE FROM duediligence_auditevent WHERE seq = 2")
    assert audit.verify_all() == [audit.Break(audit.stream_of(home), 2, "missing")]


def test_a_removed_end_is_found(home: Institution) -> None:
    _tamper("DELETE FROM duediligence_auditevent WHERE seq = 5")
    assert audit.verify_all() == [audit.Break(audit.stream_of(home), 5, "missing")]


def test_a_chain_removed_with_its_head_is_found_by_its_anchor(home: Institution) -> None:
    last = AuditEvent.objects.get(seq=5)
    _tamper("DELETE FROM duediligence_auditevent")
    ChainHead.objects.all().delete()
    anchors = {audit.stream_of(home): (5, last.hash)}
    assert audit.verify_all() == []
    assert audit.verify_all(anchors) == [audit.Break(audit.stream_of(home), 1, "missing")]


def test_an_unlinked_row_is_found(home: Institution) -> None:
    _tamper("UPDATE duediligence_auditevent SET previous_hash = hash WHERE seq = 4")
    assert audit.verify_all() == [audit.Break(audit.stream_of(home), 4, "unlinked")]


def test_a_chain_rewritten_as_a_whole_is_found_by_its_anchor(home: Institution) -> None:
    anchors = {audit.stream_of(home): (5, "another hash")}
    assert audit.verify_all(anchors) == [audit.Break(audit.stream_of(home), 5, "rewritten")]


def test_events_of_no_institution_have_their_own_chain(home: Institution) -> None:
    event = audit.record(factories.SYSTEM, "test.done", home, institution=None)
    assert (event.stream, event.seq) == (audit.PLATFORM, 1)
    assert audit.verify(audit.PLATFORM) is None


def test_a_line_of_the_log_says_the_moment_that_its_hash_covers(home: Institution) -> None:
    event = AuditEvent.objects.get(institution=home, seq=1)
    row = json.loads(audit.line(AuditEvent.objects.values().get(pk=event.pk)))
    again = AuditEvent(**{**row, "at": dt.datetime.fromisoformat(row["at"])})
    assert (row["at"], audit.holds(again)) == (event.at.isoformat(timespec="microseconds"), True)
    again.reason = "another"
    assert not audit.holds(again)
