"""What is known of a case, as the closed list of facts that a policy may ask about."""

from duediligence.domain.assessment import assessed_facts
from duediligence.domain.evidence import DISMISSED, highest
from duediligence.enums import CaseOutcome, DueDiligenceResult, Level, ListEffect, PartyRole, TechnologyAction
from duediligence.models import Case, Disposition, DueDiligence, StepDecision
from duediligence.policy.facts import Fact, FactValue


def case_facts(case: Case) -> dict[Fact, FactValue]:
    """Return what is known now; an absent fact is not known, which is not *no*."""
    programme = case.proposal.programme
    facts: dict[Fact, FactValue] = {
        Fact.DESIGNATED: bool(programme and programme.is_designated),
        Fact.HAS_FUNDER: programme is not None,
        Fact.PARTNER_INSTITUTIONS: case.revision.parties.filter(role=PartyRole.PARTNER).count(),
    }
    concluded = DueDiligence.objects.filter(case=case, replaced_at__isnull=True).first()
    if concluded and concluded.result != DueDiligenceResult.NOT_DONE:
        facts[Fact.INFORMATION_MISSING] = concluded.result == DueDiligenceResult.DONE_INCOMPLETE
    run = case.current_run
    if run and run.finished_at:
        dismissed = Disposition.objects.filter(hit__run=run, withdrawn_at__isnull=True, judgement__in=DISMISSED).values(
            "hit"
        )
        hits = run.hits.filter(clearance_ref="").exclude(pk__in=dismissed)
        facts[Fact.LIST_EFFECT] = frozenset(hits.values_list("effect", flat=True).distinct()) & frozenset(ListEffect)
        facts[Fact.HIT_LEVEL] = highest(Level, hits.values_list("level", flat=True).distinct())
        touched = run.technology_hits.all()
        facts[Fact.TECHNOLOGY_LEVEL] = highest(Level, touched.values_list("level", flat=True).distinct())
        facts[Fact.TECHNOLOGY_ACTION] = highest(TechnologyAction, touched.values_list("action", flat=True).distinct())
    facts.update(assessed_facts(case))
    outcome = decided_outcome(case)
    if outcome:
        facts[Fact.MEASURES_NEEDED] = outcome == CaseOutcome.MITIGATION
    return facts


def decided_outcome(case: Case) -> str:
    """Return the outcome of the newest decision in force, or an empty text."""
    decision = (
        StepDecision.objects.filter(step__case=case, voided_at__isnull=True)
        .exclude(outcome="")
        .order_by("-decided_at", "-id")
        .first()
    )
    return decision.outcome if decision else ""
