"""Which technology areas a case touches, list by list, and by which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duediligence.enums import TechnologyAction
from screening.models import Run, TechnologyHit, TechnologyListEdition
from screening.runs.technology import technology_list
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
    suppressed: Sequence[Mapping[str, Any]]
    not_checked: tuple[str, ...]
    without_terms: tuple[str, ...]


def findings(run: Run) -> list[ListFindings]:
    """Return the findings of every technology list of the run."""
    hits: dict[str, list[TechnologyHit]] = {}
    for hit in run.technology_hits.all():
        hits.setdefault(hit.list_code, []).append(hit)
    used = [facts["edition_sha256"] for facts in run.technology.values()]
    editions = dict(TechnologyListEdition.objects.filter(sha256__in=used).values_list("sha256", "pk"))
    return [
        _of_list(code, facts, hits.get(code, []), editions.get(facts["edition_sha256"]))
        for code, facts in run.technology.items()
    ]


def _of_list(code: str, facts: Mapping[str, Any], hits: list[TechnologyHit], edition: int | None) -> ListFindings:
    taxonomy = technology_list(edition) if edition else None
    areas = {area.code: area for area in taxonomy.areas} if taxonomy else {}
    lines = [AreaLine(hit, areas.get(hit.area_code)) for hit in hits]
    return ListFindings(
        code=code,
        taxonomy=taxonomy,
        edition=facts["edition"],
        lexicon=facts["lexicon"],
        areas=tuple(sorted(lines, key=lambda one: (-ACTIONS.index(one.hit.action), -one.hit.score))),
        suppressed=facts["suppressed"],
        not_checked=tuple(one for one in facts["not_checked"] if not one.startswith("no_terms:")),
        without_terms=tuple(one.partition(":")[2] for one in facts["not_checked"] if one.startswith("no_terms:")),
    )
