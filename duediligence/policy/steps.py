"""The steps of a route: who does what after whom, and what must be finished first."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from duediligence.enums import Role, StepKind
from duediligence.policy.conditions import Condition
from duediligence.policy.limits import CODE, Between, Length, Refers
from duediligence.policy.text import SourceMark, Text

StepCode = Annotated[str, Refers("steps")]


class Gate(StrEnum):
    """What must be true before a step may be finished. The words are fixed; a policy chooses among them."""

    DECLARATIONS_IN = "declarations_in"
    SCREENING_COMPLETE = "screening_complete"
    TECHNOLOGY_SCREENED = "technology_screened"
    HITS_JUDGED = "hits_judged"
    ASSESSMENT_DONE = "assessment_done"
    MEASURES_AGREED = "measures_agreed"
    MEASURES_FEASIBLE = "measures_feasible"
    CONSENTS_GIVEN = "consents_given"
    CROSS_CHECKS_ANSWERED = "cross_checks_answered"
    PARTNERS_CONFIRMED = "partners_confirmed"


NEEDED_TO_DECIDE: Final = (Gate.SCREENING_COMPLETE, Gate.HITS_JUDGED)
"""*Could not check* is never *nothing found*: no policy may let anybody decide without these."""

MAY_ACT: Final[Mapping[StepKind, frozenset[Role]]] = {
    StepKind.CONFIRM: frozenset(
        {
            Role.RESEARCHER,
            Role.DEPARTMENT_OFFICER,
            Role.SECURITY_OFFICER,
            Role.PARTNER_OFFICER,
            Role.DECISION_MAKER,
        }
    ),
    StepKind.INVESTIGATE: frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER, Role.PARTNER_OFFICER}),
    StepKind.DECIDE: frozenset({Role.SECURITY_OFFICER, Role.DECISION_MAKER}),
    StepKind.SUBMIT: frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER}),
    StepKind.EXTERNAL: frozenset({Role.PARTNER_OFFICER, Role.FUNDER, Role.GOVERNMENT}),
    StepKind.MONITOR: frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER}),
}
"""Which roles can stand at which kind of step. The auditor changes nothing and stands at none."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step.

    ``approvers`` counts distinct persons. ``after`` names the steps that come first; steps with the same
    predecessors run in parallel. ``separate_from`` names steps that must not share a person with this one.
    Every condition in ``when`` must hold, or the step is left out of the case's route.
    """

    code: Annotated[str, CODE, Length(40)]
    name: Text
    kind: StepKind
    role: Role
    approvers: Annotated[int, Between(1, 9)]
    after: tuple[StepCode, ...]
    excludes_author: bool
    due_working_days: Annotated[int, Between(1, 366)]
    source: SourceMark
    separate_from: tuple[StepCode, ...] = ()
    may_return_to: tuple[StepCode, ...] = ()
    when: tuple[Condition, ...] = ()
    requires: tuple[Gate, ...] = ()
    escalates_to: Role | None = None
    help: Text | None = None
