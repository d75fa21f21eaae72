"""The next edition of own terms: written by one person, looked at with its effect, published by another."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.components import Action
from duediligence.admin.forms.lexicon import DiscardForm, LexiconFileForm, PublishForm, TermForm, TermKeyForm
from duediligence.admin.forms.technology import KINDS, LANGUAGES
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.lexicon import lexicon_file
from duediligence.admin.pages.showing import actor_of, in_language, language, page_of, show
from duediligence.admin.pages.technology_words import refusal_in_words
from duediligence.admin.verbs import people
from duediligence.domain import access
from duediligence.domain import lexicon as lexicons
from duediligence.errors import NotAllowed, Refused
from duediligence.messages import explain
from duediligence.models import User
from duediligence.queries.lexicon import ConceptLine, lexicon_in_force, lines, lines_of, published_lists
from screening.lists.lexicon import combined, open_draft, own_terms
from screening.models import LexiconDraft
from screening.runs.technology import technology_list
from screening.technology.lexicon import Term, TermKind
from screening.technology.lexicon_file import FORMATS

EARLIER = 10


@require_safe
def draft(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    if lexicon_in_force() is None:
        raise Http404
    return _acted(request, lambda: lexicons.begin(actor=actor_of(request)), gettext("The draft is open."))


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Send the draft's own terms, to be edited and sent back."""
    kind = request.GET.get("format", "")
    if kind not in FORMATS:
        raise Http404
    found = draft_or_404()
    return lexicon_file(own_terms(found.local), kind, f"own-terms-{found.pk}")


@require_POST
def load(request: HttpRequest) -> HttpResponse:
    form = LexiconFileForm(request.POST, request.FILES)
    found = draft_or_404()

    def act() -> None:
        lexicons.load(found, form.cleaned_data["file"], actor=actor_of(request))

    return _written(request, form, "load", act, gettext("The file took the place of the draft's own terms."))


@require_POST
def add_term(request: HttpRequest) -> HttpResponse:
    found = draft_or_404()
    form = _term_form(found, request.POST)

    def act() -> None:
        lexicons.add_term(found, *form.written(), actor=actor_of(request))

    return _written(request, form, "add", act, gettext("The term is in the draft."))


@require_POST
def remove_term(request: HttpRequest) -> HttpResponse:
    form = TermKeyForm(request.POST)
    if not form.is_valid():
        raise Http404
    given, found = form.cleaned_data, draft_or_404()

    def act() -> None:
        kind = TermKind(given["kind"])
        lexicons.remove_term(found, concept=given["concept"], kind=kind, text=given["text"], actor=actor_of(request))

    return _acted(request, act, gettext("The term was taken out of the draft."))


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    form, found = PublishForm(request.POST), draft_or_404()

    def act() -> None:
        lexicons.publish(found, actor=actor_of(request), reason=form.cleaned_data["reason"])

    return _written(request, form, "publish", act, gettext("The edition is in force for later runs."))


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    form, found = DiscardForm(request.POST), draft_or_404()

    def act() -> None:
        lexicons.discard(found, actor=actor_of(request), reason=form.cleaned_data["reason"])

    return _written(request, form, "discard", act, gettext("The draft was put away."))


def draft_or_404() -> LexiconDraft:
    found = open_draft()
    if found is None:
        raise Http404
    return found


def refused_writing(user: User) -> str:
    return "" if access.may(user, access.LIST_KEEPERS, user.institution) else explain(NotAllowed())


def _without_lexicon() -> str:
    return "" if lexicon_in_force() else gettext("No lexicon is loaded: no text can be classified.")


def publish_action(found: LexiconDraft, user: User) -> Action:
    """Return the button, or the reason why another person has to press it."""
    refused = lexicons.why_not_publish(found, user)
    return Action(_("Publish"), refused=explain(refused) if refused else "")


def _acted(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, refusal_in_words(refused))
    else:
        messages.success(request, done)
    return redirect("admin:lexicon_draft")


def _written(request: HttpRequest, form: forms.Form, name: str, act: Callable[[], None], done: str) -> HttpResponse:
    """Do what a form asks; what was typed stays on the page when it is refused."""
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refusal_in_words(refused))
        else:
            messages.success(request, done)
            return redirect("admin:lexicon_draft")
    return _page(request, {name: form}, status=422)


def _page(request: HttpRequest, bound: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    user, found, given = signed_in(request), open_draft(), bound or {}
    refused = refused_writing(user)
    context: dict[str, Any] = {
        "draft": found,
        "refused": refused,
        "begin": Action(_("Begin a draft"), refused=refused or _without_lexicon()),
        "earlier": _earlier(),
    }
    if found:
        own = own_terms(found.local)
        chosen = lines(own, own)
        present = lexicon_in_force()
        before = {term for line in lines_of(present.pk) for term in line.own} if present else set()
        context |= {
            "writers": people(found.writers),
            "page": page_of(request, [_row(line, term, before) for line in chosen for term in line.terms], 50),
            "removed": [term.text for term in sorted(before - set(own.terms), key=lambda one: one.text)],
            "formats": FORMATS,
            "load_form": given.get("load") or LexiconFileForm(auto_id="id_load_%s"),
            "add_form": given.get("add") or _term_form(found, None),
            "publish": publish_action(found, user),
            "publish_form": given.get("publish") or PublishForm(auto_id="id_publish_%s"),
            "discard_form": given.get("discard") or DiscardForm(auto_id="id_discard_%s"),
            "bound": set(given),
        }
    return show(request, "lexicon_draft.html", context, status)


def _row(line: ConceptLine, term: Term, before: set[Term]) -> dict[str, Any]:
    return {
        "concept": line.concept,
        "name": in_language(line.concept.name_ja, line.concept.name_en),
        "term": term,
        "kind": dict(KINDS)[term.kind],
        "language": dict(LANGUAGES)[term.language],
        "is_new": term not in before,
    }


def _term_form(found: LexiconDraft, data: Any) -> TermForm:
    lexicon = combined(found)
    areas = []
    for taxonomy in (technology_list(edition.pk) for edition in published_lists()):
        named = [
            (f"{taxonomy.code}:{area.code}", f"{area.code} {in_language(area.name_ja, area.name_en)}")
            for area in taxonomy.areas
        ]
        areas.append((in_language(taxonomy.name_ja, taxonomy.name_en), named))
    concepts = list(lines(lexicon, own_terms({})))
    return TermForm(data, lines=concepts, areas=areas, language=language(), auto_id="id_add_%s")


def _earlier() -> list[dict[str, Any]]:
    closed = LexiconDraft.objects.filter(closed_at__isnull=False).select_related("edition")[:EARLIER]
    names = people({label for one in closed for label in (*one.writers, one.closed_by)})
    return [
        {"draft": one, "writers": [names[label] for label in one.writers], "closed_by": names[one.closed_by]}
        for one in closed
    ]
