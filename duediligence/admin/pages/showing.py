"""What every page does: show a template inside the frame, know who reads and who acts."""

from collections.abc import Mapping
from typing import Any, cast

import structlog
from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from duediligence.admin.frame import signed_in
from duediligence.admin.site import DueDiligenceSite
from duediligence.domain.actor import Actor

ROWS = 25


def show(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Render a page with its frame made once."""
    frame = cast("DueDiligenceSite", admin.site).frame(request)
    return render(request, f"duediligence/pages/{template}", {**context, "frame": frame}, status=status)


def show_part(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render a part of a page that htmx puts into it."""
    return render(request, f"duediligence/pages/{template}", dict(context))


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts, with the number of the request that the log and the audit share."""
    return Actor.of_user(signed_in(request), request_id=request_id())


def request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def language() -> str:
    return "ja" if (get_language() or "").startswith("ja") else "en"


def in_language(ja: str, en: str) -> str:
    """Return the words in the reader's language, the other ones where there are none."""
    return (ja or en) if language() == "ja" else (en or ja)


def asked_for(request: HttpRequest, name: str) -> str:
    """Return a word of the address, without the NUL that a database cannot hold and no longer than 200 characters."""
    return request.GET.get(name, "").replace("\0", "")[:200]


def page_of(request: HttpRequest, rows: Any, size: int = ROWS) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def address_with(request: HttpRequest, **changes: str) -> str:
    """Return the present address with some query words set."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"
