"""Photographs of the web admin with its demonstration office: ``python -m tests.browser.screenshots``.

Everything happens in a database of its own, thrown away afterwards. Each entry of the navigation and the pages of one
case are photographed; ``--everything`` photographs every page that somebody can reach, the portals and the gallery of
components as well, in both languages and themes, on a phone and on paper, and prints what is wrong with them.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.browser.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's event loop runs in this thread
django.setup()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page  # noqa: E402

from duediligence.enums import Role  # noqa: E402
from duediligence.models import Case, User  # noqa: E402
from tests.browser import scenes  # noqa: E402
from tests.browser.driver import EVERY_VIEW, PAPER, View, Window, chromium, open_context  # noqa: E402
from tests.browser.states import Visit, empty_office, session_of  # noqa: E402
from tests.browser.touches import unfold  # noqa: E402
from tests.browser.visits import visits  # noqa: E402

OUTPUT = Path(__file__).resolve().parents[2] / "docs" / "images"
FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
TALLEST = 12_000
"""Pixels of a page that are photographed; what is unfolded may be a whole policy."""
GALLERY = {f"gallery-{name}": f"/gallery/{name}/" for name in ("worklist", "case", "hit", "form")}


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve a fresh demonstration office; give its address."""
    setup_test_environment(debug=False)
    connection = connections["default"]
    previous = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    call_command("load_reference", stdout=StringIO())
    call_command("seed_demo", stdout=StringIO())
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://{server.host}:{server.port}"
    finally:
        server.terminate()
        connection.dec_thread_sharing()
        connection.creation.destroy_test_db(previous, verbosity=0)


def officer() -> User:
    """Return the demonstration's research-security officer."""
    return User.objects.filter(grants__role=Role.SECURITY_OFFICER).order_by("pk")[0]


def pages(browser: Browser, address: str, session: str) -> dict[str, str]:
    """Return the pages of the navigation by the last part of their address."""
    context = open_context(browser, address, View(), session)
    page = context.new_page()
    page.goto(f"{address}/search/")
    links = page.eval_on_selector_all(".navigation a", "all => all.map((one) => one.getAttribute('href'))")
    context.close()
    return {link.strip("/").replace("/", "-") or "worklist": link for link in links}


def case_pages() -> dict[str, str]:
    """Return the pages of the case with the most hits, and one hit of it, by name."""
    case = Case.objects.annotate(found=Count("current_run__hits")).order_by("-found", "pk")[0]
    hit = case.current_run.hits.order_by("pk")[0]
    parts = ("members", "hits", "technology", "steps", "history")
    within = {f"case-{part}": reverse(f"admin:case_{part}", args=[case.reference]) for part in parts}
    return {
        "case": reverse("admin:case", args=[case.reference]),
        "hit": reverse("admin:case_hit", args=[case.reference, hit.pk]),
        "new-proposal": reverse("admin:new_proposal"),
        **within,
    }


def photograph(browser: Browser, address: str, path: str, view: View, session: str, file: Path) -> None:
    context = open_context(browser, address, view, session)
    page = context.new_page()
    page.goto(f"{address}{path}", wait_until="networkidle")
    page.screenshot(path=file, full_page=view.width < 1000)
    context.close()
    print(file)  # noqa: T201 - the command's output


def look_at(browser: Browser, address: str, visits: Sequence[Visit], view: View, folder: Path) -> None:
    """Photograph every visit as ``view`` says, whole and unfolded, and print what is wrong with each page."""
    contexts: dict[str, BrowserContext] = {}
    for visit in visits:
        if visit.session not in contexts:
            contexts[visit.session] = open_context(browser, address, view, visit.session)
        window = Window(contexts[visit.session].new_page())
        window.listen()
        page = window.page
        page.goto(f"{address}{visit.path}", wait_until="load")
        page.emulate_media(media=view.medium)
        if visit.touch:
            visit.touch(page)
        for name in _shapes(page, visit.name, view):
            tall = page.evaluate("document.documentElement.scrollHeight")
            shown = {"x": 0, "y": 0, "width": view.width, "height": min(tall, TALLEST)}
            page.screenshot(path=folder / f"{name}-{view}.png", full_page=True, clip=shown)
            faults = [*window.complaints]
            window.complaints.clear()
            if view.medium == "screen":
                faults += page.evaluate(FAULTS, view.language) + [f"faint: {one}" for one in page.evaluate(CONTRAST)]
            for fault in faults:
                print(f"{name} {view} {visit.path}: {fault}")  # noqa: T201 - the command's output
        page.close()
    for context in contexts.values():
        context.close()


def _shapes(page: Page, name: str, view: View) -> Iterator[str]:
    """Give the page as it came, then with everything unfolded, then with each of its dialogs open."""
    yield name
    if view.medium == "print":
        return
    if unfold(page):
        yield f"{name}-unfolded"
    for dialog in page.locator("main dialog").all():
        dialog.evaluate("(one) => one.showModal()")
        yield f"{name}-dialog-{dialog.get_attribute('id')}"
        dialog.evaluate("(one) => one.close()")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--views", nargs="*", help="such as en-dark-360, with --everything")
    parser.add_argument("--pages", nargs="*", help="names of pages, with --everything")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    with demonstration() as address, chromium() as browser:
        if options.everything:
            scenes.stage()
            gallery = [Visit(name, path, "") for name, path in GALLERY.items()]
            for found in ([*visits(), *gallery], empty_office()):
                wanted = [one for one in found if not options.pages or one.name in options.pages]
                for view in [*EVERY_VIEW, PAPER]:
                    if not options.views or str(view) in options.views:
                        look_at(browser, address, wanted, view, options.output)
            return
        session = session_of(officer())
        photograph(browser, address, "/accounts/login/", View(), "", options.output / "sign-in.png")
        for name, path in (pages(browser, address, session) | case_pages()).items():
            photograph(browser, address, path, View(), session, options.output / f"{name}.png")


if __name__ == "__main__":
    main()
