"""One case with what its pages show, each part in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from duediligence.domain import route
from duediligence.domain.policy import read
from duediligence.models import Case, Membership, ScreeningWaiver, Step, StepDecision, User
from duediligence.policy.edition import Policy
from duediligence.queries.case_rows import CaseRow, case_rows, first_open
from screening.enums import RunStatus
from screening.models import Hit, ListSource, TechnologyHit, TechnologyListEdition


@dataclass(frozen=True, slots=True)
class CaseFile:
    """``steps`` are the newest rounds in the order of the route; ``decisions`` are those in force, by step."""

    case: Case
    policy: Policy
    row: CaseRow
    steps: tuple[Step, ...]
    decisions: Mapping[int, Sequence[StepDecision]]
    waiver: ScreeningWaiver | None
    hit_count: int
    area_count: int
    member_count: int

    @property
    def open_steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.status == "open")


def visible_case(user: User, reference: str) -> Case:
    """Return a case that ``user`` may see. Raises ``Case.DoesNotExist``."""
    return (
        Case.objects.visible_to(user)
        .select_related("institution", "proposal__programme__funder", "proposal__department", "proposal__created_by")
        .select_related("revision__created_by", "policy_edition", "owner", "current_run")
        .get(reference=reference)
    )


def case_file(case: Case, language: str) -> CaseFile:
    steps = sorted(route.present(case).values(), key=lambda step: step.position)
    for step in steps:
        step.case = case
    run = case.current_run
    could_not = run is not None and run.status in (RunStatus.PARTIAL, RunStatus.FAILED)
    hits, areas, members = _counts(case)
    waivers = ScreeningWaiver.objects.filter(run=run).select_related("granted_by")
    return CaseFile(
        case=case,
        policy=read(case.policy_edition),
        row=case_rows([case], language, steps=first_open(reversed(steps)))[0],
        steps=tuple(steps),
        decisions=_decisions(steps),
        waiver=waivers.first() if could_not else None,
        hit_count=hits,
        area_count=areas,
        member_count=members,
    )


def _counts(case: Case) -> tuple[int, int, int]:
    """Return how many hits, technology areas and members the case has, asked for together."""
    of_case = Case.objects.filter(pk=case.pk)
    hits, areas, members = of_case.values_list(
        _number(Hit, "run", "current_run"),
        _number(TechnologyHit, "run", "current_run"),
        _number(Membership, "revision", "revision"),
    ).get()
    return hits, areas, members


def _number(model: type[models.Model], key: str, outer: str) -> Coalesce:
    rows = model._default_manager.filter(**{key: OuterRef(outer)}).order_by().values(key)
    return Coalesce(Subquery(rows.values_list(Count("pk"))), 0)


def _decisions(steps: Sequence[Step]) -> dict[int, list[StepDecision]]:
    found: dict[int, list[StepDecision]] = {}
    in_force = StepDecision.objects.filter(step__in=[step.pk for step in steps], voided_at__isnull=True)
    for decision in in_force.select_related("decided_by", "on_behalf_of"):
        found.setdefault(decision.step_id, []).append(decision)
    return found


def all_decisions(case: Case) -> QuerySet[StepDecision]:
    """Return every decision of the case, void ones as well, the newest first."""
    decisions = StepDecision.objects.filter(step__case=case)
    return (
        decisions.select_related("decided_by", "on_behalf_of", "step", "revision", "policy_edition", "run")
        .prefetch_related("run__lists__edition")
        .order_by("-decided_at", "-pk")
    )


def list_names(codes: Sequence[str], language: str) -> dict[str, str]:
    """Return the names of lists, of names and of technologies, by their codes."""
    name = f"name_{language}"
    sources = ListSource.objects.filter(code__in=codes).order_by().values_list("code", name)
    editions = TechnologyListEdition.objects.filter(list_code__in=codes, status="published").order_by()
    return dict(sources.union(editions.values_list("list_code", KeyTextTransform(name, "content"))))
