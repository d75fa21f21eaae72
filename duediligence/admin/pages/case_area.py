"""One technology area of a case: its words in their place, the arithmetic, who answered and judged what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.forms.area import AnswerForm, AreaJudgementForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of, in_language
from duediligence.admin.pages.technology import marked_texts, shown_area
from duediligence.admin.pages.technology_lists import area_facts, area_or_404, edition_or_404
from duediligence.domain import access
from duediligence.domain import technology as areas
from duediligence.domain.policy import read
from duediligence.enums import AreaJudgement, OwnUse
from duediligence.errors import CaseNotOpen, Refused
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Case, User
from duediligence.queries.technology import ListFindings, findings, finished_run
from screening.runs.technology import technology_list
from screening.technology.taxonomy import Area, TechnologyList


@dataclass(frozen=True, slots=True)
class _Place:
    """The area, on the edition that the run used, else on the one in force."""

    taxonomy: TechnologyList
    area: Area
    found: ListFindings | None


@require_safe
def area(request: HttpRequest, reference: str, list_code: str, area_code: str) -> HttpResponse:
    case = case_or_404(request, reference)
    return _show(request, case, _place(case, list_code, area_code))


@require_POST
def answer(request: HttpRequest, reference: str, list_code: str, area_code: str) -> HttpResponse:
    """Take the researcher's own answer."""
    form = AnswerForm(request.POST, auto_id="id_answer_%s")

    def act(case: Case) -> None:
        use, reason = OwnUse(form.cleaned_data["use"]), form.cleaned_data["reason"]
        actor = actor_of(request)
        areas.answer(case, list_code=list_code, area_code=area_code, use=use, reason=reason, actor=actor)

    return _taken(request, reference, list_code, area_code, form, act)


@require_POST
def judge(request: HttpRequest, reference: str, list_code: str, area_code: str) -> HttpResponse:
    """Take the office's judgement."""
    form = AreaJudgementForm(request.POST, auto_id="id_judge_%s")

    def act(case: Case) -> None:
        judgement, reason = AreaJudgement(form.cleaned_data["judgement"]), form.cleaned_data["reason"]
        actor = actor_of(request)
        areas.judge_area(
            case, list_code=list_code, area_code=area_code, judgement=judgement, reason=reason, actor=actor
        )

    return _taken(request, reference, list_code, area_code, form, act)


def _taken(
    request: HttpRequest, reference: str, list_code: str, area_code: str, form: forms.Form, act: Callable[[Case], None]
) -> HttpResponse:
    case = case_or_404(request, reference)
    place = _place(case, list_code, area_code)
    if form.is_valid():
        try:
            act(case)
        except Refused as refused:
            refuse(form, refused)
        else:
            done = gettext("The answer is recorded.") if "use" in form.fields else gettext("The judgement is recorded.")
            messages.success(request, done)
            return redirect("admin:case_technology_area", reference, list_code, area_code)
    return _show(request, case_or_404(request, reference), place, form, status=422)


def _show(
    request: HttpRequest, case: Case, place: _Place, bound: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    user, found, key = signed_in(request), place.found, {"list_code": place.taxonomy.code, "area_code": place.area.code}
    run = finished_run(case)
    lines = (*found.areas, *found.below) if found else ()
    line = next((one for one in lines if one.hit.area_code == place.area.code), None)
    said = case.technology_answers.filter(**key).select_related("answered_by", "revision").order_by("-pk")
    judged = case.technology_judgements.filter(**key).select_related("judged_by", "revision").order_by("-pk")
    context = {
        "tab": "case_technology",
        "list": place.taxonomy,
        "list_name": in_language(place.taxonomy.name_ja, place.taxonomy.name_en),
        "area": place.area,
        "area_name": in_language(place.area.name_ja, place.area.name_en),
        "facts": area_facts(place.area),
        "found": shown_area(line, found.code) if line and found else None,
        "texts": marked_texts(run, [found], area_code=place.area.code) if run and found else [],
        "opinion": found.opinions.get(place.area.code) if found else None,
        "questions": [
            label(one.question)
            for one in areas.disagreements(case)
            if (one.area.list_code, one.area.area_code) == (place.taxonomy.code, place.area.code)
        ],
        "neighbours": _neighbours(case, place, user),
        "said": said,
        "judged": judged,
        "answer_form": bound if isinstance(bound, AnswerForm) else AnswerForm(auto_id="id_answer_%s"),
        "judge_form": bound if isinstance(bound, AreaJudgementForm) else AreaJudgementForm(auto_id="id_judge_%s"),
        "no_answer": _refused(case, areas.answer_refusal(case, user)),
        "no_judgement": _refused(case, access.refusal_on(case, user, access.INVESTIGATORS)),
    }
    return show_case(request, case, "case_technology_area", context, status=status)


def _refused(case: Case, refused: Refused | None) -> str:
    if refused:
        return explain(refused)
    return "" if case.is_open else explain(CaseNotOpen())


def _place(case: Case, list_code: str, area_code: str) -> _Place:
    """Return the area of a list that the policy of the case binds; another one does not exist for it."""
    if list_code not in {binding.list_code for binding in read(case.policy_edition).technology_bindings}:
        raise Http404
    run = finished_run(case)
    found = next((one for one in findings(run) if one.code == list_code), None) if run else None
    taxonomy = found.taxonomy if found and found.taxonomy else technology_list(edition_or_404(list_code, "").pk)
    return _Place(taxonomy, area_or_404(taxonomy, area_code), found)


def _neighbours(case: Case, place: _Place, user: User) -> list[dict[str, Any]]:
    """Return the nearest past decisions about cases that the reader may see."""
    near = areas.nearest_decisions(case, list_code=place.taxonomy.code, area_code=place.area.code)
    shown = Case.objects.visible_to(user).filter(reference__in=[one.ref for one in near]).select_related("revision")
    titles = {one.reference: in_language(one.revision.title_ja, one.revision.title_en) for one in shown}
    return [{"decision": one, "title": titles[one.ref]} for one in near if one.ref in titles]
