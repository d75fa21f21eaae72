"""Policy editions: read, clone into a draft, and publish by a second person."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.components import Action
from duediligence.admin.forms.policies import PolicyForm
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.policy_words import contents
from duediligence.admin.pages.showing import actor_of, language, show
from duediligence.domain import access
from duediligence.domain import policy as policies
from duediligence.errors import NotAllowed, Refused, SamePersonPublishes
from duediligence.messages import explain
from duediligence.models import PolicyEdition, User
from screening.enums import PublicationStatus


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    found = PolicyEdition.objects.visible_to(signed_in(request)).select_related("institution", "published_by")
    return show(request, "policies.html", {"editions": found})


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    found = _edition(request, edition_id)
    context = {
        "edition": found,
        "policy": policies.read(found),
        "parts": contents(policies.read(found), language()),
        "content": json.dumps(found.content, ensure_ascii=False, indent=2),
        "publish": _publish_action(found, signed_in(request)),
        "clone": Action(_("Clone into a draft"), refused=_refused(signed_in(request))),
    }
    return show(request, "policy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def clone(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Edit a copy, check it, and keep it as a draft of one's own institution."""
    found, user = _edition(request, edition_id), signed_in(request)
    if not access.may(user, access.CONFIGURERS, user.institution):
        messages.error(request, explain(NotAllowed()))
        return redirect("admin:policy", edition_id)
    initial = {"content": json.dumps(found.content, ensure_ascii=False, indent=2)}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_bound or not form.is_valid():
        return show(request, "policy_clone.html", {"edition": found, "form": form}, 422 if form.is_bound else 200)
    if request.POST.get("act") == "check":
        context = {"edition": found, "form": form, "is_sound": True}
        return show(request, "policy_clone.html", context)
    try:
        draft = policies.draft(form.cleaned_data["content"], institution=user.institution, actor=actor_of(request))
    except Refused as refused:
        form.add_error("content", explain(refused))
        return show(request, "policy_clone.html", {"edition": found, "form": form}, 422)
    messages.success(request, gettext("The draft is kept. Another person publishes it."))
    return redirect("admin:policy", draft.pk)


@require_POST
def publish(request: HttpRequest, edition_id: int) -> HttpResponse:
    found = _edition(request, edition_id)
    try:
        _demand_own(found, signed_in(request))
        policies.publish(found, actor=actor_of(request), reason=request.POST.get("reason", ""))
    except Refused as refused:
        messages.error(request, explain(refused))
    else:
        messages.success(request, gettext("The edition is in force for cases opened from now on."))
    return redirect("admin:policy", edition_id)


def _edition(request: HttpRequest, edition_id: int) -> PolicyEdition:
    visible = PolicyEdition.objects.visible_to(signed_in(request))
    found = visible.filter(pk=edition_id).select_related("institution", "created_by", "published_by").first()
    if found is None:
        raise Http404
    return found


def _demand_own(found: PolicyEdition, user: User) -> None:
    """An edition that ships with the system is published by the system alone."""
    if found.institution_id is None or found.institution_id != user.institution_id:
        raise NotAllowed


def _refused(user: User) -> str:
    return "" if access.may(user, access.CONFIGURERS, user.institution) else explain(NotAllowed())


def _publish_action(found: PolicyEdition, user: User) -> Action | None:
    if found.status != PublicationStatus.DRAFT or found.institution_id is None:
        return None
    refused = _refused(user)
    if not refused and found.created_by_id == user.pk:
        refused = explain(SamePersonPublishes())
    return Action(_("Publish"), refused=refused)
