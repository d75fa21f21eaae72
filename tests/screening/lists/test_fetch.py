"""Fetching from a server that misbehaves."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screening.lists.address import AddressRules, FetchFailed, is_public, target
from screening.lists.fetch import NOTHING_KNOWN, Fetched, FetchRules, Validators, fetch
from tests.screening.lists import misbehaving
from tests.screening.lists.misbehaving import Answer, Server, file, status

HERE = AddressRules(needs_tls=False, public_only=False, honours_proxies=False)
RULES = FetchRules(HERE, max_bytes=100_000, connect_seconds=1, read_seconds=0.3, total_seconds=30, attempts=3)
LIST = b"uid,kind,name\n1,person,Example\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving.serving() as running:
        yield running


def get(
    server: Server, folder: Path, *answers: Answer, known: Validators = NOTHING_KNOWN
) -> tuple[Fetched, list[float]]:
    server.answers["/list"] = list(answers)
    waits: list[float] = []
    return fetch(server.url("/list"), folder, known=known, rules=RULES, sleep=waits.append), waits


def failure(server: Server, folder: Path, *answers: Answer) -> tuple[str, int]:
    with pytest.raises(FetchFailed) as failed:
        get(server, folder, *answers)
    assert list(folder.iterdir()) == []
    return failed.value.code, len(server.asked)


def test_a_file_is_fetched_with_what_the_server_says_of_its_version(server: Server, tmp_path: Path) -> None:
    fetched, waits = get(server, tmp_path, file(LIST, ETag='"7"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT"))
    assert fetched.path and fetched.path.read_bytes() == LIST
    assert fetched.validators == Validators('"7"', "Mon, 01 Jun 2026 00:00:00 GMT")
    assert (fetched.url, waits) == (server.url("/list"), [])


def test_a_known_version_is_asked_for_conditionally(server: Server, tmp_path: Path) -> None:
    known = Validators('"7"', "Mon, 01 Jun 2026 00:00:00 GMT")
    fetched, _waits = get(server, tmp_path, status(304), known=known)
    assert (fetched.path, fetched.validators) == (None, known)
    ((_path, headers),) = server.asked
    assert (headers["if-none-match"], headers["if-modified-since"]) == (known.etag, known.last_modified)
    assert headers["host"] == f"127.0.0.1:{server.server_port}"


@pytest.mark.parametrize("bad", [misbehaving.cut, misbehaving.cut_chunks, status(500), status(503)])
def test_what_may_pass_is_tried_again_each_time_later(server: Server, tmp_path: Path, bad: Answer) -> None:
    fetched, waits = get(server, tmp_path, bad, bad, file(LIST))
    assert fetched.path and fetched.path.read_bytes() == LIST
    assert waits == [2.0, 4.0]


def test_a_server_that_says_when_to_come_back_is_heard(server: Server, tmp_path: Path) -> None:
    rules = FetchRules(HERE, total_seconds=100, attempts=2, first_wait_seconds=0.01)
    server.answers["/list"] = [status(429, Retry_After="30"), file(LIST)]
    waits: list[float] = []
    fetch(server.url("/list"), tmp_path, rules=rules, sleep=waits.append)
    assert waits == [30.0]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (misbehaving.cut, ("connection_lost", 3)),
        (misbehaving.cut_chunks, ("connection_lost", 3)),
        (misbehaving.silent, ("too_slow", 3)),
        (status(500), ("server_error", 3)),
        (status(403), ("refused_by_server", 1)),
        (status(404), ("refused_by_server", 1)),
        (misbehaving.endless, ("too_large", 1)),
        (misbehaving.dripping, ("too_slow", 1)),
        (file(b"", Content_Type="application/pdf"), ("wrong_type", 1)),
        (file(b"<html>", Content_Type="text/html; charset=utf-8"), ("wrong_type", 1)),
        (file(b"", Content_Type="image/png"), ("wrong_type", 1)),
        (file(LIST, Content_Encoding="br"), ("wrong_type", 1)),
        (status(302, Location="http://other.example/list"), ("redirected_elsewhere", 1)),
        (status(302), ("redirected_elsewhere", 1)),
        (status(302, Location="/list"), ("too_many_redirects", 4)),
    ],
)
def test_what_goes_wrong_is_named_and_leaves_no_file(
    server: Server, tmp_path: Path, answer: Answer, expected: tuple[str, int]
) -> None:
    rules = replace(RULES, total_seconds=1.5, first_wait_seconds=0.0)
    server.answers["/list"] = [answer]
    with pytest.raises(FetchFailed) as failed:
        fetch(server.url("/list"), tmp_path, rules=rules, sleep=lambda _seconds: None)
    assert (failed.value.code, len(server.asked)) == expected
    assert list(tmp_path.iterdir()) == []


def test_a_stated_size_beyond_the_limit_is_not_read(server: Server, tmp_path: Path) -> None:
    def huge(handler: misbehaving.Handler) -> None:
        handler.send(b"", length=10**9, Content_Type="text/csv")
        handler.close_connection = True

    assert failure(server, tmp_path, huge) == ("too_large", 1)


def test_a_redirection_within_the_host_is_followed(server: Server, tmp_path: Path) -> None:
    server.answers["/new"] = [file(LIST)]
    fetched, _waits = get(server, tmp_path, status(301, Location="/new"))
    assert (fetched.url, [path for path, _headers in server.asked]) == (server.url("/new"), ["/list", "/new"])


def test_a_list_that_is_a_web_page_may_be_one(server: Server, tmp_path: Path) -> None:
    server.answers["/list"] = [file(b"<html>", Content_Type="text/html")]
    rules = FetchRules(HERE, takes_web_pages=True)
    assert fetch(server.url("/list"), tmp_path, rules=rules).path


def test_a_server_that_is_not_there_is_connection_lost(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/list"
        with pytest.raises(FetchFailed) as failed:
            fetch(url, tmp_path, rules=FetchRules(HERE, attempts=1, connect_seconds=0.3))
    assert failed.value.code in ("connection_lost", "too_slow")


def test_a_certificate_of_nobody_is_not_trusted(tmp_path: Path) -> None:
    """The other side speaks no TLS at all; what it says is not believed either."""
    with misbehaving.serving() as server:
        server.answers["/list"] = [file(LIST)]
        url = server.url("/list").replace("http:", "https:")
        rules = FetchRules(AddressRules(public_only=False, honours_proxies=False), attempts=1)
        with pytest.raises(FetchFailed) as failed:
            fetch(url, tmp_path, rules=rules)
    assert failed.value.code == "not_trusted"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://lists.example.org/list", "not_encrypted"),
        ("ftp://lists.example.org/list", "bad_address"),
        ("https:///list", "bad_address"),
        ("https://user:secret@lists.example.org/", "bad_address"),
        ("https://lists.example.org:99999/", "bad_address"),
        ("https://127.0.0.1/list", "private_address"),
        ("https://[::1]/list", "private_address"),
        ("https://10.1.2.3/list", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://[::ffff:10.0.0.1]/", "private_address"),
        ("https://localhost/list", "private_address"),
        ("https://no-such-host.invalid/", "host_unknown"),
    ],
)
def test_addresses_that_are_not_asked(url: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(FetchFailed) as failed:
        target(url, AddressRules())
    assert failed.value.code == code


@pytest.mark.parametrize("host", ["localhost", "10.0.0.1", "intranet", "lists.local"])
def test_a_proxy_is_not_used_to_reach_inside(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example.org:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(FetchFailed, match="private_address"):
        target(f"https://{host}/list", AddressRules())


def test_a_proxy_looks_names_up_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example.org:3128")
    monkeypatch.setenv("no_proxy", "direct.example.org")
    place = target("https://lists.example.org/a?b=c", AddressRules())
    assert (place.proxy, place.connect_to, place.path) == ("http://proxy.example.org:3128", "", "/a?b=c")


def test_a_plain_proxy_is_asked_for_the_whole_address(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.answers["http://lists.example.org/list"] = [file(LIST)]
    rules = FetchRules(AddressRules(needs_tls=False))
    fetched = fetch("http://lists.example.org/list", tmp_path, rules=rules)
    assert fetched.path and fetched.path.read_bytes() == LIST


def test_what_is_public() -> None:
    addresses = ["8.8.8.8", "192.168.0.1", "100.64.0.1", "::1", "2001:4860:4860::8888", "fe80::1%eth0", "224.0.0.1"]
    assert [is_public(address) for address in addresses] == [True, False, False, False, True, False, False]
