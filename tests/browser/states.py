"""States of pages to which no link leads: other readers, every story, an office without anything, what went wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import Page

from duediligence.models import Case, PolicyEdition, Submission, User
from screening.models import ListEdition
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
OFFICE_PAGES += ("/clearances/", "/kept/", "/disclosure/", "/delegations/", "/settings/", "/my-declarations/")
OFFICE_PAGES += ("/search/?q=zzz",)
PLACES = ("steps[0]", "list_bindings[0]", "measures[0]", "declaration_form", "assessment_rules[0]")
"""Parts of a policy whose forms are shown."""
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
    yield from _configuration()
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


def _configuration() -> Iterator[Visit]:
    """Drafts under way, two editions beside each other, a look-up, what was submitted, a key issued."""
    admin, draft = session_of(scenes.user("admin")), PolicyEdition.objects.get(status="draft")
    policy = f"/policies/{draft.pk}/"
    sent = Submission.objects.order_by("-pk")[0]
    held = ListEdition.objects.filter(source__code="jp_meti_eul").order_by("-pk")[0]
    pages = {
        "policy-draft": policy,
        "policy-edit": f"{policy}edit/",
        "policy-content": f"{policy}content/",
        "policy-compare-draft": f"{policy}compare/?with={draft.pk - 1}",
        "list-delta": "/lists/jp_meti_eul/changes/",
        "list-preview-held": f"/lists/jp_meti_eul/{held.pk}/preview/",
        "lists-as-at": "/lists/as-at/?q=Beihang+University&day=2026-04-01",
        "search-found": "/search/?q=2026",
        "no-such-page": "/no-such-page/",
    }
    parts = {f"policy-edit-{place.partition('[')[0]}": f"{policy}edit/?at={place}" for place in PLACES}
    for name, path in (pages | parts).items():
        yield Visit(name, path, admin)
    officer, closed = session_of(scenes.user("officer")), Case.objects.filter(closed_at__isnull=False)[0]
    yield Visit("disclosure-found", "/disclosure/?q=見本", officer)
    yield Visit("kept-case", f"/kept/{closed.reference}/", officer)
    submission = f"/cases/{sent.case.reference}/questionnaire/{sent.number}/"
    yield Visit("submission", submission, officer)


def empty_office() -> Iterator[Visit]:
    """The pages of a second institution; with two of them an administrator keeps less than with one alone."""
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
