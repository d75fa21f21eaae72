"""What the office cleared: the list, one clearance with what it answers, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from duediligence.admin.forms.clearances import ClearanceSearch
from duediligence.admin.forms.judging import RevokeForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.clearance_words import STANDINGS, revoke_words
from duediligence.admin.pages.showing import actor_of, language, page_of, show
from duediligence.domain import access
from duediligence.domain import clearance as domain
from duediligence.errors import ClearanceNotLive, NotAllowed, Refused
from duediligence.messages import explain
from duediligence.models import Clearance, User
from duediligence.models.proposal import OFFICE_ROLES
from duediligence.queries.clearances import answered_cases, clearances, standing_of


def may_see(user: User) -> bool:
    return user.is_superuser or bool(user.roles() & OFFICE_ROLES)


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    form = ClearanceSearch(request.GET, standings=[(one.value, words) for one, (words, _tone) in STANDINGS.items()])
    page = page_of(request, clearances(signed_in(request), *form.asked()))
    return show(request, "clearances.html", {"form": form, "page": page, "rows": [_row(one) for one in page]})


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, clearance_id: int) -> HttpResponse:
    """Show a clearance with the open cases that it answers now, and revoke it."""
    user = signed_in(request)
    clearance = clearances(user, "", "").filter(pk=clearance_id).first()
    if clearance is None:
        raise Http404
    form = RevokeForm(request.POST if request.method == "POST" else None, language=language())
    if form.is_bound and form.is_valid():
        try:
            again = domain.revoke(clearance, actor=actor_of(request), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _done(len(again)))
            return redirect("admin:clearance", clearance_id)
    context = _row(clearance) | {
        "form": form,
        "cases": answered_cases(clearance, user).select_related("revision"),
        "refused": _refused(clearance, user),
    }
    return show(request, "clearance.html", context, 422 if form.is_bound else 200)


def _done(count: int) -> str:
    if not count:
        return gettext("It is revoked.")
    words = ngettext("It is revoked; %d case is screened again.", "It is revoked; %d cases are screened again.", count)
    return words % count


def _row(clearance: Clearance) -> dict[str, Any]:
    words, tone = STANDINGS[standing_of(clearance)]
    return {
        "clearance": clearance,
        "standing": words,
        "tone": tone,
        "revoked": revoke_words(clearance, language()),
    }


def _refused(clearance: Clearance, user: User) -> str:
    if clearance.revoked_at:
        return explain(ClearanceNotLive())
    return "" if access.may(user, access.INVESTIGATORS, clearance.institution) else explain(NotAllowed())
