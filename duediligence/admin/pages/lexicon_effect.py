"""What a draft of the lexicon would do to the office's proposals, and what its judgements suggest for it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from duediligence.admin.forms.lexicon import CandidateForm, ListChoiceForm, PublishForm
from duediligence.admin.forms.technology import KINDS, WEIGHTS
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.lexicon import list_choices
from duediligence.admin.pages.lexicon_draft import draft_or_404, publish_action
from duediligence.admin.pages.showing import actor_of, in_language, page_of, show
from duediligence.admin.pages.technology_words import refusal_in_words
from duediligence.domain import access, lexicon_candidates
from duediligence.domain import lexicon as lexicons
from duediligence.domain.lexicon_candidates import Candidate
from duediligence.errors import NotAllowed, Refused
from duediligence.models import Case, Institution, User
from duediligence.queries.lexicon import lexicon_in_force, published_lists
from screening.lists.lexicon import combined, open_draft, pack_of, present
from screening.models import LexiconDraft
from screening.runs.technology import technology_list
from screening.technology.effect import Agreement, LevelChange
from screening.technology.folding import has_japanese
from screening.technology.lexicon import Concept, Lexicon, Term, TermKind
from screening.technology.taxonomy import Area


@require_safe
def effect(request: HttpRequest) -> HttpResponse:
    """Show newly and no longer flagged proposals, and precision and recall on the office's own judgements."""
    user, found = signed_in(request), draft_or_404()
    _keeper(user)
    form = ListChoiceForm(request.GET, lists=list_choices())
    code = form.chosen()
    try:
        done = lexicons.effect_of(found, list_code=code, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, refusal_in_words(refused))
        return redirect("admin:lexicon_draft")
    areas = _areas(code)
    titles = _titles([change.ref for change in done.changes], user)
    context = {
        "draft": found,
        "form": form,
        "texts": done.texts,
        "groups": [
            (gettext("Newly flagged"), _rows(done.newly_flagged, areas, titles)),
            (gettext("No longer flagged"), _rows(done.no_longer_flagged, areas, titles)),
            (gettext("Other level"), _rows(done.only_level, areas, titles)),
        ],
        "judged": _agreement(done.before, done.after),
        "publish": publish_action(found, user),
        "publish_form": PublishForm(auto_id="id_publish_%s"),
    }
    return show(request, "lexicon_effect.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show the terms that judgements suggest; each is taken into the draft or declined."""
    institution = _keeper(signed_in(request))
    if request.method == "POST":
        return _taken(request)
    form = ListChoiceForm(request.GET, lists=list_choices())
    code, lexicon = form.chosen(), _lexicon()
    areas = _areas(code)
    found = lexicon_candidates.open_candidates(institution, code, lexicon)
    names = {one.code: in_language(one.name_ja, one.name_en) for one in lexicon.concepts}
    context = {
        "form": form,
        "list": code,
        "draft": open_draft(),
        "page": page_of(
            request,
            [
                {
                    "candidate": one,
                    "kind": dict(KINDS)[one.kind],
                    "area": areas.get(one.area_code),
                    "area_name": _area_name(areas, one.area_code),
                    "is_exclusion": one.kind is TermKind.EXCLUDE,
                    "concepts": sorted((names[code], code) for code in _possible(one, lexicon, code)),
                }
                for one in found
            ],
        ),
        "weights": WEIGHTS,
    }
    return show(request, "lexicon_suggestions.html", context)


def _taken(request: HttpRequest) -> HttpResponse:
    form = CandidateForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    candidate = Candidate(TermKind(given["kind"]), given["area"], given["text"], 0)
    try:
        if given["act"] == "decline":
            lexicon_candidates.decline(candidate, list_code=given["list"], actor=actor_of(request))
            messages.success(request, gettext("“%(term)s” is suggested no more.") % {"term": candidate.text})
        else:
            _accept(request, candidate, given)
            messages.success(request, gettext("“%(term)s” is in the draft.") % {"term": candidate.text})
    except Refused as refused:
        messages.error(request, refusal_in_words(refused))
    return redirect(f"{reverse('admin:lexicon_suggestions')}?list={given['list']}")


def _accept(request: HttpRequest, candidate: Candidate, given: dict[str, Any]) -> None:
    """Take the term into the draft that is open, or into a new one."""
    concept = next((one for one in _lexicon().concepts if one.code == given["concept"]), None)
    if concept is None:
        raise Http404
    weight = 1 if candidate.kind is TermKind.EXCLUDE else int(given["weight"] or 2)
    language = "ja" if has_japanese(candidate.text) else "en"
    draft = lexicons.begin(actor=actor_of(request))
    term = Term(candidate.text, language, weight, candidate.kind, concept.code)
    lexicons.add_term(draft, concept, term, actor=actor_of(request))


def _keeper(user: User) -> Institution:
    """Let nobody else see what was judged. The pages are about the keeper's own institution."""
    if user.institution is None or not access.may(user, access.LIST_KEEPERS, user.institution):
        raise PermissionDenied(str(NotAllowed()))
    return user.institution


def _lexicon() -> Lexicon:
    """Return what the next edition would hold."""
    draft: LexiconDraft | None = open_draft()
    if draft:
        return combined(draft)
    if lexicon_in_force() is None:
        raise Http404
    return pack_of(present())


def _possible(one: Candidate, lexicon: Lexicon, list_code: str) -> list[str]:
    """Return the concepts to which the term may be added: its own, or those that stand for the area."""
    if one.kind is TermKind.EXCLUDE and any(concept.code == one.concept for concept in lexicon.concepts):
        return [one.concept]
    return [concept.code for concept in lexicon.concepts if _stands_for(concept, list_code, one.area_code)]


def _stands_for(concept: Concept, list_code: str, area_code: str) -> bool:
    return area_code in concept.areas.get(list_code, {})


def _areas(list_code: str) -> dict[str, Area]:
    for edition in published_lists():
        if edition.list_code == list_code:
            return {area.code: area for area in technology_list(edition.pk).areas}
    return {}


def _area_name(areas: dict[str, Area], code: str) -> str:
    return in_language(areas[code].name_ja, areas[code].name_en) if code in areas else code


def _titles(references: list[str], user: User) -> dict[str, str]:
    cases = Case.objects.visible_to(user).filter(reference__in=references).select_related("revision")
    return {one.reference: in_language(one.revision.title_ja, one.revision.title_en) for one in cases}


def _rows(changes: Sequence[LevelChange], areas: dict[str, Area], titles: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "change": change,
            "title": titles.get(change.ref, ""),
            "area": areas.get(change.area),
            "area_name": _area_name(areas, change.area),
        }
        for change in changes
    ]


def _agreement(before: Agreement, after: Agreement) -> list[dict[str, Any]]:
    return [
        {"name": gettext("Precision"), "before": _share(before.precision), "after": _share(after.precision)},
        {"name": gettext("Recall"), "before": _share(before.recall), "after": _share(after.recall)},
        {"name": gettext("Confirmed and flagged"), "before": before.right, "after": after.right},
        {"name": gettext("Dismissed yet flagged"), "before": before.wrong, "after": after.wrong},
        {"name": gettext("Confirmed and missed"), "before": before.missed, "after": after.missed},
    ]


def _share(value: float | None) -> str:
    return "‐" if value is None else f"{value:.1%}"
