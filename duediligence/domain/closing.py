"""Ending the monitoring of a case as its policy has it: who may, how many people, and under which four eyes."""

import datetime as dt

from duediligence import errors, notify
from duediligence.domain import access, decision
from duediligence.domain.actor import Actor
from duediligence.enums import Role, StepKind, StepStatus
from duediligence.models import Case, Step, User


def watching(case: Case) -> list[Step]:
    """Return the monitoring steps under way."""
    found = list(case.steps.filter(kind=StepKind.MONITOR, status=StepStatus.OPEN))
    for step in found:
        step.case = case
    return found


def refusal(steps: list[Step], user: User) -> errors.Refused | None:
    """Return why the user may end none of the monitoring: the same rules hold as for deciding any step."""
    found = [decision.refusals(step, user) for step in steps]
    return found[0][0] if found and all(found) else None


def tell_others(steps: list[Step], user: User) -> None:
    """Tell whoever may still agree that ``user`` would end the monitoring."""
    asked = [one for step in steps for one in access.addressees(Role(step.role), step.case)]
    for other in dict.fromkeys(asked):
        if refusal(steps, other) is None:
            notify.tell(other, steps[0].case, "end_agreed", name=str(user))


def agree(steps: list[Step], user: User, *, reason: str, actor: Actor, now: dt.datetime) -> bool:
    """Record that the user would end the monitoring; return whether everybody has agreed for whom the policy asks.

    Raises what ``refusal`` returns.
    """
    if refused := refusal(steps, user):
        raise refused
    may_end = [step for step in steps if not decision.refusals(step, user)]
    ended = [decision.approve(step, user, reason=reason, actor=actor, now=now) for step in may_end]
    return all(ended) and len(ended) == len(steps)
