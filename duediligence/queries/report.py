"""One line a case: what was found, what was decided, what comes next."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from duediligence.domain.policy import read
from duediligence.enums import StepStatus
from duediligence.models import Case, Step
from duediligence.queries.case_rows import next_date
from screening.models import Hit, TechnologyHit


@dataclass(frozen=True, slots=True)
class CaseLine:
    """``hits`` counts by (list, level); ``areas`` are (list, area, level) of the lists that ask for review or more."""

    case: Case
    hits: dict[tuple[str, str], int]
    areas: tuple[tuple[str, str, str], ...]
    step: Step | None
    step_name: str
    due_date: dt.date | None


def case_lines(cases: QuerySet[Case], language: str) -> list[CaseLine]:
    """Return a line for each case, in a fixed number of queries."""
    found = list(cases.select_related("revision", "proposal__programme", "policy_edition", "owner", "current_run"))
    runs = [case.current_run_id for case in found if case.current_run_id]
    hits = _hits_by_run(runs)
    areas = _areas_by_run(runs)
    steps = _open_steps(found)
    return [_line(case, hits, areas, steps.get(case.pk), language) for case in found]


def _line(
    case: Case,
    hits: dict[int, dict[tuple[str, str], int]],
    areas: dict[int, list[tuple[str, str, str]]],
    step: Step | None,
    language: str,
) -> CaseLine:
    run = case.current_run_id or 0
    name = read(case.policy_edition).step(step.code).name.within(language) if step else ""
    return CaseLine(
        case=case,
        hits=hits.get(run, {}),
        areas=tuple(areas.get(run, ())),
        step=step,
        step_name=name,
        due_date=next_date(case, step),
    )


def _hits_by_run(runs: Iterable[int]) -> dict[int, dict[tuple[str, str], int]]:
    rows = Hit.objects.filter(run__in=runs).order_by().values("run", "source_code", "level").annotate(n=Count("pk"))
    counted: dict[int, Counter[tuple[str, str]]] = {}
    for row in rows:
        counted.setdefault(row["run"], Counter())[row["source_code"], row["level"]] += row["n"]
    return {run: dict(sorted(counter.items())) for run, counter in counted.items()}


def _areas_by_run(runs: Iterable[int]) -> dict[int, list[tuple[str, str, str]]]:
    rows = TechnologyHit.objects.filter(run__in=runs).exclude(action="inform").order_by("run", "-score")
    found: dict[int, list[tuple[str, str, str]]] = {}
    for run, list_code, area, level in rows.values_list("run", "list_code", "area_code", "level"):
        found.setdefault(run, []).append((list_code, area, level))
    return found


def _open_steps(cases: list[Case]) -> dict[int, Step]:
    """Return the first open step of each case."""
    steps = Step.objects.filter(case__in=cases, status=StepStatus.OPEN).order_by("-position")
    return {step.case_id: step for step in steps}
