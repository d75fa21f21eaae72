"""Bringing a published file: upload it, look at what it would change and whom it touches, then decide about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.forms.acts import NoQuestion, ReasonForm
from duediligence.admin.forms.lists import DaysForm, UploadForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import Text, signed_in
from duediligence.admin.pages.list_ahead import ahead_context
from duediligence.admin.pages.list_edition import FAULTS_SHOWN
from duediligence.admin.pages.list_frame import edition_facts, edition_or_404, refusal, row_faults, source_or_404
from duediligence.admin.pages.showing import actor_of, show
from duediligence.admin.verbs import people
from duediligence.domain import list_days, lists
from duediligence.domain.actor import Actor
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.queries.list_preview import preview
from screening.enums import EditionAct
from screening.models import Entry, ListEdition

ROWS_SHOWN = 10
NAMES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done with an edition; ``done`` is said once it has happened."""

    title: Text
    done: Text
    perform: Callable[[ListEdition, Actor, str], None]
    asks_why: bool = True
    style: str = ""


ACTS: dict[EditionAct, Act] = {
    EditionAct.APPLIED: Act(
        _("Take it into use"),
        _("The edition is in use. Monitored cases that it touches are screened again."),
        lambda edition, actor, _reason: lists.apply(edition, actor=actor),
        asks_why=False,
    ),
    EditionAct.RELEASED: Act(
        _("Release it as the second person"),
        _("The edition is in use. Monitored cases that it touches are screened again."),
        lambda edition, actor, reason: lists.release(edition, actor=actor, reason=reason),
    ),
    EditionAct.HELD: Act(
        _("Take it out of use"),
        _("The edition is held; the one before it applies again."),
        lambda edition, actor, reason: lists.hold(edition, actor=actor, reason=reason),
        style="button-danger",
    ),
    EditionAct.DISCARDED: Act(
        _("Put it away"),
        _("The edition is put away. It stays on record."),
        lambda edition, actor, reason: lists.discard(edition, actor=actor, reason=reason),
        style="button-danger",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Read a file into an edition that waits; its preview is the next page."""
    source = source_or_404(request, code)
    refused = refusal(request, source)
    form = UploadForm(*([request.POST, request.FILES] if request.method == "POST" else []), source=source)
    if form.is_bound and not refused and form.is_valid():
        try:
            return _read(request, code, form)
        except Refused as fault:
            refuse(form, fault)
        except forms.ValidationError as fault:
            form.add_error("file", fault)
    status = 403 if refused else 422 if form.is_bound else 200
    context = {"source": source, "form": form, "refused": refused}
    return show(request, "list_upload.html", context, status)


def _read(request: HttpRequest, code: str, form: UploadForm) -> HttpResponse:
    source, actor = source_or_404(request, code), actor_of(request)
    with form.uploaded() as several:
        if len(several) > 1:
            loaded = lists.load_several(source, several, actor=actor, options=form.options)
        else:
            address = form.cleaned_data.get("address", "")
            dates, options = form.dates, form.options
            loaded = lists.load_all(
                source, several[0], actor=actor, dates=dates, options=options, source_address=address
            )
    if len(loaded) > 1:
        words = gettext("%(count)d editions were read: %(which)s. Look at each and take it into use, the oldest first.")
        which = ", ".join(f"{one.edition.label} ({one.edition.file_name})" for one in loaded)
        messages.info(request, words % {"count": len(loaded), "which": which})
        return redirect("admin:list", code)
    if not loaded[0].is_new:
        messages.info(request, gettext("This file was loaded before; this is its edition."))
    return redirect("admin:list_preview", code, loaded[0].edition.pk)


@require_safe
def preview_page(request: HttpRequest, code: str, edition_id: int) -> HttpResponse:
    return _show(request, edition_or_404(request, code, edition_id), {})


@require_POST
def act(request: HttpRequest, code: str, edition_id: int, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    if name not in {one.value for one in ACTS}:
        raise Http404
    found, which = edition_or_404(request, code, edition_id), EditionAct(name)
    form = _form(which, request.POST)
    try:
        if form.is_valid():
            ACTS[which].perform(found, actor_of(request), form.cleaned_data.get("reason", ""))
            messages.success(request, str(ACTS[which].done))
            return redirect("admin:list_preview", code, edition_id)
    except Refused as refused:
        messages.error(request, explain(refused))
    return _show(request, edition_or_404(request, code, edition_id), {which: form}, status=422)


@require_POST
def days(request: HttpRequest, code: str, edition_id: int) -> HttpResponse:
    """Put the days of an edition that waits right; it is looked at once more."""
    found = edition_or_404(request, code, edition_id)
    form = DaysForm(request.POST, edition=found)
    try:
        if form.is_valid():
            dated = list_days.put_right(found, form.dates, actor=actor_of(request))
            if dated != found:
                messages.success(request, gettext("The days are put right. Look at the edition once more."))
            return redirect("admin:list_preview", code, dated.pk)
    except Refused as refused:
        messages.error(request, explain(refused))
    return _show(request, found, {}, status=422, days_form=form)


def _show(
    request: HttpRequest,
    found: ListEdition,
    bound: dict[EditionAct, forms.Form],
    status: int = 200,
    days_form: DaysForm | None = None,
) -> HttpResponse:
    may_date = list_days.may_put_right(found, actor_of(request))
    decisions = list(found.decisions.order_by("pk"))
    acting = people(decision.by for decision in decisions)
    context = {
        "edition": found,
        "source": found.source,
        "facts": edition_facts(found),
        "days_form": (days_form or DaysForm(edition=found)) if may_date else None,
        "acts": [_act(request, found, one, bound) for one in lists.possible_acts(found)],
        "decisions": [(decision, acting[decision.by]) for decision in decisions],
        "faults": row_faults(found.row_errors.all()[:FAULTS_SHOWN]),
        "more_faults": max(0, found.row_error_count - FAULTS_SHOWN),
        "entries": [(one, _others(one)) for one in found.entries.prefetch_related("names")[:ROWS_SHOWN]],
        **ahead_context(preview(found, signed_in(request))),
    }
    return show(request, "list_preview.html", context, status)


def _others(entry: Entry) -> str:
    return " · ".join([name.text for name in entry.names.all() if name.text != entry.primary_name][:NAMES_SHOWN])


def _act(
    request: HttpRequest, found: ListEdition, which: EditionAct, bound: dict[EditionAct, forms.Form]
) -> dict[str, Any]:
    refused = lists.why_not(found, which, actor_of(request))
    return {
        "name": which.value,
        "act": ACTS[which],
        "form": bound.get(which) or _form(which, None),
        "refused": explain(refused) if refused else "",
    }


def _form(which: EditionAct, data: Any) -> forms.Form:
    kind = ReasonForm if ACTS[which].asks_why else NoQuestion
    return kind(data, auto_id=f"id_{which}_%s")
