"""Keeping lists current: what the publisher answers, what a check notes, when to ask again."""

import datetime as dt
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from screening.enums import CheckResult, EditionState
from screening.lists import address
from screening.lists import fetch as fetching
from screening.lists import update as updates
from screening.lists.address import AddressRules
from screening.lists.as_at import age_in_days
from screening.lists.fetch import FetchRules
from screening.lists.sources import own_watch_list
from screening.lists.update import claim, due_sources, update
from screening.models import ListCheck, ListEdition, ListSource, failures
from screening.tasks import update_list
from tests.screening.lists import making, misbehaving
from tests.screening.lists.making import NOW
from tests.screening.lists.misbehaving import Server, file, status

pytestmark = pytest.mark.django_db
RULES = FetchRules(
    AddressRules(needs_tls=False, public_only=False, honours_proxies=False), attempts=1, read_seconds=0.3
)
TEN = b"uid,kind,name\n" + b"".join(b"%d,organization,Body Number %d\n" % (n, n) for n in range(10))
LATER = NOW + dt.timedelta(days=3)


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving.serving() as running:
        yield running


@pytest.fixture
def source(server: Server) -> ListSource:
    making.source()
    ListSource.objects.filter(code="us_bis_dpl").update(stable_address=server.url("/list.csv"))
    return ListSource.objects.get(code="us_bis_dpl")


def checked(source: ListSource, server: Server, *answers: misbehaving.Answer, now: dt.datetime = NOW) -> ListCheck:
    server.answers["/list.csv"] = list(answers)
    check = update(source, rules=RULES, now=now)
    assert check
    return check


def test_a_new_file_becomes_an_edition(source: ListSource, server: Server) -> None:
    check = checked(source, server, file(TEN, ETag='"1"'))
    edition = ListEdition.objects.get()
    assert (check.result, check.edition, check.etag, check.reason) == (CheckResult.LOADED, edition, '"1"', "")
    assert (edition.state, edition.file_name, edition.source_address, edition.loaded_by) == (
        EditionState.APPLIED,
        "list.csv",
        server.url("/list.csv"),
        "job:update_lists",
    )


@pytest.mark.parametrize("answer", [status(304), file(TEN, ETag='"1"')], ids=["304", "same bytes"])
def test_an_unchanged_file_keeps_the_edition_young(
    source: ListSource, server: Server, answer: misbehaving.Answer
) -> None:
    checked(source, server, file(TEN, ETag='"1"'))
    check = checked(source, server, answer, now=LATER)
    assert (check.result, ListEdition.objects.count()) == (CheckResult.UNCHANGED, 1)
    assert server.asked[1][1]["if-none-match"] == '"1"'
    assert age_in_days(ListEdition.objects.get(), LATER.date()) == 0


def test_a_file_that_shrank_is_held_and_said_so_again(source: ListSource, server: Server) -> None:
    checked(source, server, file(TEN))
    short = TEN[:60]
    checks = [checked(source, server, answer, now=LATER) for answer in (file(short, ETag='"2"'), status(304))]
    assert [check.result for check in checks] == [CheckResult.HELD, CheckResult.HELD]
    assert all(check.reason.startswith("It has") for check in checks)


@pytest.mark.parametrize(
    ("answer", "code", "reason"),
    [
        (status(500), "server_error", "The publisher's server is in trouble (HTTP 500). It is tried again"),
        (status(404), "refused_by_server", "The publisher refuses the file at this address (HTTP 404)."),
        (misbehaving.cut, "connection_lost", "The connection broke before the file was complete"),
        (misbehaving.silent, "too_slow", "The publisher answered too slowly"),
        (file(b"<html>", Content_Type="text/html"), "wrong_type", "What came is no list file (text/html)"),
        (file(b"just,some\nwords,here\n"), "wrong_format", "list.csv: This is not a file of this list"),
    ],
)
def test_what_went_wrong_is_noted_and_tried_again_soon(
    source: ListSource, server: Server, answer: misbehaving.Answer, code: str, reason: str
) -> None:
    check = checked(source, server, answer)
    assert (check.result, check.edition) == (CheckResult.FAILED, None)
    assert check.failure["code"] == code
    assert check.reason.startswith(reason)
    source.refresh_from_db()
    assert source.next_check_at == NOW + dt.timedelta(hours=6)
    assert not ListEdition.objects.exists()


def test_nothing_newer_than_nothing_is_a_failure(source: ListSource, server: Server) -> None:
    check = checked(source, server, status(304))
    assert (check.result, check.failure["code"]) == (CheckResult.FAILED, "nothing_known")


def test_a_failure_is_said_in_the_readers_language(source: ListSource, server: Server) -> None:
    check = ListCheck.objects.get(pk=checked(source, server, status(503)).pk)
    with translation.override("ja"):
        assert check.reason.startswith("公表機関のサーバー")


def test_every_way_to_fail_has_its_sentence() -> None:
    """What can be raised, read off the sources, is what can be said."""
    sources = (inspect.getsource(module) for module in (address, fetching))
    raised = {code for source in sources for code in re.findall(r'FetchFailed\("(\w+)"', source)}
    assert raised | {"nothing_known"} == set(failures.SENTENCES)


def test_a_list_is_asked_for_in_its_own_rhythm(source: ListSource, server: Server) -> None:
    checked(source, server, file(TEN))
    source.refresh_from_db()
    assert source.next_check_at == NOW + dt.timedelta(days=7) / 4


def test_a_list_without_a_stable_address_reminds_when_it_grows_old(tmp_path: Path) -> None:
    meti = making.loaded(tmp_path, "1,,A", day=dt.date(2025, 6, 1)).edition
    assert update(meti.source, now=NOW - dt.timedelta(days=60)) is None
    check = update(meti.source, now=NOW + dt.timedelta(days=30))
    assert check
    assert (check.result, check.edition) == (CheckResult.REMINDED, meti)
    assert "look at the official page (https://www.meti.go.jp/policy/anpo/law05.html)" in check.reason
    assert update(meti.source, now=NOW + dt.timedelta(days=31)) is None
    assert update(meti.source, now=NOW + dt.timedelta(days=38))


def test_due_lists_are_public_and_claimed_once(source: ListSource) -> None:
    own = own_watch_list("office:1")
    ListSource.objects.exclude(pk=source.pk).filter(owner_ref="").update(next_check_at=NOW + dt.timedelta(days=1))
    assert own.next_check_at is None
    assert due_sources(NOW) == [source.pk]
    assert [claim(source.pk, NOW), claim(source.pk, NOW)] == [source, None]
    assert due_sources(NOW) == []


def test_the_job_leaves_a_list_that_is_not_due(source: ListSource, monkeypatch: pytest.MonkeyPatch) -> None:
    far = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    ListSource.objects.filter(pk=source.pk).update(next_check_at=far)
    assert update_list(source.pk) == ""
    assert not ListCheck.objects.exists()


def test_the_job_does_not_ask_inside_of_the_network(source: ListSource) -> None:
    """With the rules of production a plain address on this machine is refused."""
    assert update_list(source.pk) == CheckResult.FAILED
    assert ListCheck.objects.get().failure["code"] == "not_encrypted"
    assert ListCheck.objects.get().checked_by == updates.BY
