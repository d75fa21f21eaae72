"""The office's own watch list: written row by row as a draft, published by a second person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.components import Action
from duediligence.admin.forms.acts import ReasonForm
from duediligence.admin.forms.watch_list import RowForm, RowSearch
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.list_ahead import ahead_context
from duediligence.admin.pages.list_frame import refusal
from duediligence.admin.pages.showing import actor_of, asked_for, page_of, show
from duediligence.admin.verbs import people
from duediligence.domain import watch_list
from duediligence.errors import FileRefused, Refused
from duediligence.messages import explain, file_fault
from duediligence.models import Institution
from duediligence.queries.list_preview import draft_preview
from duediligence.queries.watch_list import RowState, rows_of
from screening.lists import drafts
from screening.models import WatchListDraft

CHANGES_SHOWN = 100
ACTS = {
    "publish": (watch_list.publish, _("The list is published and in use.")),
    "discard": (watch_list.discard, _("The draft is put away; the published edition stays as it is.")),
}


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    return _show(request, {})


@require_safe
def ahead(request: HttpRequest) -> HttpResponse:
    """Show what publishing the draft would change, and which cases it would touch."""
    home = _home(request)
    draft = watch_list.open_draft(home)
    if draft is None:
        raise Http404
    shown = ahead_context(draft_preview(draft, signed_in(request)), changes_shown=CHANGES_SHOWN)
    context = {"draft": draft, "acts": [_act(request, draft, name, {}) for name in ACTS], **shown}
    return show(request, "watch_list_ahead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest) -> HttpResponse:
    """Add an entry to the draft, or change the one that ``?uid=`` names."""
    home, uid = _home(request), asked_for(request, "uid")
    known = next((one.cells for one in rows_of(home) if one.uid == uid), None) if uid else {}
    if known is None:
        raise Http404
    form = RowForm(request.POST if request.method == "POST" else None, initial=dict(known))
    refused = refusal(request, watch_list.source_of(home))
    if form.is_bound and form.is_valid():
        try:
            watch_list.put(home, uid, form.cleaned_data, actor=actor_of(request))
        except FileRefused as fault:
            _mark(form, fault)
        except Refused as fault:
            form.add_error(None, explain(fault))
        else:
            messages.success(request, gettext("It is in the draft. Another person publishes it."))
            return redirect("admin:watch_list")
    context = {"form": form, "uid": uid, "name": known.get("name", ""), "refused": refused}
    return show(request, "watch_list_row.html", context, 422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Strike an entry out of the draft, or take it back."""
    try:
        struck = watch_list.remove(_home(request), request.POST.get("uid", ""), actor=actor_of(request))
    except Refused as refused:
        messages.error(request, explain(refused))
    else:
        words = gettext("%(name)s is struck out.") if struck.is_removed else gettext("%(name)s is taken back.")
        messages.success(request, words % {"name": struck})
    return redirect("admin:watch_list")


@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Publish the draft that the reader looked at, or put it away."""
    if name not in ACTS:
        raise Http404
    draft = WatchListDraft.objects.filter(pk=_number(request), source=watch_list.source_of(_home(request))).first()
    if draft is None:
        raise Http404
    perform, done = ACTS[name]
    form = ReasonForm(request.POST, auto_id=f"id_{name}_%s")
    try:
        if form.is_valid():
            perform(draft, actor=actor_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, str(done))
            return redirect("admin:watch_list")
    except Refused as refused:
        messages.error(request, explain(refused))
    return _show(request, {name: form}, status=422)


def _show(request: HttpRequest, bound: dict[str, ReasonForm], status: int = 200) -> HttpResponse:
    home = _home(request)
    source, draft = watch_list.source_of(home), watch_list.open_draft(home)
    search = RowSearch(request.GET)
    found = search.applied(rows_of(home))
    refused = refusal(request, source)
    context = {
        "source": source,
        "draft": draft,
        "authors": ", ".join(sorted(people(drafts.authors(draft)).values())) if draft else "",
        "search": search,
        "page": page_of(request, found),
        "changed": sum(one.state is not RowState.KEPT for one in rows_of(home)) if draft else 0,
        "add": Action(_("Add an entry"), reverse("admin:watch_list_row"), refused),
        "upload": Action(_("Upload a table"), reverse("admin:list_upload", args=[source.code]), refused),
        "acts": [_act(request, draft, name, bound) for name in ACTS] if draft else [],
        "refused": refused,
    }
    return show(request, "watch_list.html", context, status)


def _act(request: HttpRequest, draft: WatchListDraft, name: str, bound: dict[str, ReasonForm]) -> dict[str, Any]:
    refused = watch_list.why_not(draft, actor_of(request), publishes=name == "publish")
    title = _("Publish as the second person") if name == "publish" else _("Put the draft away")
    return {
        "name": name,
        "title": title,
        "form": bound.get(name) or ReasonForm(auto_id=f"id_{name}_%s"),
        "refused": explain(refused) if refused else "",
        "style": "" if name == "publish" else "button-danger",
    }


def _mark(form: RowForm, fault: FileRefused) -> None:
    """Put each thing that is wrong beside its field."""
    cause = fault.__cause__
    errors = cause.errors if isinstance(cause, drafts.RowRefused) else []
    for error in errors:
        words = file_fault("", None, "", error.code, error.params)
        form.add_error(error.field if error.field in form.fields else None, words)


def _home(request: HttpRequest) -> Institution:
    home = signed_in(request).institution
    if home is None:
        raise PermissionDenied
    return home


def _number(request: HttpRequest) -> int:
    number = request.POST.get("draft", "")
    return int(number) if number.isdecimal() and len(number) < 18 else 0
