"""A case as it stands at a moment: its steps, by when each is expected to be done, and its partners."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from duediligence.domain import route
from duediligence.domain.partner_status import PartnerLine, partner_lines
from duediligence.domain.policy import read
from duediligence.enums import DueBasis, DueKind, PartnerStatus, Role, StepKind, StepStatus
from duediligence.models import Case, Step
from duediligence.policy.calendar import add_working_days
from duediligence.policy.edition import Policy
from duediligence.policy.route import due_dates, order_of
from duediligence.policy.steps import Gate


@dataclass(frozen=True, slots=True)
class Basis:
    """``code`` is the step or the stage, ``since`` the day from which ``days`` are counted."""

    kind: DueBasis
    since: dt.date | None = None
    days: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """``name`` is whom or what it is about, ``who`` the named person it is asked of and ``user_id`` their sign-in.

    Nobody in particular is named where every holder of ``role`` may do it; what a measure asks, its owner alone does.
    """

    kind: DueKind
    by: dt.date
    role: Role | None
    basis: Basis
    is_overdue: bool
    name: str = ""
    who: str = ""
    user_id: int | None = None
    passed_on_to: Role | None = None
    count: int = 1

    def is_asked_of(self, user_id: int, roles: frozenset[Role]) -> bool:
        """Return whether somebody in particular or, where nobody is named, a holder of these roles has to act."""
        if self.passed_on_to in roles or self.user_id == user_id:
            return True
        return self.role in roles and not self.who


@dataclass(frozen=True)
class Standing:
    """A case as it stands at a moment, with what its dues have in common."""

    case: Case
    now: dt.datetime

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.now)

    @cached_property
    def policy(self) -> Policy:
        return read(self.case.policy_edition)

    @cached_property
    def steps(self) -> dict[str, Step]:
        rounds = sorted(self.case.steps.all(), key=lambda step: step.round)
        return {step.code: step for step in rounds if step.code in order_of(self.policy)}

    @cached_property
    def lines(self) -> list[PartnerLine]:
        return partner_lines(self.case, self.now)

    @cached_property
    def with_partners(self) -> frozenset[int]:
        """The people whose own institution does the due diligence about them."""
        asked = (line for line in self.lines if line.status is not PartnerStatus.NOT_ASKED)
        return frozenset(member.person_id for line in asked for member in line.members)

    @cached_property
    def expected(self) -> dict[str, dt.date]:
        """By when each step that is not finished is due, those further ahead as the route lets expect.

        Monitoring is never finished by a day, so it is none of them.
        """
        done = {code: one.completed_at for code, one in self.steps.items() if one.status in route.DONE}
        opened = {code: one.due_date for code, one in self.steps.items() if one.status == StepStatus.OPEN}
        expected = due_dates(
            self.policy,
            {},
            opened_on=timezone.localdate(self.case.opened_at),
            completed_on={code: timezone.localdate(at) for code, at in done.items() if at},
            set_on={code: day for code, day in opened.items() if day},
        )
        return {code: by for code, by in expected.items() if self.policy.step(code).kind is not StepKind.MONITOR}

    def closed_by(self, gate: Gate) -> list[str]:
        """Return the steps ahead that cannot be finished before; a submission needs everything."""
        rules = [self.policy.step(code) for code in self.expected]
        return [rule.code for rule in rules if gate in rule.requires or rule.kind is StepKind.SUBMIT]

    def needed_by(self, gate: Gate, *, asked: dt.datetime | None) -> tuple[dt.date, Basis]:
        """Return when the first step is due that cannot be finished before, else the next one.

        Of a monitored case no step is ahead: the working days of its monitoring count from the day it was asked for.
        """
        if ahead := self.closed_by(gate) or list(self.expected):
            by, code = min((self.expected[code], code) for code in ahead)
            return by, Basis(DueBasis.STEP, code=code)
        since = timezone.localdate(asked or self.now)
        days = max(step.due_working_days for step in self.policy.steps if step.kind is StepKind.MONITOR)
        return add_working_days(since, days), Basis(DueBasis.WORKING_DAYS, since, days)

    def due(self, kind: DueKind, at: tuple[dt.date, Basis], role: Role | None, **more: object) -> Due:
        by, basis = at
        return Due(kind, by, role, basis, by < self.day, **more)  # type: ignore[arg-type]
