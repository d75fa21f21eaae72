"""A headless Chromium, and pages in it that keep what the browser complains about."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = {360: 740, 794: 1123, 1440: 900}


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    language: str = "ja"
    theme: str = "light"
    width: int = 1440
    medium: Literal["screen", "print"] = "screen"

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width if self.medium == 'screen' else self.medium}"


PAPER = View("ja", "dark", 794, "print")
"""A sheet of A4 at 96 pixels to the inch, printed by somebody who reads in the dark."""
EVERY_VIEW = [
    View(language, theme, width) for language in ("ja", "en") for theme in ("light", "dark") for width in (360, 1440)
]


@dataclass
class Window:
    """One page with its complaints: script errors and refusals of the content security policy."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser named by ``$CHROMIUM``, else the system's, else the one that playwright brings."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def open_context(browser: Browser, address: str, view: View, session: str = "") -> BrowserContext:
    """Open a fresh profile that looks at ``address`` as ``view`` says, signed in by the ``session`` key."""
    context = browser.new_context(
        viewport={"width": view.width, "height": HEIGHT[view.width]},
        color_scheme="dark" if view.theme == "dark" else "light",
        locale="ja-JP" if view.language == "ja" else "en-GB",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
    )
    cookies = {"django_language": view.language, "sessionid": session}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items() if value])
    return context
