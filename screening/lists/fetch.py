"""Fetching a publisher's file: conditionally, bounded in size and time, never from elsewhere than named."""

import dataclasses
import ssl
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from screening.lists.address import AddressRules, FetchFailed, Target, target

CHUNK = 256 * 1024
MAX_REDIRECTS = 3
MAX_WAIT_SECONDS = 60.0
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
DATA_TYPES = ("text/", "application/", "binary/")
WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})
NEVER = frozenset({"text/css", "text/javascript", "application/javascript", "application/pdf"})
PACKED = frozenset({"", "identity", "gzip", "x-gzip"})
USER_AGENT = "research-security-due-diligence (list update)"


@dataclasses.dataclass(frozen=True, slots=True)
class FetchRules:
    """Limits of one fetch. Seconds; ``attempts`` counts the first one."""

    address: AddressRules = dataclasses.field(default_factory=AddressRules)
    max_bytes: int = 200 * 1024 * 1024
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 600.0
    attempts: int = 4
    first_wait_seconds: float = 2.0
    takes_web_pages: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Validators:
    """What a publisher said of a version, to be asked whether there is another."""

    etag: str = ""
    last_modified: str = ""


NOTHING_KNOWN = Validators()
USUAL_RULES = FetchRules()


@dataclasses.dataclass(frozen=True, slots=True)
class Fetched:
    """``path`` is empty when the publisher has nothing newer. The caller removes the file."""

    path: Path | None
    url: str
    validators: Validators


def fetch(
    url: str,
    folder: Path,
    *,
    known: Validators = NOTHING_KNOWN,
    rules: FetchRules = USUAL_RULES,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Fetch ``url`` into a file in ``folder`` unless the version ``known`` is still the newest.

    Tries again, each time later, what may pass: a cut connection, an overloaded server. Raises ``FetchFailed``.
    """
    ends_at = time.monotonic() + rules.total_seconds
    wait = rules.first_wait_seconds
    attempt = 0
    while True:
        attempt += 1
        try:
            return _follow(url, folder, known, rules, ends_at)
        except FetchFailed as failed:
            pause = min(max(wait, failed.retry_after), MAX_WAIT_SECONDS)
            if not failed.may_pass or attempt >= rules.attempts or time.monotonic() + pause > ends_at:
                raise
            sleep(pause)
            wait *= 2


def _follow(url: str, folder: Path, known: Validators, rules: FetchRules, ends_at: float) -> Fetched:
    """Ask, and follow redirections within the host."""
    for _hop in range(MAX_REDIRECTS + 1):
        place = target(url, rules.address)
        try:
            with _pool(place, rules) as pool, _answer(pool, place, known) as answer:
                if answer.status not in (301, 302, 303, 307, 308):
                    return _received(answer, place, folder, known, rules, ends_at)
                url = _redirected(place, answer.headers.get("Location", ""))
        except HTTPError as error:
            raise _failed(error) from error
    raise FetchFailed("too_many_redirects", url)


def _failed(error: HTTPError) -> FetchFailed:
    if isinstance(error, urllib3.exceptions.SSLError):
        return FetchFailed("not_trusted", str(error))
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return FetchFailed("too_slow", type(error).__name__, may_pass=True)
    return FetchFailed("connection_lost", type(error).__name__, may_pass=True)


def _pool(place: Target, rules: FetchRules) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=rules.connect_seconds, read=rules.read_seconds)
    if place.proxy:
        manager = urllib3.ProxyManager(place.proxy, timeout=timeout, ssl_context=ssl.create_default_context())
        pool = manager.connection_from_host(place.host, place.port, place.scheme)
        assert isinstance(pool, urllib3.HTTPConnectionPool)  # noqa: S101 - what urllib3 returns, told to the checker
        return pool
    if place.scheme == "http":
        return urllib3.HTTPConnectionPool(place.connect_to, place.port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        place.connect_to,
        place.port,
        timeout=timeout,
        ssl_context=ssl.create_default_context(),
        server_hostname=place.host,
        assert_hostname=place.host,
    )


def _answer(pool: urllib3.HTTPConnectionPool, place: Target, known: Validators) -> BaseHTTPResponse:
    is_usual = place.port == (443 if place.scheme == "https" else 80)
    headers = {
        "Host": place.host if is_usual else f"{place.host}:{place.port}",
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
        **({"If-None-Match": known.etag} if known.etag else {}),
        **({"If-Modified-Since": known.last_modified} if known.last_modified else {}),
    }
    path = place.url if place.proxy and place.scheme == "http" else place.path
    return pool.urlopen(
        "GET",
        path,
        headers=headers,
        retries=False,
        redirect=False,
        assert_same_host=False,  # a plain proxy is asked for the whole address; redirections are checked by hand
        preload_content=False,
        decode_content=False,
    )


def _redirected(place: Target, location: str) -> str:
    url = urljoin(place.url, location)
    if not location or urlsplit(url).hostname != place.host:
        raise FetchFailed("redirected_elsewhere", location)
    return url


def _received(
    answer: BaseHTTPResponse, place: Target, folder: Path, known: Validators, rules: FetchRules, ends_at: float
) -> Fetched:
    if answer.status == 304:
        return Fetched(None, place.url, known)
    if answer.status in PASSING:
        later = answer.headers.get("Retry-After", "")
        seconds = float(later) if later.isdecimal() else 0.0
        raise FetchFailed("server_error", f"HTTP {answer.status}", may_pass=True, retry_after=seconds)
    if answer.status != 200:
        raise FetchFailed("refused_by_server", f"HTTP {answer.status}")
    _check_type(answer, rules)
    stated = answer.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) > rules.max_bytes:
        raise FetchFailed("too_large", f"{rules.max_bytes:,}")
    validators = Validators(answer.headers.get("ETag", "")[:200], answer.headers.get("Last-Modified", "")[:60])
    return Fetched(_kept(answer, folder, rules, ends_at), place.url, validators)


def _check_type(answer: BaseHTTPResponse, rules: FetchRules) -> None:
    """Refuse what is certainly no list: most often a page that says that something is wrong."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    is_page = kind in WEB_PAGES and not rules.takes_web_pages
    if is_page or kind in NEVER or (kind and not kind.startswith(DATA_TYPES)):
        raise FetchFailed("wrong_type", kind)
    packed = answer.headers.get("Content-Encoding", "").strip().lower()
    if packed not in PACKED:
        raise FetchFailed("wrong_type", f"Content-Encoding {packed}")


def _kept(answer: BaseHTTPResponse, folder: Path, rules: FetchRules, ends_at: float) -> Path:
    with tempfile.NamedTemporaryFile(dir=folder, prefix="list-", delete=False) as kept:
        path, size = Path(kept.name), 0
        try:
            # What has arrived so far, so that a server that sends drop by drop meets the time limit.
            while chunk := answer.read1(CHUNK):
                size += len(chunk)
                if size > rules.max_bytes:
                    raise FetchFailed("too_large", f"{rules.max_bytes:,}")
                if time.monotonic() > ends_at:
                    raise FetchFailed("too_slow", f"> {rules.total_seconds:g} s")
                kept.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path
