"""Where a case stands on its route: what is done, open, waiting, left out or not yet settled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from duediligence.policy import graph
from duediligence.policy.calendar import add_working_days
from duediligence.policy.conditions import all_hold, unknown_facts
from duediligence.policy.edition import Policy
from duediligence.policy.facts import Fact, Facts
from duediligence.policy.steps import StepRule


class StepState(StrEnum):
    DONE = "done"
    OPEN = "open"
    RETURNED = "returned"
    """Open again: sent back for changes."""
    WAITING = "waiting"
    """A step that comes first is not finished."""
    UNDETERMINED = "undetermined"
    """All before it is finished, but a fact that decides whether it applies is not known."""
    LEFT_OUT = "left_out"
    """Does not apply to this case."""


_SETTLED: Final = frozenset({StepState.DONE, StepState.LEFT_OUT})
_OPEN: Final = frozenset({StepState.OPEN, StepState.RETURNED})


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step, with the unfinished steps it waits for and the facts it still needs."""

    step: StepRule
    state: StepState
    waits_for: tuple[str, ...] = ()
    unknown: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteStanding:
    """The whole route in order."""

    steps: tuple[StepStanding, ...]

    @property
    def open(self) -> tuple[StepRule, ...]:
        """The steps at which somebody can act now; more than one when they run in parallel."""
        return tuple(standing.step for standing in self.steps if standing.state in _OPEN)

    @property
    def coming(self) -> tuple[StepRule, ...]:
        """The steps that follow, in order, those that may yet prove not to apply included."""
        kept = _SETTLED | _OPEN
        return tuple(standing.step for standing in self.steps if standing.state not in kept)

    @property
    def is_finished(self) -> bool:
        return all(standing.state in _SETTLED for standing in self.steps)

    def of(self, code: str) -> StepStanding:
        return next(standing for standing in self.steps if standing.step.code == code)


def order_of(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Return the steps in order, each with the steps that come directly first."""
    declared = {step.code: step.after for step in policy.steps}
    return {code: declared[code] for code in graph.in_order(declared)}


def steps_after(policy: Policy, code: str) -> tuple[str, ...]:
    """Return, in order, every step whose result rests on this one."""
    order = order_of(policy)
    later = graph.later(order, code)
    return tuple(other for other in order if other in later)


def standing(
    policy: Policy, facts: Facts, *, completed: Collection[str], returned: Collection[str] = ()
) -> RouteStanding:
    """Return where a case stands.

    ``completed`` are the steps with a valid result, ``returned`` those sent back for changes: they count as
    not done. A result further on stands unless the caller voids it, so that the case resumes at the step
    that sent it back. A step opens when everything that comes before it, near or far, is done or left out.
    """
    order = order_of(policy)
    done = frozenset(completed) - frozenset(returned)
    found: dict[str, StepStanding] = {}
    for code in order:
        before = graph.earlier(order, code)
        unfinished = tuple(other for other in order if other in before and found[other].state not in _SETTLED)
        found[code] = _stand(policy.step(code), facts, code in done, code in returned, unfinished)
    return RouteStanding(tuple(found.values()))


def _stand(step: StepRule, facts: Facts, is_done: bool, is_returned: bool, unfinished: tuple[str, ...]) -> StepStanding:
    applies = all_hold(step.when, facts)
    if is_done:
        return StepStanding(step, StepState.DONE)
    if applies is False:
        return StepStanding(step, StepState.LEFT_OUT)
    unknown = tuple(sorted(unknown_facts(step.when, facts)))
    if unfinished:
        return StepStanding(step, StepState.WAITING, unfinished, unknown)
    if applies is None:
        return StepStanding(step, StepState.UNDETERMINED, (), unknown)
    return StepStanding(step, StepState.RETURNED if is_returned else StepState.OPEN)


def due_dates(
    policy: Policy,
    facts: Facts,
    *,
    opened_on: date,
    completed_on: Mapping[str, date],
    set_on: Mapping[str, date] | None = None,
    closed: Collection[date] = (),
) -> dict[str, date]:
    """Return by when each unfinished step of the route is due; ``set_on`` says it of the steps that are open.

    A step's working days count from the last day on which a step before it was completed, or is due; those
    of the first steps from ``opened_on``. Steps that do not apply are passed over.
    """
    ends: dict[str, date] = {}
    due: dict[str, date] = {}
    for code, after in order_of(policy).items():
        begins = max((ends[first] for first in after), default=opened_on)
        step = policy.step(code)
        if code in completed_on:
            ends[code] = max(begins, completed_on[code])
        elif set_on and code in set_on:
            ends[code] = due[code] = set_on[code]
        elif all_hold(step.when, facts) is False:
            ends[code] = begins
        else:
            ends[code] = due[code] = add_working_days(begins, step.due_working_days, closed)
    return due
