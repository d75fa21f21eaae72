"""The technology page of a case: areas, the words that point to them in their place, the arithmetic on demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duediligence.admin.components import Span
from duediligence.admin.forms.area import DeclareForm
from duediligence.admin.frame import Text, signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import in_language
from duediligence.domain import technology as areas
from duediligence.domain.policy import read
from duediligence.enums import AreaJudgement, OwnUse, TechnologyAction
from duediligence.labels import label
from duediligence.messages import FIELD_NAMES, explain
from duediligence.models import Case
from duediligence.queries.lexicon import published_lists
from duediligence.queries.technology import AreaLine, ListFindings, findings, finished_run
from screening.models import Run
from screening.runs.technology import technology_list
from screening.technology.taxonomy import TechnologyList

NOT_CHECKED: dict[str, Text] = {
    "no_title": _("There is no title."),
    "no_abstract": _("There is no abstract."),
    "no_keywords": _("There are no keywords."),
    "no_japanese": _("There is no Japanese text; Japanese words were not looked for."),
    "no_english": _("There is no English text; English words were not looked for."),
}


@require_safe
def technology(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    run = finished_run(case)
    lists = findings(run) if run else []
    taxonomies = _taxonomies(case, lists)
    standing = _Standing(
        {(area.list_code, area.area_code): area for area in areas.areas_of(case)},
        {
            (one.list_code, one.area_code): AreaJudgement(one.judgement)
            for one in case.technology_judgements.filter(replaced_at__isnull=True)
        },
    )
    refused = areas.answer_refusal(case, signed_in(request))
    context = {
        "lists": [_shown(one, standing) for one in lists],
        "texts": marked_texts(run, lists) if run else [],
        "is_finished": run is not None,
        "questions": [_question(one, taxonomies) for one in areas.disagreements(case)],
        "declare_form": DeclareForm(areas=_choices(taxonomies)),
        "no_answer": explain(refused) if refused else "",
    }
    return show_case(request, case, "case_technology", context)


@require_safe
def declare(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the area that somebody wants to speak of."""
    case = case_or_404(request, reference)
    form = DeclareForm(request.GET, areas=_choices(_taxonomies(case, [])))
    if not form.is_valid():
        messages.error(request, gettext("Choose an area."))
        return redirect("admin:case_technology", reference)
    list_code, _colon, area_code = form.cleaned_data["area"].partition(":")
    return redirect("admin:case_technology_area", reference, list_code, area_code)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What people said of the areas of the case."""

    found: Mapping[areas.AreaKey, areas.AreaStanding]
    judgements: Mapping[areas.AreaKey, AreaJudgement]


def _taxonomies(case: Case, lists: Sequence[ListFindings]) -> dict[str, TechnologyList]:
    """Return the lists that the policy of the case binds: as the run used them, else as they are in force."""
    used = {one.code: one.taxonomy for one in lists if one.taxonomy}
    in_force = {edition.list_code: edition.pk for edition in published_lists()}
    bound = [binding.list_code for binding in read(case.policy_edition).technology_bindings]
    present = {code: technology_list(in_force[code]) for code in bound if code in in_force and code not in used}
    return {code: used.get(code) or present[code] for code in bound if code in used or code in present}


def _choices(taxonomies: Mapping[str, TechnologyList]) -> list[Any]:
    return [
        (
            in_language(one.name_ja, one.name_en),
            [(f"{code}:{area.code}", f"{area.code} {in_language(area.name_ja, area.name_en)}") for area in one.areas],
        )
        for code, one in taxonomies.items()
    ]


def _question(one: areas.Disagreement, taxonomies: Mapping[str, TechnologyList]) -> dict[str, Any]:
    key = one.area
    taxonomy = taxonomies.get(key.list_code)
    area = next((row for row in taxonomy.areas if row.code == key.area_code), None) if taxonomy else None
    return {
        "words": label(one.question),
        "key": key,
        "area": area,
        "name": in_language(area.name_ja, area.name_en) if area else key.area_code,
        "list": in_language(taxonomy.name_ja, taxonomy.name_en) if taxonomy else key.list_code,
    }


def _shown(one: ListFindings, standing: _Standing) -> dict[str, Any]:
    taxonomy = one.taxonomy
    return {
        "findings": one,
        "name": in_language(taxonomy.name_ja, taxonomy.name_en) if taxonomy else one.code,
        "areas": [
            {**shown_area(line, one.code), **_said(one.code, line.hit.area_code, standing)} for line in one.areas
        ],
        "below": [
            {**shown_area(line, one.code), **_said(one.code, line.hit.area_code, standing)} for line in one.below
        ],
        "opinions": [_opinion(one, code, share, standing) for code, share in one.opinions.items()],
        "not_checked": [NOT_CHECKED.get(code, code) for code in one.not_checked],
        "without_terms": ", ".join(one.without_terms),
        "suppressed": one.suppressed,
        "is_pressing": any(line.hit.action != TechnologyAction.INFORM for line in one.areas) or bool(one.opinions),
    }


def _opinion(one: ListFindings, code: str, probability: float, standing: _Standing) -> dict[str, Any]:
    area = next((row for row in one.taxonomy.areas if row.code == code), None) if one.taxonomy else None
    return {
        "code": code,
        "area": area,
        "name": in_language(area.name_ja, area.name_en) if area else code,
        "probability": f"{probability:.0%}",
        **_said(one.code, code, standing),
    }


def _said(list_code: str, area_code: str, standing: _Standing) -> dict[str, Any]:
    area, judgement = standing.found.get((list_code, area_code)), standing.judgements.get((list_code, area_code))
    return {
        "answer": label(OwnUse(area.answer.answer)) if area and area.answer else "",
        "judgement": label(judgement) if judgement else "",
    }


def shown_area(line: AreaLine, list_code: str) -> dict[str, Any]:
    area = line.area
    return {
        "hit": line.hit,
        "list_code": list_code,
        "area": area,
        "name": in_language(area.name_ja, area.name_en) if area else line.hit.area_code,
        "terms": ", ".join(dict.fromkeys(span["term"] for span in line.spans)),
        "arithmetic": line.hit.detail["arithmetic"],
        "lowering": line.hit.detail["lowering"],
    }


def marked_texts(run: Run, lists: Sequence[ListFindings], *, area_code: str = "") -> list[dict[str, Any]]:
    """Return the proposal's own words as they were classified, with every counted and suppressed term in its place.

    With ``area_code``, of the counted terms those of one area alone.
    """
    texts: Mapping[str, str] = run.request["texts"]
    return [
        {"label": FIELD_NAMES.get(field, field), "text": text, "spans": _spans(field, lists, area_code)}
        for field, text in texts.items()
        if text.strip()
    ]


def _spans(field: str, lists: Sequence[ListFindings], area_code: str) -> list[Span]:
    """Return the marked stretches of one text; a counted one names every area that its word points to."""
    found: dict[tuple[int, int], Span] = {}
    for one in lists:
        for dropped in one.suppressed:
            if dropped["field"] == field:
                place = (dropped["start"], dropped["end"])
                found.setdefault(place, Span(*place, f"{dropped['term']} ({dropped['reason']})", is_suppressed=True))
    areas_at: dict[tuple[int, int, str], list[str]] = {}
    for line in (line for one in lists for line in (*one.areas, *one.below)):
        for span in line.spans:
            if span["field"] == field and area_code in ("", line.hit.area_code):
                word = f"{span['term']} ({span['weight']})"
                areas_at.setdefault((span["start"], span["end"], word), []).append(line.hit.area_code)
    for (start, end, word), codes in areas_at.items():
        found[start, end] = Span(start, end, f"{word}: {', '.join(dict.fromkeys(codes))}")
    return list(found.values())
