"""Policy editions: read, compared in words, cloned into a draft, and published by a second person."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.components import Action
from duediligence.admin.forms.policies import CloneForm, PublishForm
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.policy_words import contents
from duediligence.admin.pages.showing import actor_of, asked_for, language, show
from duediligence.admin.policy_faults import fault_words
from duediligence.admin.policy_terms import term
from duediligence.domain import access
from duediligence.domain import policy as policies
from duediligence.errors import NotAllowed, NotTheDrafter, PolicyFaulty, Refused, SamePersonPublishes
from duediligence.messages import explain
from duediligence.models import PolicyEdition, User
from duediligence.policy import places
from duediligence.policy.compare import compare
from duediligence.policy.faults import Fault, PolicyRefused
from duediligence.policy.keeping import as_kept
from duediligence.policy.parse import read_policy
from duediligence.policy.wording import in_words
from screening.enums import PublicationStatus


@dataclass(frozen=True, slots=True)
class Mend:
    """A fault of a draft and where it is mended."""

    words: str
    address: str


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    found = PolicyEdition.objects.visible_to(signed_in(request)).select_related("institution", "published_by")
    return show(request, "policies.html", {"editions": found})


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    found, user = edition_or_404(request, edition_id), signed_in(request)
    policy, faults = read_policy(as_kept(found.content))
    is_draft = found.status == PublicationStatus.DRAFT
    context = {
        "edition": found,
        "parts": contents(policy, language()),
        "content": json.dumps(found.content, ensure_ascii=False, indent=2),
        "publish": _publish_action(found, user, len(faults)),
        "publish_form": PublishForm(),
        "clone": Action(_("Clone into a draft"), reverse("admin:policy_clone", args=[edition_id]), _refused(user)),
        "edit": edit_action(found, user) if is_draft else None,
        "mends": [mend(found, fault) for fault in faults],
    }
    return show(request, "policy.html", context)


@require_safe
def compare_editions(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Say in words what an edition does otherwise than another one that the reader may see."""
    found = edition_or_404(request, edition_id)
    others = [one for one in PolicyEdition.objects.visible_to(signed_in(request)) if one.pk != found.pk]
    other = _other(asked_for(request, "with"), others, found)
    changes: list[str] = []
    if other:
        before, after = (read_policy(as_kept(one.content))[0] for one in (other, found))
        steps = {step.code: step.name for step in (*before.steps, *after.steps)}
        changes = [in_words(change, language(), term, steps) for change in compare(before, after)]
    context = {"edition": found, "others": others, "other": other, "changes": changes}
    return show(request, "policy_compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def clone(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take everything over into a draft of one's own institution, under another name."""
    found, user = edition_or_404(request, edition_id), signed_in(request)
    if not access.may(user, access.CONFIGURERS, user.institution):
        messages.error(request, explain(NotAllowed()))
        return redirect("admin:policy", edition_id)
    form = CloneForm(
        request.POST if request.method == "POST" else None, initial={"effective_on": found.content.get("effective_on")}
    )
    if form.is_valid():
        given = form.cleaned_data
        day = given["effective_on"].isoformat()
        issued = min(str(found.content.get("issued_on")), day)
        content = {**as_kept(found.content), "edition": given["edition"], "issued_on": issued, "effective_on": day}
        try:
            draft = policies.draft(content, institution=user.institution, actor=actor_of(request))
        except Refused as refused:
            form.add_error("edition", explain(refused))
        except PolicyRefused as refused:
            form.add_error(None, [fault_words(fault, content) for fault in refused.faults])
        else:
            messages.success(request, gettext("The draft is kept. Edit its parts; another person publishes it."))
            return redirect("admin:policy_edit", draft.pk)
    return show(request, "policy_clone.html", {"edition": found, "form": form}, 422 if form.is_bound else 200)


@require_POST
def publish(request: HttpRequest, edition_id: int) -> HttpResponse:
    found = edition_or_404(request, edition_id)
    try:
        _demand_own(found, signed_in(request))
        policies.publish(found, actor=actor_of(request), reason=request.POST.get("reason", "").strip()[:2_000])
    except Refused as refused:
        messages.error(request, explain(refused))
    else:
        messages.success(request, gettext("The edition is in force for cases opened from now on."))
    return redirect("admin:policy", edition_id)


def edition_or_404(request: HttpRequest, edition_id: int) -> PolicyEdition:
    visible = PolicyEdition.objects.visible_to(signed_in(request))
    found = visible.filter(pk=edition_id).select_related("institution", "created_by", "published_by").first()
    if found is None:
        raise Http404
    return found


def edit_action(found: PolicyEdition, user: User) -> Action:
    """Return the way to the forms, or why the reader does not change this draft."""
    refused = _refused(user) or ("" if found.created_by_id == user.pk else explain(NotTheDrafter()))
    return Action(_("Edit"), edit_address(found), refused)


def edit_address(found: PolicyEdition, place: str = "") -> str:
    address = reverse("admin:policy_edit", args=[found.pk])
    return f"{address}?{urlencode({'at': place})}" if place else address


def mend(found: PolicyEdition, fault: Fault) -> Mend:
    """Return the words of a fault with the innermost form that its path leads through."""
    path = fault.path
    while path:
        try:
            shape = places.find(found.content, path).shape
        except places.NoSuchPlace:
            shape = None
        if shape is not None and (path.endswith("]") or places.collections(shape)):
            break
        path = path[:-1].rpartition("[")[0] if path.endswith("]") else path.rpartition(".")[0]
    return Mend(fault_words(fault, found.content), edit_address(found, path))


def _other(asked: str, others: Sequence[PolicyEdition], found: PolicyEdition) -> PolicyEdition | None:
    """Return the edition asked for; by itself the one in force under the same name, the institution's own first."""
    if asked:
        return next((one for one in others if str(one.pk) == asked), None)
    same = [one for one in others if one.code == found.code and one.status == PublicationStatus.PUBLISHED]
    return next((one for one in same if one.institution_id == found.institution_id), same[0] if same else None)


def _demand_own(found: PolicyEdition, user: User) -> None:
    """An edition that ships with the system is published by the system alone."""
    if found.institution_id is None or found.institution_id != user.institution_id:
        raise NotAllowed


def _refused(user: User) -> str:
    return "" if access.may(user, access.CONFIGURERS, user.institution) else explain(NotAllowed())


def _publish_action(found: PolicyEdition, user: User, faults: int) -> Action | None:
    if found.status != PublicationStatus.DRAFT or found.institution_id is None:
        return None
    refused = _refused(user)
    if not refused and found.created_by_id == user.pk:
        refused = explain(SamePersonPublishes())
    if not refused and faults:
        refused = explain(PolicyFaulty(count=faults))
    return Action(_("Publish"), refused=refused)
