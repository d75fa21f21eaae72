"""Filling in the form of a proposal as a browser would."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from tests.duediligence.admin.visiting import told

FORM, CHECK = "/proposals/new/", "/proposals/new/check/"
WHOLE = {
    "title_ja": "海底地形の観測",
    "keywords_ja": "海底、地形",
    "members-0-name": "試験 花子",
    "members-0-role": "pi",
    "members-0-affiliation": "架空大学",
    "members-0-affiliation_country": "jp",
    "parties-0-name": "架空研究所",
    "parties-0-role": "partner",
    "parties-0-aliases": "Imaginary Institute; II",
}


class Forms(HTMLParser):
    """What a browser would send from a page: every field with its value."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = dict(attrs)
        if one.get("id"):
            self.ids.add(one["id"] or "")
        if tag == "a" and (one.get("href") or "").startswith("#"):
            self.links.add((one["href"] or "")[1:])
        if tag == "input" and one.get("name"):
            self.given[one["name"] or ""] = one.get("value") or ""


def sent(client: Client, given: dict[str, Any], path: str = FORM) -> Any:
    return client.post(path, {"act": "check", **given})


def recorded(client: Client, path: str = CHECK) -> Any:
    """Press the button of the page of answers."""
    return client.post(path, Forms(told(client.get(path))).given)
