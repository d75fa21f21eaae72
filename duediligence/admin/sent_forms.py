"""Forms on their way in: one sent twice acts once, and what was typed outlives a lost session.

Each rendering of a page carries a security token of its own. The same token with the same words at the same address is
therefore the same press of a button: the second one gets the answer of the first.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext
from django.views.csrf import csrf_failure

from duediligence.admin.frame import Text

logger = structlog.get_logger(__name__)

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
KEPT_SECONDS = 600
WAIT_SECONDS = 10
LOOK_SECONDS = 0.1
DECLARATIONS = "/declarations/"
PORTALS = (DECLARATIONS, "/partners/")
MOST_KEPT = 200_000
"""Characters typed that are handed back; a table pasted beyond that is still where it came from."""


class SentForms:
    """Middleware behind the sign-in: the guard of every form of the pages, of the portals and of the records."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not is_guarded(request):
            return self.get_response(request)
        key = _key(request)
        if key is None or "HX-Request" in request.headers:
            return self._answer(request)
        if not cache.add(key, "", KEPT_SECONDS):
            return _sent_before(request, key)
        response = self._answer(request)
        if isinstance(response, HttpResponseRedirect):
            cache.set(key, response.url, KEPT_SECONDS)
        else:
            cache.delete(key)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect) and _is_sign_in(response.url) and not _is_signed_in(request):
            return lost_session(request) if _typed(request) else response
        if response.status_code == 404 and request.path.startswith(PORTALS) and _typed(request):
            return lost_link(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Two people at the same instant: whoever the database turned away may send again what they typed."""
        if request.method != "POST" or not is_guarded(request):
            return None
        if not isinstance(exception, OperationalError | IntegrityError):
            return None
        logger.warning("form_turned_away", path=request.path, error=f"{type(exception).__name__}: {exception}")
        text = gettext(
            "Somebody else was recording something at this moment. Nothing of yours was recorded. Send it again."
        )
        return _handed_back(request, gettext("Not recorded yet"), text, 409)


def is_guarded(request: HttpRequest) -> bool:
    """Accounts, languages and the programs of funders have their own ways."""
    return not request.path.startswith((reverse("account_login").removesuffix("login/"), "/i18n/", "/api/"))


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Hand back what was typed when the token is of another sign-in, if the form came from our own pages."""
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}" or not is_guarded(request):
        return csrf_failure(request, reason)
    text = gettext(
        "The form was open too long or you signed in again in another window. Nothing was recorded. Look at what you"
        " typed and send it again."
    )
    return _handed_back(request, gettext("This page has become stale"), text, 403)


def lost_session(request: HttpRequest) -> HttpResponse:
    """Hand back what was typed to whoever is not signed in any more."""
    text = gettext(
        "You are not signed in any more. Nothing was recorded and nothing you typed is lost: sign in in a new window,"
        " come back here and send it again."
    )
    return _handed_back(request, gettext("Sign in again"), text, 401, sign_in=resolve_url(settings.LOGIN_URL))


def lost_link(request: HttpRequest) -> HttpResponse:
    """Hand back what was typed to whoever came by a link that this browser has forgotten, or that has ended.

    Members come to their declaration by a link or signed in; partners' officers have a link alone.
    """
    if request.path.startswith(DECLARATIONS) and not _is_signed_in(request):
        title, sign_in = gettext("Sign in or open your personal link again"), resolve_url(settings.LOGIN_URL)
        text = gettext(
            "This page is not open to you any more. Nothing was recorded and nothing you typed is lost: sign in, or"
            " open your personal link, in a new window, come back here and send it again. If the link has ended, ask"
            " for a new one."
        )
        return _handed_back(request, title, text, 404, sign_in=sign_in)
    text = gettext(
        "This page is not open to you any more. Nothing was recorded and nothing you typed is lost: open your personal"
        " link in a new window, come back here and send it again. If the link has ended, ask for a new one."
    )
    return _handed_back(request, gettext("Open your personal link again"), text, 404)


def _handed_back(request: HttpRequest, title: Text, text: Text, status: int, *, sign_in: str = "") -> HttpResponse:
    typed = _typed(request)
    is_whole = sum(len(value) for _name, value in typed) <= MOST_KEPT
    context: dict[str, Any] = {
        "title": title,
        "text": text,
        "sign_in": sign_in,
        "address": request.get_full_path(),
        "typed": typed if is_whole else [],
        "shown": [value for _name, value in typed if len(value) > 3] if is_whole else [],
        "has_files": bool(request.FILES),
    }
    response = render(request, "duediligence/handed_back.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN and "password" not in name
    ]


def _key(request: HttpRequest) -> str | None:
    """Return under what name the answer to this press of a button is kept; ``None`` without session or token."""
    token, session = request.POST.get(TOKEN), request.session.session_key
    if not token or not session:
        return None
    digest = hashlib.sha256(f"{session}\0{request.get_full_path()}".encode())
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        digest.update(repr((name, [(file.name, file.size) for file in files])).encode())
    return f"sent-form:{digest.hexdigest()}"


def _sent_before(request: HttpRequest, key: str) -> HttpResponse:
    """Give the answer of the first press, once there is one."""
    until = time.monotonic() + WAIT_SECONDS
    while (address := cache.get(key)) == "" and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    if address:
        messages.info(request, gettext("This was sent twice. It is recorded once."))
        return HttpResponseRedirect(address)
    text = gettext(
        "The same form was sent a moment ago and has no answer yet. Look whether it was recorded before you send it"
        " again."
    )
    return _handed_back(request, gettext("Sent twice"), text, 409)


def _is_sign_in(address: str) -> bool:
    return address.partition("?")[0] in (reverse("admin:login"), resolve_url(settings.LOGIN_URL))


def _is_signed_in(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)
