"""Every page that somebody can reach by links, once for each sort of page."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.browser import scenes
from tests.browser.states import Visit, session_of, states
from tests.browser.touches import send_empty

READERS = ("officer", "admin", "vice-president", "department-eng", "researcher", "auditor")
ELSEWHERE = ("/accounts/logout/", "/i18n/", "/api/", "/static/", "/jsi18n/")
MISTAKEN = (
    "new_proposal",
    "candidates",
    "case_hit",
    "case_steps",
    "case_assess",
    "case_measure_new",
    "case_records",
    "case_due_diligence",
    "case_joining",
    "list_upload",
    "watch_list_row",
    "policy_clone",
    "delegations",
    "technology_bring",
    "declaration_item",
    "partner_result",
    "partner_confirm",
    "account_login",
)
"""Pages that are photographed a second time with what they say of a form sent empty."""


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and not href.startswith("#"):
            self.found.append(urldefrag(href).url)


def visits() -> Iterator[Visit]:
    """Yield a visit to every sort of page, one more to those where a mistake can be made, and the states of others."""
    for one in _every():
        yield one
        if one.name in MISTAKEN:
            yield Visit(f"{one.name}-mistaken", one.path, one.session, send_empty)
    yield from states()


def _every() -> Iterator[Visit]:
    seen: set[str] = set()
    yield from _walk("", ["/accounts/login/", "/accounts/password/reset/", "/no-such-page/"], seen)
    address, session = scenes.member_session()
    yield from _walk(session, [address], seen)
    part, session = scenes.partner_session()
    yield from _walk(session, [f"/partners/{part.public_id}/", "/partners/open/none/"], seen)
    for reader in READERS:
        session = session_of(scenes.user(reader))
        yield from _walk(session, [f"/cases/{scenes.busy().reference}/", "/?tab=all", "/settings/"], seen)


def _walk(session: str, starts: list[str], seen: set[str]) -> Iterator[Visit]:
    client = Client(headers={"accept-language": "ja"})
    if session:
        client.cookies["sessionid"] = session
    waiting, asked, fetched = list(starts), set(starts), set[str]()
    while waiting:
        path = waiting.pop(0)
        name = _name(path)
        if name in fetched:
            continue
        fetched.add(name)
        answer = client.get(path)
        if answer.status_code in (301, 302):
            answer = client.get(path, follow=True)
            path = answer.redirect_chain[-1][0]
            name = _name(path)
        if not answer.get("content-type", "").startswith("text/html"):
            continue
        if name not in seen and (answer.status_code == 200 or name == "missing"):
            seen.add(name)
            yield Visit(name, path, session)
        for link in _Links(answer.content.decode()).found:
            target = urljoin(path, link)
            if urlsplit(target)[:2] == ("", "") and not target.startswith(ELSEWHERE) and target not in asked:
                asked.add(target)
                waiting.append(target)


def _name(path: str) -> str:
    try:
        return (resolve(urlsplit(path).path).url_name or path).replace("/", "-")
    except Resolver404:
        return "missing"
