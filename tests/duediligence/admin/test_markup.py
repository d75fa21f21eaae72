"""What every page owes the content security policy and assistive technology, read from the markup itself."""

import datetime as dt
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.contrib.auth.models import Group
from django.template import loader
from django.test import Client
from pytest_django import Settings

import tests.browser
from duediligence.models import Institution, User

pytestmark = pytest.mark.django_db

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ANONYMOUS = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"]
ADMINISTRATOR = [
    "/settings/",
    "/search/?q=a",
    "/auth/group/",
    "/auth/group/add/",
    "/auth/group/1/change/",
    "/auth/group/1/delete/",
    "/auth/group/1/history/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/no-such-page/",
]
GALLERY = ["/gallery/worklist/", "/gallery/case/", "/gallery/hit/", "/gallery/form/"]


class Markup(HTMLParser):
    """Collects what is wrong with a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.open: list[str] = []
        self.headings = 0
        self.feed(text)
        self.faults += [f"id twice: {one}" for one in set(self.ids) if self.ids.count(one) > 1]
        self.faults += [f"label of nothing: {one}" for one in self.named - set(self.ids)]
        self.faults += [f"never closed: {one}" for one in self.open]
        if self.headings != 1:
            self.faults.append(f"{self.headings} headings of the first rank")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.headings += tag == "h1"
        self.faults += [f"inline: {tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.faults.append(f"inline: {tag}")
        if tag == "img" and "alt" not in given:
            self.faults.append("image without words")
        if tag == "html" and given.get("lang") not in {"ja", "en"}:
            self.faults.append("language not named")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "label" and given.get("for"):
            self.named.add(given["for"] or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closed out of turn: {tag}")


@pytest.fixture
def administrator() -> User:
    Group.objects.create(pk=1, name="group")
    home = Institution.objects.create(code="toto", name_ja="東都大学", name_en="Toto University")
    return User.objects.create(username="root", is_staff=True, is_superuser=True, institution=home)


def page(path: str, language: str, user: User | None = None) -> str:
    client = Client()
    client.cookies["django_language"] = language
    if user is not None:
        client.force_login(user)
        session = client.session
        # Some account pages ask for the password again unless it was given just now.
        session["account_authentication_methods"] = [
            {"method": "password", "at": dt.datetime.now(dt.UTC).timestamp(), "username": user.username}
        ]
        session.save()
    response = client.get(path)
    assert response.headers["Content-Security-Policy"].count("'none'") >= 3
    assert response.status_code in {200, 404}, response
    return response.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ANONYMOUS)
def test_the_pages_before_the_sign_in_are_clean(path: str, language: str) -> None:
    assert Markup(page(path, language)).faults == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ADMINISTRATOR)
def test_the_pages_of_the_administrator_are_clean(path: str, language: str, administrator: User) -> None:
    assert Markup(page(path, language, administrator)).faults == []


@pytest.mark.urls("tests.browser.urls")
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", GALLERY)
def test_every_component_is_clean(path: str, language: str, settings: Settings) -> None:
    folder = Path(tests.browser.__file__).parent / "templates"
    settings.TEMPLATES = [{**installed.TEMPLATES[0], "DIRS": [folder]}]

    assert Markup(page(path, language)).faults == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_is_drawn_without_a_request(name: str) -> None:
    assert Markup(loader.get_template(f"{name}.html").render()).faults == []


def test_a_broken_markup_is_found() -> None:
    broken = '<html lang="ja"><h1 style="x" id="a"><label for="b"></h1><p id="a" onclick="y"><script>1</script></html>'

    assert Markup(broken).faults == [
        "inline: h1 style",
        "closed out of turn: h1",
        "inline: p onclick",
        "inline: script",
        "closed out of turn: html",
        "id twice: a",
        "label of nothing: b",
        "never closed: html",
        "never closed: h1",
    ]
