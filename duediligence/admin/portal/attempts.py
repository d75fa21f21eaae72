"""How often one caller may try links that open nothing, before every link is refused to them for a while."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from duediligence.admin.pages.showing import show

MOST_FAILURES = 20
SECONDS = 10 * 60


def too_many(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= MOST_FAILURES


def failed(request: HttpRequest) -> None:
    """Count an attempt that opened nothing."""
    cache.add(_key(request), 0, SECONDS)
    try:
        cache.incr(_key(request))
    except ValueError:  # it ended in between
        cache.set(_key(request), 1, SECONDS)


def refuse(request: HttpRequest) -> HttpResponse:
    """Say that too many links were tried from here."""
    problem = gettext("Too many links that open nothing were tried from here. Try again in ten minutes.")
    answer = show(request, "declaration_closed.html", {"problem": problem}, 429)
    answer["Retry-After"] = str(SECONDS)
    return answer


def _key(request: HttpRequest) -> str:
    return f"portal-failures:{_caller(request)}"


def _caller(request: HttpRequest) -> str:
    """Return the caller's address: behind a proxy, the one that the proxy itself added last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip()[:60] or request.META.get("REMOTE_ADDR", "")
