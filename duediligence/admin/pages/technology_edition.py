"""Bringing a new edition of a technology list: the file, what it changes, and the second person who publishes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.components import Action, Fact
from duediligence.admin.forms.acts import ReasonForm
from duediligence.admin.forms.technology_edition import TechnologyListForm
from duediligence.admin.frame import Text, Tone, signed_in
from duediligence.admin.pages.lexicon import list_choices
from duediligence.admin.pages.lexicon_draft import refused_writing
from duediligence.admin.pages.showing import actor_of, asked_for, in_language, page_of, show
from duediligence.admin.pages.technology_words import refusal_in_words
from duediligence.admin.verbs import people
from duediligence.days import moment
from duediligence.domain import technology_edition as editions
from duediligence.errors import Refused
from duediligence.models import User
from duediligence.queries.technology_edition import edition_ahead
from screening.enums import DraftStatus
from screening.models import TechnologyListDraft
from screening.technology.taxonomy import Area
from screening.technology.taxonomy_delta import AreaChange, AreaChangeKind

KINDS: Mapping[AreaChangeKind, tuple[Text, Tone]] = {
    AreaChangeKind.ADDED: (_("Added"), Tone.ACCENT),
    AreaChangeKind.REMOVED: (_("Removed"), Tone.DANGER),
    AreaChangeKind.RENAMED: (_("Renamed"), Tone.WARNING),
    AreaChangeKind.RECODED: (_("Other code"), Tone.WARNING),
    AreaChangeKind.MOVED: (_("Moved"), Tone.WARNING),
    AreaChangeKind.CHANGED: (_("Facts changed"), Tone.NEUTRAL),
}
FIELDS: Mapping[str, Text] = {
    "name_ja": _("Name (Japanese)"),
    "name_en": _("Name (English)"),
    "name_is_official": _("Official name"),
    "verified": _("Wording verified"),
    "scope_note": _("Scope note"),
    "scope_note_is_ours": _("Scope note by"),
    "action": _("The list suggests"),
    "parent": _("Belongs to"),
    "source": _("Source"),
    "note": _("Note"),
}


@dataclass(frozen=True, slots=True)
class Act:
    title: Text
    done: Text
    perform: Callable[..., object]
    why_not: Callable[[TechnologyListDraft, User], str]
    style: str = ""


def _why_not_publish(draft: TechnologyListDraft, user: User) -> str:
    refused = editions.why_not_publish(draft, user)
    return refusal_in_words(refused) if refused else ""


ACTS = {
    "publish": Act(
        _("Publish as the second person"),
        _("The edition is in force for later runs."),
        editions.publish,
        _why_not_publish,
    ),
    "discard": Act(
        _("Put it away"),
        _("The edition is put away. It stays on record."),
        editions.discard,
        lambda _draft, user: refused_writing(user),
        "button-danger",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Read a file; what it changes is the next page."""
    refused = refused_writing(signed_in(request))
    given = [request.POST, request.FILES] if request.method == "POST" else []
    form = TechnologyListForm(*given, lists=list_choices(), initial={"list_code": asked_for(request, "list")})
    if form.is_bound and not refused and form.is_valid():
        try:
            return redirect("admin:technology_draft", _brought(request, form).pk)
        except Refused as fault:
            form.add_error(fault.field if fault.field in form.fields else None, refusal_in_words(fault))
    status = 403 if refused else 422 if form.is_bound else 200
    return show(request, "technology_upload.html", {"form": form, "refused": refused}, status)


def _brought(request: HttpRequest, form: TechnologyListForm) -> TechnologyListDraft:
    wanted = form.cleaned_data
    with form.uploaded() as file:
        return editions.bring(
            file,
            list_code=wanted["list_code"],
            edition=wanted["edition"],
            issued=wanted["issued"],
            actor=actor_of(request),
        )


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    return _show(request, get_object_or_404(TechnologyListDraft, pk=draft_id), {})


@require_POST
def act(request: HttpRequest, draft_id: int, name: str) -> HttpResponse:
    """Publish the edition, or put it away; what was typed stays on the page when it is refused."""
    found = get_object_or_404(TechnologyListDraft, pk=draft_id)
    if name not in ACTS:
        raise Http404
    form = ReasonForm(request.POST, auto_id=f"id_{name}_%s")
    try:
        if form.is_valid():
            ACTS[name].perform(found, actor=actor_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, str(ACTS[name].done))
            return redirect("admin:technology_draft", draft_id)
    except Refused as refused:
        messages.error(request, refusal_in_words(refused))
    return _show(request, get_object_or_404(TechnologyListDraft, pk=draft_id), {name: form}, status=422)


def _show(
    request: HttpRequest, found: TechnologyListDraft, bound: dict[str, forms.Form], status: int = 200
) -> HttpResponse:
    ahead = edition_ahead(found)
    counts = {kind: sum(one.kind is kind for one in ahead.changes) for kind in KINDS}
    context = {
        "draft": found,
        "name": in_language(ahead.taxonomy.name_ja, ahead.taxonomy.name_en),
        "facts": _facts(found, len(ahead.taxonomy.areas), ahead.taxonomy.issued),
        "ahead": ahead,
        "is_open": found.status == DraftStatus.OPEN,
        "unverified": sum(not area.verified for area in ahead.taxonomy.areas),
        "counts": [(*KINDS[kind], number) for kind, number in counts.items() if number] if ahead.before else [],
        "page": page_of(request, [_row(change) for change in ahead.changes], 50),
        "losing": [(in_language(line.concept.name_ja, line.concept.name_en), code) for line, code in ahead.losing],
        "wordless": [f"{area.code} {in_language(area.name_ja, area.name_en)}" for area in ahead.wordless],
        "acts": [_act(found, name, signed_in(request), bound) for name in ACTS],
    }
    return show(request, "technology_draft.html", context, status)


def _act(found: TechnologyListDraft, name: str, user: User, bound: dict[str, forms.Form]) -> dict[str, Any]:
    one = ACTS[name]
    form = bound.get(name) or ReasonForm(auto_id=f"id_{name}_%s")
    return {"name": name, "button": Action(one.title, refused=one.why_not(found, user)), "form": form, "act": one}


def _facts(found: TechnologyListDraft, areas: int, issued: str) -> list[Fact]:
    names = people({found.brought_by, found.closed_by} - {""})
    facts = [
        Fact(_("List"), found.list_code),
        Fact(_("Edition"), found.content["edition"]),
        Fact(_("Issued"), issued),
        Fact(_("Areas"), str(areas)),
        Fact(_("File"), found.file_name),
        Fact(_("Uploaded"), f"{moment(found.brought_at)} · {names[found.brought_by]}"),
    ]
    if found.closed_by:
        facts += [
            Fact(_("Published or put away by"), f"{moment(found.closed_at)} · {names[found.closed_by]}"),
            Fact(_("Reason"), found.reason),
        ]
    return facts


def _row(change: AreaChange) -> dict[str, Any]:
    words, tone = KINDS[change.kind]
    return {
        "kind": words,
        "tone": tone,
        "code": change.code,
        "before": _named(change.before),
        "after": _named(change.after),
        "area": change.after or change.before,
        "fields": [FIELDS[name] for name in change.fields],
    }


def _named(area: Area | None) -> str:
    if area is None:
        return ""
    return f"{area.code} " + " / ".join(name for name in (area.name_ja, area.name_en) if name)
