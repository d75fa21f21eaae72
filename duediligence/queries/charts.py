"""Counts for the charts beside the worklist."""

from collections import Counter

from django.db.models import Count, QuerySet

from duediligence.domain.policy import read
from duediligence.enums import StepStatus
from duediligence.models import Case, PolicyEdition, Step
from screening.models import Hit, ListSource


def cases_by_step(cases: QuerySet[Case], language: str) -> dict[str, int]:
    """Count the open steps of ``cases`` by the name that their policy gives them, in the order of the route."""
    steps = Step.objects.filter(case__in=cases.order_by().values("pk"), status=StepStatus.OPEN).order_by("position")
    rows = steps.values_list("position", "case__policy_edition", "code").annotate(n=Count("pk")).order_by("position")
    policies = PolicyEdition.objects.in_bulk({row[1] for row in rows})
    counted: Counter[str] = Counter()
    for _position, edition, code, number in rows:
        counted[read(policies[edition]).step(code).name.within(language)] += number
    return dict(counted)


def hits_by_list(cases: QuerySet[Case], language: str) -> list[tuple[str, str, int]]:
    """Count the hits of the current runs of ``cases``: (name of the list, effect, number), the most first."""
    hits = Hit.objects.filter(run__in=cases.order_by().values("current_run"), clearance_ref="").order_by()
    rows = hits.values_list("source_code", "effect").annotate(n=Count("pk"))
    names = {source.code: source for source in ListSource.objects.filter(code__in={row[0] for row in rows})}
    named = [(_name(names[code], language), effect, number) for code, effect, number in rows]
    return sorted(named, key=lambda one: (-one[2], one[0]))


def _name(source: ListSource, language: str) -> str:
    return source.name_ja if language == "ja" else source.name_en
