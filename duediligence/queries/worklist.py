"""What waits for whom: the tabs of the worklist as conditions, and its rows in a fixed number of queries."""

import datetime as dt
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


IN_PROGRESS = Q(status=CaseStatus.IN_PROGRESS)


def condition(tab: Tab, user: User, day: dt.date) -> Q:
    """Return what puts a case under ``tab``.

    An investigation is its officer's own; what another role decides is asked of everybody who holds that role.
    A monitored case asks for its measures alone: of whoever is responsible for one, and of its officer.
    """
    match tab:
        case Tab.MINE:
            return (IN_PROGRESS & _asked_of(user)) | _measures_of(user, day)
        case Tab.TEAM:
            return IN_PROGRESS & Q(Exists(_to_do(user)))
        case Tab.UNASSIGNED:
            return IN_PROGRESS & Q(owner__isnull=True)
        case Tab.WAITING:
            return IN_PROGRESS & (Q(owner=user) | Q(proposal__created_by=user)) & ~_asked_of(user)
        case Tab.DUE_SOON:
            return _due_soon(day)
        case Tab.OVERDUE:
            late = Q(Exists(_steps_to_do().filter(due_date__lt=day)))
            return (IN_PROGRESS & late) | (Q(status__in=OPEN) & Q(Exists(_measures_late(day))))
        case Tab.ALL:
            return Q()


def _asked_of(user: User) -> Q:
    to_do = _to_do(user)
    return (
        Q(Exists(_steps_to_do().filter(escalated_role__in=user.roles())))
        | Q(Exists(to_do.exclude(role=Role.SECURITY_OFFICER)))
        | Q(Exists(to_do.filter(role=Role.SECURITY_OFFICER)), owner=user)
    )


def _measures_of(user: User, day: dt.date) -> Q:
    soon = _measures_soon(day)
    return Q(status__in=OPEN) & (Q(Exists(soon.filter(owner=user))) | Q(Exists(soon), owner=user))


def _due_soon(day: dt.date) -> Q:
    until = day + dt.timedelta(days=SOON_DAYS)
    steps = IN_PROGRESS & Q(Exists(_steps_to_do().filter(due_date__gte=day, due_date__lte=until)))
    measures = Q(status__in=OPEN) & Q(Exists(_measures_soon(day))) & ~Q(Exists(_measures_late(day)))
    return steps | measures


def tab_counts(user: User, day: dt.date) -> dict[Tab, int]:
    """Return how many visible cases stand under each tab, in one query."""
    counts = {tab.value: Count("pk", filter=condition(tab, user, day)) for tab in Tab if tab != Tab.ALL}
    found = Case.objects.visible_to(user).aggregate(**counts, all=Count("pk"))
    return {tab: found[tab.value] for tab in Tab}


def cases_under(tab: Tab, user: User, day: dt.date) -> QuerySet[Case]:
    """Return the visible cases under a tab; ``step_due`` is the date by which the next step is due."""
    due = _open_steps().order_by().values("case").annotate(first=Min("due_date")).values("first")
    return Case.objects.visible_to(user).filter(condition(tab, user, day)).annotate(step_due=Subquery(due))


def next_unassigned(user: User, day: dt.date) -> Case | None:
    """Return the case without an officer that is due first."""
    waiting = cases_under(Tab.UNASSIGNED, user, day).filter(Exists(_open_steps().filter(role=Role.SECURITY_OFFICER)))
    soonest = F("step_due").asc(nulls_last=True)  # annotated by ``cases_under``
    return waiting.order_by(soonest, "opened_at", "pk").first()


def _measures_late(day: dt.date) -> QuerySet[Measure]:
    return _measures_until(day - dt.timedelta(days=1))


def _measures_soon(day: dt.date) -> QuerySet[Measure]:
    return _measures_until(day + dt.timedelta(days=SOON_DAYS))


def _measures_until(day: dt.date) -> QuerySet[Measure]:
    """Return the measures of a case that are to be reviewed or end by ``day``."""
    watched = Measure.objects.filter(case=OuterRef("pk"), status__in=REVIEWED)
    return watched.filter(Q(review_date__lte=day) | Q(end_date__lte=day))


def _to_do(user: User) -> QuerySet[Step]:
    """Return the open steps of a case that a role of ``user`` decides and ``user`` has not decided yet."""
    return _steps_to_do().filter(role__in=user.roles()).exclude(decisions__decided_by=user)


def _steps_to_do() -> QuerySet[Step]:
    return _open_steps().exclude(kind=StepKind.MONITOR)


def _open_steps() -> QuerySet[Step]:
    return Step.objects.filter(case=OuterRef("pk"), status=StepStatus.OPEN)
