"""What waits for whom: the tabs of the worklist as conditions, and its rows in a fixed number of queries."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from duediligence.domain.measure import REVIEWED
from duediligence.enums import CaseStatus, Role, StepKind, StepStatus
from duediligence.models import Case, Measure, Step, User
from duediligence.models.case import OPEN

SOON_DAYS = 7


class Tab(StrEnum):
    MINE = "mine"
    TEAM = "team"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ALL = "all"


def conditions(user: User, day: dt.date) -> Mapping[Tab, Q]:
    """Return what puts a case under each tab.

    An investigation is its officer's own; what another role decides is asked of everybody who holds that role.
    A monitored case asks for its measures alone: of whoever is responsible for one, and of its officer.
    """
    open_steps = _open_steps().exclude(kind=StepKind.MONITOR)
    mine_to_do = open_steps.filter(role__in=user.roles()).exclude(decisions__decided_by=user)
    passed_on = open_steps.filter(escalated_role__in=user.roles())
    mine = (
        Q(Exists(passed_on))
        | Q(Exists(mine_to_do.exclude(role=Role.SECURITY_OFFICER)))
        | Q(Exists(mine_to_do.filter(role=Role.SECURITY_OFFICER)), owner=user)
    )
    in_progress = Q(status=CaseStatus.IN_PROGRESS)
    late, soon = _measures_until(day - dt.timedelta(days=1)), _measures_until(day + dt.timedelta(days=SOON_DAYS))
    measures = Q(status__in=OPEN) & (Q(Exists(soon.filter(owner=user))) | Q(Exists(soon), owner=user))
    return {
        Tab.MINE: (in_progress & mine) | measures,
        Tab.TEAM: in_progress & Q(Exists(mine_to_do)),
        Tab.UNASSIGNED: in_progress & Q(owner__isnull=True),
        Tab.WAITING: in_progress & (Q(owner=user) | Q(proposal__created_by=user)) & ~mine,
        Tab.DUE_SOON: (
            in_progress
            & Q(Exists(open_steps.filter(due_date__gte=day, due_date__lte=day + dt.timedelta(days=SOON_DAYS))))
        )
        | (Q(status__in=OPEN) & Q(Exists(soon)) & ~Q(Exists(late))),
        Tab.OVERDUE: (in_progress & Q(Exists(open_steps.filter(due_date__lt=day))))
        | (Q(status__in=OPEN) & Q(Exists(late))),
        Tab.ALL: Q(),
    }


def tab_counts(user: User, day: dt.date) -> dict[Tab, int]:
    """Return how many visible cases stand under each tab, in one query."""
    counts = {tab.value: Count("pk", filter=condition) for tab, condition in conditions(user, day).items() if condition}
    found = Case.objects.visible_to(user).aggregate(**counts, all=Count("pk"))
    return {tab: found[tab.value] for tab in Tab}


def cases_under(tab: Tab, user: User, day: dt.date) -> QuerySet[Case]:
    """Return the visible cases under a tab; ``step_due`` is the date by which the next step is due."""
    due = _open_steps().order_by().values("case").annotate(first=Min("due_date")).values("first")
    return Case.objects.visible_to(user).filter(conditions(user, day)[tab]).annotate(step_due=Subquery(due))


def next_unassigned(user: User, day: dt.date) -> Case | None:
    """Return the case without an officer that is due first."""
    waiting = cases_under(Tab.UNASSIGNED, user, day).filter(Exists(_open_steps().filter(role=Role.SECURITY_OFFICER)))
    soonest = F("step_due").asc(nulls_last=True)  # annotated by ``cases_under``
    return waiting.order_by(soonest, "opened_at", "pk").first()


def _measures_until(day: dt.date) -> QuerySet[Measure]:
    """Return the measures of a case that are to be reviewed or end by ``day``."""
    watched = Measure.objects.filter(case=OuterRef("pk"), status__in=REVIEWED)
    return watched.filter(Q(review_date__lte=day) | Q(end_date__lte=day))


def _open_steps() -> QuerySet[Step]:
    return Step.objects.filter(case=OuterRef("pk"), status=StepStatus.OPEN)
