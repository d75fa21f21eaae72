"""A browser that is asked for the token of a form, as every real one is, and fills in the form that it was given."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from duediligence.models import User
from tests.duediligence.admin.visiting import told

ORIGIN = "http://testserver"


class Form(HTMLParser):
    """What a browser would send from the form of a page at one address."""

    def __init__(self, text: str, action: str) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.is_inside = False
        self.area = ""
        self.action = action
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = dict(attrs)
        if tag == "form":
            self.is_inside = one.get("method") == "post" and one.get("action", self.action) == self.action
        name = one.get("name") or ""
        if self.is_inside and tag == "input" and name:
            self.given[name] = one.get("value") or ""
        self.area = name if self.is_inside and tag == "textarea" else ""
        if self.area:
            self.given[self.area] = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.given[self.area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.is_inside = self.is_inside and tag != "form"


def browser(user: User) -> Client:
    """Return a browser that is asked for its token, as every real one is."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en", "origin": ORIGIN})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(client: Client, page: str, action: str = "", **typed: Any) -> dict[str, Any]:
    """Open a page and fill in its form."""
    found = Form(told(client.get(page)), action or page).given
    assert "csrfmiddlewaretoken" in found, f"{page} has no form for {action or page}"
    return {**found, **typed}
