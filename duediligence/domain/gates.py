"""What must be true before a step may be finished: the gates that a policy names."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db.models import Q

from duediligence.domain import assessment, consent, cross_check, measure
from duediligence.domain.evidence import evidence_of
from duediligence.domain.facts import decided_outcome
from duediligence.domain.partner_status import told_by_partners, unconfirmed
from duediligence.enums import CaseOutcome, DeclarationStatus, MeasureStatus
from duediligence.errors import (
    AssessmentsMissing,
    ConsentRefused,
    ConsentsMissing,
    CrossChecksUnanswered,
    DeclarationsMissing,
    HitsUnjudged,
    MeasuresMissing,
    MeasuresNotAgreed,
    MeasuresNotFeasible,
    PartnersUnconfirmed,
    Refused,
    ScreeningIncomplete,
    SecondReviewMissing,
)
from duediligence.models import Case, Declaration, ScreeningWaiver
from duediligence.models.proposal import has_left
from duediligence.policy.steps import Gate, StepRule
from screening.enums import RunStatus

SPARED = frozenset({Gate.MEASURES_AGREED, Gate.MEASURES_FEASIBLE, Gate.CONSENTS_GIVEN, Gate.PARTNERS_CONFIRMED})
"""A proposal that is *not pursued* needs none of these."""


def unmet(case: Case, rule: StepRule, outcome: CaseOutcome | None = None) -> list[Refused]:
    """Return a named refusal for everything that keeps the step from being finished with this outcome."""
    spared = SPARED if outcome is CaseOutcome.NOT_PURSUED else frozenset[Gate]()
    return closed(case, (gate for gate in rule.requires if gate not in spared))


def closed(case: Case, gates: Iterable[Gate]) -> list[Refused]:
    """Return a named refusal for everything that keeps these gates closed."""
    return [refusal for gate in gates for refusal in _CHECKS[gate](case)]


def _declarations_in(case: Case) -> Iterator[Refused]:
    settled = Declaration.objects.filter(Q(not_required_at__isnull=False) | Q(versions__isnull=False), case=case)
    told = [pk for pk, status in told_by_partners(case).items() if status != DeclarationStatus.REQUIRED]
    missing = case.revision.memberships.exclude(
        has_left() | Q(person__in=settled.values("person")) | Q(person__in=told)
    )
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
    evidence = evidence_of(case)
    if open_hits := sum(evidence.unjudged.values()):
        yield HitsUnjudged(count=open_hits)
    if evidence.unreviewed:
        yield SecondReviewMissing(count=evidence.unreviewed)


def _assessment_done(case: Case) -> Iterator[Refused]:
    if missing := assessment.missing(evidence_of(case)):
        yield AssessmentsMissing(count=len(missing))


def _measures_agreed(case: Case) -> Iterator[Refused]:
    live = measure.live_measures(case)
    if missing := measure.uncovered(case, live):
        yield MeasuresMissing(name=", ".join(str(made.person or made.organisation) for made in missing))
    elif not live and decided_outcome(case) == CaseOutcome.MITIGATION:
        yield MeasuresMissing(name=case.reference)
    if proposed := sum(one.status == MeasureStatus.PROPOSED for one in live):
        yield MeasuresNotAgreed(count=proposed)


def _measures_feasible(case: Case) -> Iterator[Refused]:
    if unconfirmed := sum(one.feasible_at is None for one in measure.live_measures(case)):
        yield MeasuresNotFeasible(count=unconfirmed)


def _consents_given(case: Case) -> Iterator[Refused]:
    for one in consent.concerned(case):
        if one.is_refused:
            yield ConsentRefused(name=one.person.name)
        elif one.open:
            yield ConsentsMissing(name=one.person.name)


def _cross_checks_answered(case: Case) -> Iterator[Refused]:
    if count := len(cross_check.unanswered(case)):
        yield CrossChecksUnanswered(count=count)


def _partners_confirmed(case: Case) -> Iterator[Refused]:
    if lines := unconfirmed(case):
        yield PartnersUnconfirmed(names=", ".join(line.organisation.name for line in lines[:_NAMED]), count=len(lines))


_NAMED = 5
"""So many members or partners are named in one refusal; the count says how many there are."""
_CHECKS: Mapping[Gate, Callable[[Case], Iterator[Refused]]] = {
    Gate.DECLARATIONS_IN: _declarations_in,
    Gate.SCREENING_COMPLETE: _screening_complete,
    Gate.TECHNOLOGY_SCREENED: _technology_screened,
    Gate.HITS_JUDGED: _hits_judged,
    Gate.ASSESSMENT_DONE: _assessment_done,
    Gate.MEASURES_AGREED: _measures_agreed,
    Gate.MEASURES_FEASIBLE: _measures_feasible,
    Gate.CONSENTS_GIVEN: _consents_given,
    Gate.CROSS_CHECKS_ANSWERED: _cross_checks_answered,
    Gate.PARTNERS_CONFIRMED: _partners_confirmed,
}
