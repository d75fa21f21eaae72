"""What must be true before a step may be finished: the gates that a policy names."""

from collections.abc import Callable, Iterator, Mapping

from duediligence.domain import assessment
from duediligence.domain.evidence import evidence_of
from duediligence.errors import AssessmentsMissing, HitsUnjudged, Refused, ScreeningIncomplete, SecondReviewMissing
from duediligence.models import Case, Disposition, ScreeningWaiver
from duediligence.policy.steps import Gate, StepRule
from screening.enums import RunStatus


def unmet(case: Case, rule: StepRule) -> list[Refused]:
    """Return a named refusal for everything that keeps the step from being finished."""
    return [refusal for gate in rule.requires for refusal in _CHECKS[gate](case)]


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


def _assessment_done(case: Case) -> Iterator[Refused]:
    if missing := assessment.missing(evidence_of(case)):
        yield AssessmentsMissing(count=len(missing))


_CHECKS: Mapping[Gate, Callable[[Case], Iterator[Refused]]] = {
    Gate.SCREENING_COMPLETE: _screening_complete,
    Gate.TECHNOLOGY_SCREENED: _technology_screened,
    Gate.HITS_JUDGED: _hits_judged,
    Gate.ASSESSMENT_DONE: _assessment_done,
}
