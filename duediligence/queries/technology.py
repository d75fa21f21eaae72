"""Which technology areas a case touches, list by list, and by which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duediligence.domain.technology import AreaStanding, areas_of
from duediligence.enums import Level, TechnologyAction
from duediligence.models import Case
from screening.models import Run, TechnologyHit, TechnologyListEdition
from screening.runs.technology import technology_list_with
from screening.technology.taxonomy import Area, TechnologyList

ACTIONS = [action.value for action in TechnologyAction]


@dataclass(frozen=True, slots=True)
class AreaLine:
    hit: TechnologyHit
    area: Area | None

    @property
    def spans(self) -> Sequence[Mapping[str, Any]]:
        spans: list[dict[str, Any]] = self.hit.detail["spans"]
        return spans


@dataclass(frozen=True, slots=True)
class ListFindings:
    """One technology list of a run: its areas, what did not count and why, and what was not checked."""

    code: str
    taxonomy: TechnologyList | None
    edition: str
    lexicon: str
    areas: tuple[AreaLine, ...]
    below: tuple[AreaLine, ...]
    """Areas whose listed words stay below the threshold, or whose level was lowered to none: shown, never hidden."""
    suppressed: Sequence[Mapping[str, Any]]
    not_checked: tuple[str, ...]
    without_terms: tuple[str, ...]
    opinions: Mapping[str, float]
    """What only the learned second opinion points at: area code → probability."""


def finished_run(case: Case) -> Run | None:
    """Return the run that says something of the texts of the case, if there is one."""
    run = case.current_run
    return run if run and not run.is_live and run.technology else None


def findings(run: Run) -> list[ListFindings]:
    """Return the findings of every technology list of the run."""
    hits: dict[str, list[TechnologyHit]] = {}
    for hit in run.technology_hits.all():
        hits.setdefault(hit.list_code, []).append(hit)
    return [_of_list(code, facts, hits.get(code, [])) for code, facts in run.technology.items()]


@dataclass(frozen=True, slots=True)
class ToldArea:
    """An area of a case for those outside the office, as the edition that was used names it."""

    standing: AreaStanding
    edition: str
    area: Area | None


def told_areas(case: Case) -> list[ToldArea]:
    """Return the areas that were found or answered. What only the second opinion points at is the office's own."""
    told = [one for one in areas_of(case) if one.answer or one.level is not Level.NONE]
    return [_told(one, case.current_run) for one in told]


def _told(standing: AreaStanding, run: Run | None) -> ToldArea:
    facts = run.technology.get(standing.list_code, {}) if run else {}
    taxonomy = _taxonomy(facts)
    areas = {area.code: area for area in taxonomy.areas} if taxonomy else {}
    return ToldArea(standing, facts.get("edition", ""), areas.get(standing.area_code))


def _taxonomy(facts: Mapping[str, Any]) -> TechnologyList | None:
    try:
        return technology_list_with(facts.get("edition_sha256", ""))
    except TechnologyListEdition.DoesNotExist:
        return None


def _of_list(code: str, facts: Mapping[str, Any], hits: list[TechnologyHit]) -> ListFindings:
    taxonomy = _taxonomy(facts)
    areas = {area.code: area for area in taxonomy.areas} if taxonomy else {}
    lines = [AreaLine(hit, areas.get(hit.area_code)) for hit in hits]
    below = [_below(code, area) for area in facts.get("below", ())]
    return ListFindings(
        code=code,
        taxonomy=taxonomy,
        edition=facts["edition"],
        lexicon=facts["lexicon"],
        areas=tuple(sorted(lines, key=lambda one: (-ACTIONS.index(one.hit.action), -one.hit.score))),
        below=tuple(AreaLine(hit, areas.get(hit.area_code)) for hit in below),
        suppressed=facts["suppressed"],
        not_checked=tuple(one for one in facts["not_checked"] if not one.startswith("no_terms:")),
        without_terms=tuple(one.partition(":")[2] for one in facts["not_checked"] if one.startswith("no_terms:")),
        opinions={one["code"]: one["probability"] for one in facts.get("second_opinion", {}).get("worth_a_look", ())},
    )


def _below(list_code: str, area: Mapping[str, Any]) -> TechnologyHit:
    """Return what the run noted of an area that is no hit, in the form of one; it is never saved."""
    return TechnologyHit(
        list_code=list_code, area_code=area["code"], score=area["score"], level=area["level"], detail=area
    )
