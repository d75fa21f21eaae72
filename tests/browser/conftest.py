import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from duediligence.enums import Role
from duediligence.models import User
from tests import factories
from tests.browser.driver import View, Window, chromium, open_context

# Playwright keeps an event loop in this thread; the tests themselves are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Open = Callable[..., Window]
DESK = View()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def administrator(transactional_db: None) -> User:
    return factories.user(factories.institution("toto"), Role.OFFICE_ADMIN, username="administrator")


@pytest.fixture
def look(browser: Browser, live_server: Any) -> Iterator[Open]:
    """Return a function that opens an address; every window must end without a complaint of the browser."""
    windows: list[Window] = []

    def opened(path: str, view: View = DESK, user: User | None = None) -> Window:
        session = ""
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
        window = Window(open_context(browser, live_server.url, view, session).new_page())
        window.listen()
        windows.append(window)
        window.page.goto(f"{live_server.url}{path}")
        return window

    yield opened
    for window in windows:
        window.page.context.close()
    assert [window.complaints for window in windows] == [[] for _ in windows]
