"""How long closed case files are kept, what their removal takes along, and what is given to a person who asks."""

import datetime as dt
import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.forms.disclosure import PersonSearch
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404
from duediligence.admin.pages.showing import actor_of, page_of, show
from duediligence.admin.pages.worklist import title_of
from duediligence.documents import disclosure
from duediligence.domain import access, retention, retention_parts
from duediligence.errors import NotAllowed, Refused
from duediligence.labels import COUNTED
from duediligence.messages import explain
from duediligence.models import Case, Person, User
from duediligence.models.proposal import OFFICE_ROLES
from duediligence.queries.people import people_found


def may_see(user: User) -> bool:
    return user.is_superuser or bool(user.roles() & OFFICE_ROLES)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """List the closed case files, the first closed first, and until when each is kept."""
    closed = Case.objects.visible_to(signed_in(request)).filter(closed_at__isnull=False, purged_at__isnull=True)
    page = page_of(request, closed.select_related("policy_edition", "revision").order_by("closed_at", "pk"))
    today = timezone.localdate()
    return show(request, "kept.html", {"page": page, "rows": [_row(one, today) for one in page]})


@require_safe
def removal(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the end of its retention takes out of a case file, and what of it goes earlier."""
    case = case_or_404(request, reference)
    context: dict[str, Any] = {"case": case, "title": title_of(case)}
    if case.closed_at and not case.purged_at:
        today = timezone.localdate()
        counts = [(COUNTED[name], number) for name, number in retention.counts_of(case).items() if number]
        parts = [
            {"words": COUNTED[part.record], "part": part, "is_over": part.kept_until < today}
            for part in retention_parts.standing(case)
        ]
        context |= {"row": _row(case, today), "counts": counts, "parts": parts}
    return show(request, "kept_case.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Find the person who asks for what is held about them."""
    user, form = signed_in(request), PersonSearch(request.GET)
    words = form.words()
    page = page_of(request, people_found(user, words)) if words else None
    may = user.institution is not None and access.may(user, access.INVESTIGATORS, user.institution)
    refused = "" if may else explain(NotAllowed())
    return show(request, "disclosure.html", {"form": form, "words": words, "page": page, "refused": refused})


@require_POST
def disclose(request: HttpRequest) -> HttpResponseBase:
    """Hand out everything that is held about one person, or under the name of somebody without a record."""
    user, number = signed_in(request), request.POST.get("person", "")
    name = request.POST.get("name", "").replace("\0", "").strip()[:200]
    try:
        if number.isdecimal() and len(number) < 19:
            person = get_object_or_404(Person.objects.visible_to(user), pk=int(number))
            content, called = disclosure.of_person(person, actor=actor_of(request)), f"person-{person.pk}"
        elif name and user.institution:
            content, called = disclosure.of_name(name, user.institution, actor=actor_of(request)), "name"
        else:
            return redirect("admin:disclosure")
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:disclosure")
    return FileResponse(io.BytesIO(content.encode()), as_attachment=True, filename=f"{called}.json")


def _row(case: Case, today: dt.date) -> dict[str, Any]:
    closed_on, until = retention.dates_of(case)
    return {"case": case, "title": title_of(case), "closed": closed_on, "until": until, "is_over": until < today}
