"""A case that is out for an answer: what may not be changed meanwhile, and what takes it back.

What was submitted stays as it was. An office that would change what it rests on is refused; what reaches the office
from outside is recorded, and the case goes back to the steps that it touches.
"""

import datetime as dt
from collections.abc import Collection

from duediligence import errors
from duediligence.domain import audit, route
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.domain.telling import tell_officers
from duediligence.enums import CaseStatus, StepKind, StepStatus
from duediligence.models import Case, DeclarationVersion
from duediligence.policy.steps import Gate

CORRECTED = "declaration_corrected"
CONSENT_REFUSED = "consent_refused"


def is_awaiting(case: Case) -> bool:
    """Return whether the questionnaire is out and nothing is left to the office but to wait for answers."""
    if case.status != CaseStatus.IN_PROGRESS:
        return False
    steps = route.present(case).values()
    live = {step.kind for step in steps if step.status in route.LIVE}
    is_out = any(step.kind == StepKind.SUBMIT and step.status == StepStatus.COMPLETED for step in steps)
    return is_out and live <= {StepKind.EXTERNAL, StepKind.MONITOR}


def demand_not_awaiting(case: Case) -> None:
    """Raise ``AnswerAwaited`` while an answer to the submission is awaited."""
    if is_awaiting(case):
        raise errors.AnswerAwaited


def is_corrected(case: Case) -> bool:
    """Return whether a present member submitted another version to the lead since the case was submitted."""
    sent = case.submissions.latest("number")
    theirs = DeclarationVersion.objects.with_the_lead().filter(declaration__case=case)
    members = case.revision.memberships.values("person")
    return theirs.filter(declaration__person__in=members, submitted_at__gt=sent.submitted_at).exists()


def take_back(case: Case, codes: Collection[str], *, why: str, actor: Actor, now: dt.datetime) -> None:
    """Begin the steps again that are touched, with all that follow; the officers are told."""
    audit.record(
        actor, "case.taken_back", case, institution=case.institution, case_reference=case.reference, reason=why
    )
    route.go_back(case, codes, reason=why, actor=actor, now=now)
    route.advance(case, actor=actor, now=now)
    tell_officers(case, "taken_back")


def take_back_where(case: Case, gate: Gate, *, why: str, actor: Actor, now: dt.datetime) -> None:
    """Take a case that awaits an answer back to the steps that ask for what no longer holds."""
    codes = [rule.code for rule in read(case.policy_edition).steps if gate in rule.requires]
    if codes and is_awaiting(case):
        take_back(case, codes, why=why, actor=actor, now=now)
