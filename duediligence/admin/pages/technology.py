"""The technology page of a case: areas, the words that point to them in their place, the arithmetic on demand."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duediligence.admin.components import Span
from duediligence.admin.frame import Text
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import in_language
from duediligence.enums import TechnologyAction
from duediligence.messages import FIELD_NAMES
from duediligence.queries.technology import AreaLine, ListFindings, findings
from screening.models import Run

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
    run = case.current_run
    finished = run if run and not run.is_live and run.technology else None
    lists = findings(finished) if finished else []
    context = {
        "lists": [_shown(one) for one in lists],
        "texts": _texts(finished, lists) if finished else [],
        "is_finished": finished is not None,
    }
    return show_case(request, case, "case_technology", context)


def _shown(one: ListFindings) -> dict[str, Any]:
    taxonomy = one.taxonomy
    return {
        "findings": one,
        "name": in_language(taxonomy.name_ja, taxonomy.name_en) if taxonomy else one.code,
        "areas": [_area(line) for line in one.areas],
        "not_checked": [NOT_CHECKED.get(code, code) for code in one.not_checked],
        "without_terms": ", ".join(one.without_terms),
        "suppressed": one.suppressed,
        "is_pressing": any(line.hit.action != TechnologyAction.INFORM for line in one.areas),
    }


def _area(line: AreaLine) -> dict[str, Any]:
    area = line.area
    return {
        "hit": line.hit,
        "name": in_language(area.name_ja, area.name_en) if area else line.hit.area_code,
        "is_unverified": area is not None and not area.verified,
        "terms": ", ".join(dict.fromkeys(span["term"] for span in line.spans)),
        "arithmetic": line.hit.detail["arithmetic"],
        "lowering": line.hit.detail["lowering"],
    }


def _texts(run: Run, lists: Sequence[ListFindings]) -> list[dict[str, Any]]:
    """Return the proposal's own words as they were classified, with every counted and suppressed term in its place."""
    texts: Mapping[str, str] = run.request["texts"]
    return [
        {"label": FIELD_NAMES.get(field, field), "text": text, "spans": _spans(field, lists)}
        for field, text in texts.items()
        if text.strip()
    ]


def _spans(field: str, lists: Sequence[ListFindings]) -> list[Span]:
    found: dict[tuple[int, int], Span] = {}
    for one in lists:
        for dropped in one.suppressed:
            if dropped["field"] == field:
                place = (dropped["start"], dropped["end"])
                found.setdefault(place, Span(*place, f"{dropped['term']} ({dropped['reason']})", is_suppressed=True))
    for one in lists:
        for line in one.areas:
            for span in line.spans:
                if span["field"] == field:
                    place = (span["start"], span["end"])
                    found[place] = Span(*place, f"{line.hit.area_code}: {span['term']}")
    return list(found.values())
