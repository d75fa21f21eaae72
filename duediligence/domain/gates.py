"""What must be true before a step may be finished: the gates that a policy names."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db.models import Q

from duediligence.domain import cross_check
from duediligence.errors import (
    CrossChecksUnanswered,
    DeclarationsMissing,
    HitsUnjudged,
    Refused,
    ScreeningIncomplete,
    SecondReviewMissing,
)
from duediligence.models import Case, Declaration, Disposition, ScreeningWaiver
from duediligence.policy.steps import Gate, StepRule
from screening.enums import RunStatus


def unmet(case: Case, rule: StepRule) -> list[Refused]:
    """Return a named refusal for everything that keeps the step from being finished."""
    return closed(case, rule.requires)


def closed(case: Case, gates: Iterable[Gate]) -> list[Refused]:
    """Return a named refusal for everything that keeps these gates closed."""
    return [refusal for gate in gates for refusal in _CHECKS[gate](case)]


def _declarations_in(case: Case) -> Iterator[Refused]:
    settled = Declaration.objects.filter(Q(not_required_at__isnull=False) | Q(versions__isnull=False), case=case)
    missing = case.revision.memberships.exclude(person__in=settled.values("person"))
    if names := list(missing.values_list("person__name", flat=True)):
        yield DeclarationsMissing(names=", ".join(names[:_NAMED]), count=len(names))


def _screening_complete(case: Case) -> Iterator[Refused]:
    run = case.current_run
    if run is None:
        yield ScreeningIncomplete(status="-")
    elif run.status != RunStatus.COMPLETE and not ScreeningWaiver.objects.filter(case=case, run=run).exists():
        yield ScreeningIncomplete(status=run.get_status_display())


def _technology_screened(case: Case) -> Iterator[Refused]:
    run = case.current_run
    if run is None or (not run.technology and not ScreeningWaiver.objects.filter(case=case, run=run).exists()):
        yield ScreeningIncomplete(status=run.get_status_display() if run else "-")


def _hits_judged(case: Case) -> Iterator[Refused]:
    if case.current_run is None:
        return
    judged = Disposition.objects.filter(hit__run=case.current_run, withdrawn_at__isnull=True)
    open_hits = case.current_run.hits.filter(clearance_ref="").exclude(pk__in=judged.values("hit")).count()
    if open_hits:
        yield HitsUnjudged(count=open_hits)
    unreviewed = judged.filter(needs_second_review=True, second_reviewer__isnull=True).count()
    if unreviewed:
        yield SecondReviewMissing(count=unreviewed)


def _cross_checks_answered(case: Case) -> Iterator[Refused]:
    if count := len(cross_check.unanswered(case)):
        yield CrossChecksUnanswered(count=count)


_NAMED = 5
"""So many members are named in one refusal; the count says how many there are."""
_CHECKS: Mapping[Gate, Callable[[Case], Iterator[Refused]]] = {
    Gate.DECLARATIONS_IN: _declarations_in,
    Gate.SCREENING_COMPLETE: _screening_complete,
    Gate.TECHNOLOGY_SCREENED: _technology_screened,
    Gate.HITS_JUDGED: _hits_judged,
    Gate.CROSS_CHECKS_ANSWERED: _cross_checks_answered,
}
