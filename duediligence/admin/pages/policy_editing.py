"""A policy draft edited in forms: one place at a time, each with its collections, every fault leading to its form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from duediligence.admin.forms.policies import PolicyForm
from duediligence.admin.forms.policy_part import PartForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.policies import edit_action, edit_address, edition_or_404, mend
from duediligence.admin.pages.showing import actor_of, language, show
from duediligence.admin.policy_faults import fault_words, own_key, own_name
from duediligence.admin.policy_terms import name_of, term
from duediligence.domain import policy_draft
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import PolicyEdition
from duediligence.policy import places
from duediligence.policy.faults import Fault, PolicyRefused
from duediligence.policy.parse import read_policy
from duediligence.policy.wording import label
from screening.enums import PublicationStatus


@dataclass(frozen=True, slots=True)
class Item:
    """One part inside another one."""

    path: str
    name: str
    detail: str
    address: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Collection:
    """The parts of one kind inside a place; ``add`` leads to the form of a new one."""

    title: str
    items: tuple[Item, ...]
    add: str


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show a place as a form; keep what was typed when no new fault is in it."""
    found, place = _draft_or_404(request, edition_id), request.GET.get("at", "")
    action = edit_action(found, signed_in(request))
    if action.refused:
        messages.error(request, str(action.refused))
        return redirect("admin:policy", edition_id)
    at = _place_or_404(found, place)
    policy, faults = read_policy(found.content)
    sent, fact = request.POST if request.method == "POST" else None, request.GET.get("fact", "")
    form = PartForm(sent, place=at, policy=policy, language=language(), fact=fact)
    if form.is_valid() and _keep(request, found, form):
        return redirect(edit_address(found, at.outer if at.is_new else place))
    return show(request, "policy_edit.html", _context(found, at, form, faults), 422 if form.is_bound else 200)


@require_POST
def change_items(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take an item out, or move it one place up."""
    found, path = _draft_or_404(request, edition_id), request.POST.get("at", "")
    act = {"remove": places.removed, "up": places.raised}.get(request.POST.get("act", ""))
    at = _place_or_404(found, path)
    if act is None or at.is_new or not path.endswith("]"):
        raise Http404
    changed = act(found.content, path)
    try:
        faults = policy_draft.revise(found, changed, seen=request.POST.get("seen", ""), actor=actor_of(request))
    except Refused as refused:
        messages.error(request, explain(refused))
    except PolicyRefused as refused:
        messages.error(request, " ".join(fault_words(fault, changed) for fault in refused.faults))
    else:
        _say_kept(request, faults)
    return redirect(edit_address(found, at.outer))


@require_http_methods(["GET", "HEAD", "POST"])
def content(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Edit the whole draft as it is stored; only sound content is kept."""
    found = _draft_or_404(request, edition_id)
    action = edit_action(found, signed_in(request))
    if action.refused:
        messages.error(request, str(action.refused))
        return redirect("admin:policy", edition_id)
    initial = {"content": json.dumps(found.content, ensure_ascii=False, indent=2)}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    is_sound = form.is_valid()
    if is_sound and request.POST.get("act") != "check":
        try:
            policy_draft.revise(
                found,
                form.cleaned_data["content"],
                seen=request.POST.get("seen", ""),
                place="",
                actor=actor_of(request),
            )
        except Refused as refused:
            form.add_error("content", explain(refused))
        else:
            messages.success(request, gettext("The draft is kept. Another person publishes it."))
            return redirect("admin:policy", found.pk)
    context = {"edition": found, "form": form, "is_sound": is_sound and not form.errors}
    return show(request, "policy_content.html", context, 422 if form.errors else 200)


@require_POST
def discard(request: HttpRequest, edition_id: int) -> HttpResponse:
    found = _draft_or_404(request, edition_id)
    try:
        policy_draft.discard(found, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:policy", edition_id)
    messages.success(request, gettext("The draft %(edition)s is thrown away.") % {"edition": found.edition})
    return redirect("admin:policies")


def _draft_or_404(request: HttpRequest, edition_id: int) -> PolicyEdition:
    found = edition_or_404(request, edition_id)
    if found.status != PublicationStatus.DRAFT:
        raise Http404
    return found


def _place_or_404(found: PolicyEdition, path: str) -> places.Place:
    try:
        return places.find(found.content, path)
    except places.NoSuchPlace as missing:
        raise Http404 from missing


def _keep(request: HttpRequest, found: PolicyEdition, form: PartForm) -> bool:
    """Store the place; put what is refused beside its fields."""
    changed = places.replaced(found.content, form.place.path, form.part())
    try:
        faults = policy_draft.revise(
            found, changed, seen=request.POST.get("seen", ""), place=form.place.path, actor=actor_of(request)
        )
    except PolicyRefused as refused:
        form.refuse(refused.faults, changed)
    except Refused as refused:
        refuse(form, refused)
    else:
        _say_kept(request, faults)
        return True
    return False


def _say_kept(request: HttpRequest, faults: tuple[Fault, ...]) -> None:
    if faults:
        words = gettext("Kept. Faults to mend before the draft is published, listed below: %(count)d.")
        messages.warning(request, words % {"count": len(faults)})
    else:
        messages.success(request, gettext("Kept. Nothing is wrong with the draft."))


def _context(found: PolicyEdition, at: places.Place, form: PartForm, faults: tuple[Fault, ...]) -> Mapping[str, Any]:
    return {
        "edition": found,
        "place": at,
        "address": edit_address(found, at.path),
        "title": _title(at) if at.path else gettext("Edit the draft"),
        "trail": _trail(found, at),
        "form": form,
        "collections": () if at.is_new else tuple(_collection(found, at, name) for name in _inside(at)),
        "own_pages": () if at.is_new else tuple(_own_page(found, at, name) for name in _holding(at)),
        "mends": [mend(found, fault) for fault in faults],
    }


def _inside(at: places.Place) -> list[str]:
    return [name for name in places.collections(at.shape) if not isinstance(at.data.get(name), Mapping)]


def _holding(at: places.Place) -> list[str]:
    return [name for name in places.collections(at.shape) if isinstance(at.data.get(name), Mapping)]


def _own_page(found: PolicyEdition, at: places.Place, name: str) -> Item:
    return _item(found, places.find(found.content, f"{at.path}.{name}".lstrip(".")), True)


def _collection(found: PolicyEdition, at: places.Place, name: str) -> Collection:
    path = f"{at.path}.{name}".lstrip(".")
    count = len(at.data.get(name, ()))
    items = (places.find(found.content, f"{path}[{index}]") for index in range(count))
    return Collection(
        name_of(name),
        tuple(_item(found, item, number == 0) for number, item in enumerate(items)),
        edit_address(found, f"{path}[{count}]"),
    )


def _item(found: PolicyEdition, at: places.Place, is_first: bool) -> Item:
    return Item(at.path, _title(at), own_key(at.data), edit_address(found, at.path), is_first)


def _title(at: places.Place) -> str:
    """Return what a part is called: its own name, else the word it is known by, else what sort of part it is."""
    if at.is_new:
        return gettext("Add: %(part)s") % {"part": name_of(_sort_of(at.path))}
    return own_name(at.data) or term(label(own_key(at.data) or _sort_of(at.path)))


def _sort_of(path: str) -> str:
    return path.rpartition(".")[2].partition("[")[0]


def _trail(found: PolicyEdition, at: places.Place) -> list[Item]:
    """Return the parts on the way to a place, the outermost first."""
    trail: list[Item] = []
    path = at.outer
    while path:
        trail.insert(0, _item(found, places.find(found.content, path), True))
        path = path.rpartition(".")[0]
    return trail
