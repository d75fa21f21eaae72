"""States of pages to which no link leads: other readers, every story, an office without anything, what went wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import Page

from duediligence.models import Case, User
from tests.browser import scenes, touches

CASE_PARTS = {
    "": "case",
    "members/": "members",
    "partners/": "partners",
    "hits/": "hits",
    "assessment/": "assessment",
    "measures/": "measures",
    "steps/": "steps",
    "questionnaire/": "questionnaire",
    "documents/": "documents",
    "records/": "records",
    "technology/": "technology",
    "due-diligence/": "due-diligence",
}
OTHERS = ("vice-president", "department-eng", "researcher", "auditor", "admin")
DECIDED = "超伝導量子ビットの誤り訂正"
MONITORED = "水素製造用電極触媒の探索"
OFFICE_PAGES = ("/", "/proposals/new/", "/proposals/candidates/", "/lists/", "/technology/", "/policies/", "/audit/")
OFFICE_PAGES += ("/clearances/", "/delegations/", "/settings/", "/my-declarations/", "/search/?q=zzz")
ERRORS = ("400", "403", "403_csrf", "500")


@dataclass(frozen=True)
class Visit:
    """A page to look at, what is done on it first, and whose session looks."""

    name: str
    path: str
    session: str
    touch: Callable[[Page], None] | None = None


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def states() -> Iterator[Visit]:
    officer = session_of(scenes.user("officer"))
    yield from _whole_cases(officer)
    yield from _other_readers()
    yield from _empty_office()
    yield from _frame(officer)
    for code in ERRORS:
        yield Visit(f"error-{code}", f"/gallery/errors/{code}/", officer)
    part, session = scenes.confirmed_partner_session()
    for name, path in {"start": "", "result": "result/", "confirm": "confirm/"}.items():
        yield Visit(f"confirmed-partner-{name}", f"/partners/{part.public_id}/{path}", session)


def _whole_cases(officer: str) -> Iterator[Visit]:
    for case in Case.objects.order_by("pk"):
        yield Visit(f"story-{case.reference}", f"/cases/{case.reference}/", officer)
    named = {"crowded": scenes.crowded(), "decided": _called(DECIDED), "monitored": _called(MONITORED)}
    for name, case in named.items():
        for path, part in CASE_PARTS.items():
            yield Visit(f"{name}-{part}", f"/cases/{case.reference}/{path}", officer)


def _other_readers() -> Iterator[Visit]:
    for name in OTHERS:
        session, case = session_of(scenes.user(name)), scenes.busy().reference
        yield Visit(f"{name}-worklist", "/?tab=all", session)
        for part in ("", "members/", "assessment/", "steps/", "records/"):
            yield Visit(f"{name}-{CASE_PARTS[part]}", f"/cases/{case}/{part}", session)


def _empty_office() -> Iterator[Visit]:
    session = session_of(scenes.newcomer())
    for path in OFFICE_PAGES:
        name = path.partition("?")[0].strip("/").replace("/", "-") or "worklist"
        yield Visit(f"empty-{name}", path, session)


def _frame(officer: str) -> Iterator[Visit]:
    """The frame in use; whoever loses a session here has one of their own."""
    yield Visit("frame-menu", "/", officer, touches.open_menu)
    yield Visit("frame-search", "/", officer, touches.open_search)
    yield Visit("frame-focus", "/proposals/new/", officer, touches.go_by_keyboard)
    records = f"/cases/{scenes.busy().reference}/records/"
    yield Visit("lost-session", records, session_of(scenes.user("officer2")), touches.lose_session)


def _called(title: str) -> Case:
    return Case.objects.get(revision__title_ja=title)
