"""What surrounds every page of the web admin: navigation, warnings, who reads and how they like it shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import get_language

from duediligence.labels import label
from duediligence.models import User

Text = str | Promise

THEMES = ("auto", "light", "dark")
DENSITIES = ("comfortable", "compact")


class Tone(StrEnum):
    """How a thing is meant; the look gives each its colour and its sign."""

    NEUTRAL = "neutral"
    QUIET = "quiet"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True)
class Count:
    """A number beside a navigation entry; ``meaning`` says in words what is counted."""

    number: int
    meaning: Text
    urgent: bool = False


@dataclass(frozen=True)
class Notice:
    """Something wrong that everybody must know, with the way to put it right."""

    tone: Tone
    text: Text
    url: str = ""
    action: Text = ""


@dataclass(frozen=True)
class Found:
    """One answer of the search, under the heading of its group."""

    group: Text
    label: Text
    url: str
    detail: Text = ""


@dataclass(frozen=True)
class Page:
    """One address of a section. The site asks for the sign-in and the section's permission before the view."""

    route: str
    view: Callable[..., HttpResponseBase]
    name: str


def signed_in(request: HttpRequest) -> User:
    """Return who asks, with the roles held today; the site lets nobody through to a page who has not signed in."""
    reader = request.user
    if not isinstance(reader, User):
        raise PermissionDenied
    if reader.roles_today is None:
        reader.roles_today = reader.roles()
    return reader


def everybody(user: User) -> bool:
    """Let every person in who has signed in."""
    return user.is_authenticated


def no_count(request: HttpRequest) -> Count | None:
    """Show no number beside the entry."""
    return None


@dataclass(frozen=True)
class Section:
    """A part of the web admin: its entry in the navigation leads to the first of its pages.

    ``may_see`` hides the entry and refuses every page of the section alike.
    """

    label: Text
    order: int
    pages: Sequence[Page]
    may_see: Callable[[User], bool] = everybody
    count: Callable[[HttpRequest], Count | None] = no_count


@dataclass(frozen=True)
class NavigationEntry:
    label: Text
    url: str
    is_current: bool
    count: Count | None


@dataclass(frozen=True)
class Reader:
    """The person in front of the screen, in the words of the top bar."""

    name: str
    roles: Sequence[Text]
    institution: str


@dataclass(frozen=True)
class Frame:
    navigation: Sequence[NavigationEntry] = ()
    notices: Sequence[Notice] = ()
    reader: Reader | None = None
    theme: str = THEMES[0]
    density: str = DENSITIES[0]


NoticeSource = Callable[[HttpRequest], Iterable[Notice]]
SearchSource = Callable[[HttpRequest, str], Iterable[Found]]


def preference(cookies: Mapping[str, str], name: str, allowed: Sequence[str]) -> str:
    """Return the reader's choice kept in the cookie ``name``, the first of ``allowed`` when it is none of them."""
    value = cookies.get(name, "")
    return value if value in allowed else allowed[0]


def reader_of(user: User) -> Reader:
    roles = [label(role) for role in sorted(user.roles())]
    institution = user.institution
    if institution is None:
        return Reader(str(user), roles, "")
    name = institution.name_ja if get_language() == "ja" else institution.name_en
    return Reader(str(user), roles, name)
