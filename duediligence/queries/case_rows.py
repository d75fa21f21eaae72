"""Cases as rows of a list: lead, step, dates and what is still to be judged."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from duediligence.domain.policy import read
from duediligence.enums import MemberRole, StepKind, StepStatus
from duediligence.models import Case, Disposition, Membership, Step
from screening.models import Hit


@dataclass(frozen=True, slots=True)
class CaseRow:
    """``hits`` counts by list effect what no clearance answers; ``unjudged`` and ``unreviewed`` are still to do."""

    case: Case
    step: Step | None
    step_name: str
    lead: str
    hits: dict[str, int]
    unjudged: int
    unreviewed: int

    @property
    def due_date(self) -> dt.date | None:
        return next_date(self.case, self.step)


def next_date(case: Case, step: Step | None) -> dt.date | None:
    """Return the day of a case's open step; a monitored case is next looked at on its rescreening date."""
    if step is None:
        return None
    return case.next_rescreen_date if step.kind == StepKind.MONITOR else step.due_date


def case_rows(
    cases: QuerySet[Case] | Sequence[Case], language: str, *, steps: Mapping[int, Step] | None = None
) -> list[CaseRow]:
    """Return a row for each case, in a fixed number of queries; ``steps`` are the first open ones if known."""
    found = list(cases)
    runs = [case.current_run_id for case in found if case.current_run_id]
    if steps is None:
        steps = open_steps(found)
    leads = _leads(case.revision_id for case in found)
    hits = _hits(runs)
    unjudged, unreviewed = _unjudged(runs), _unreviewed(runs)
    return [
        CaseRow(
            case=case,
            step=steps.get(case.pk),
            step_name=_step_name(case, steps.get(case.pk), language),
            lead=leads.get(case.revision_id, ""),
            hits=hits.get(case.current_run_id or 0, {}),
            unjudged=unjudged.get(case.current_run_id or 0, 0),
            unreviewed=unreviewed.get(case.current_run_id or 0, 0),
        )
        for case in found
    ]


def open_steps(cases: Iterable[Case]) -> dict[int, Step]:
    """Return the first open step of each case."""
    found = Step.objects.filter(case__in=[case.pk for case in cases], status=StepStatus.OPEN)
    return first_open(found.order_by("-position"))


def first_open(steps: Iterable[Step]) -> dict[int, Step]:
    """Return the first open step by its case; ``steps`` come the last one first."""
    return {step.case_id: step for step in steps if step.status == StepStatus.OPEN}


def _step_name(case: Case, step: Step | None, language: str) -> str:
    return read(case.policy_edition).step(step.code).name.within(language) if step else ""


def _leads(revisions: Iterable[int]) -> dict[int, str]:
    members = Membership.objects.filter(revision__in=list(revisions), role=MemberRole.PI).order_by("-pk")
    return dict(members.values_list("revision", "name"))


def _hits(runs: list[int]) -> dict[int, dict[str, int]]:
    rows = Hit.objects.filter(run__in=runs, clearance_ref="").order_by().values("run", "effect").annotate(n=Count("pk"))
    counted: dict[int, Counter[str]] = {}
    for row in rows:
        counted.setdefault(row["run"], Counter())[row["effect"]] += row["n"]
    return {run: dict(counter) for run, counter in counted.items()}


def _unjudged(runs: list[int]) -> dict[int, int]:
    judged = Disposition.objects.filter(hit__run__in=runs, withdrawn_at__isnull=True).values("hit")
    hits = Hit.objects.filter(run__in=runs, clearance_ref="").exclude(pk__in=judged)
    return dict(hits.order_by().values_list("run").annotate(n=Count("pk")))


def _unreviewed(runs: list[int]) -> dict[int, int]:
    waiting = Q(withdrawn_at__isnull=True, needs_second_review=True, second_reviewer__isnull=True)
    judged = Disposition.objects.filter(waiting, hit__run__in=runs)
    return dict(judged.order_by().values_list("hit__run").annotate(n=Count("pk")))
