"""The audit log as people read it."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from duediligence.models import AuditEvent, Case, User

MAIN = (
    "case.",
    "joining.",
    "assessment.",
    "measure.report_breach",
    "decision.",
    "confirmation.confirmed",
    "confirmation.returned",
    "submission.frozen",
    "screening.complete",
    "screening.partial",
    "screening.failed",
    "screening.vanished",
    "screening.renamed",
)
NEWEST = 12


def of_case(case: Case) -> QuerySet[AuditEvent]:
    """Return everything that happened to a case and to its proposal, the newest first."""
    about = Q(case_reference=case.reference) | Q(object_type="proposal", object_id=str(case.proposal_id))
    return AuditEvent.objects.filter(about, institution=case.institution_id).order_by("-at", "-seq")


def main_events(case: Case) -> list[AuditEvent]:
    """Return the last few events that moved the case."""
    moved = Q(verb="proposal.received") | Q(verb="proposal.revised")
    for start in MAIN:
        moved |= Q(verb__startswith=start)
    return list(of_case(case).filter(moved)[:NEWEST])


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """What is looked for in the log; an empty field asks for nothing. ``target`` is a kind of object or words."""

    case: str = ""
    actor: str = ""
    verb: str = ""
    target: str = ""
    number: str = ""
    since_date: dt.date | None = None
    until_date: dt.date | None = None


def found(user: User, search: AuditSearch) -> QuerySet[AuditEvent]:
    """Return the visible events that fit, the newest first. Days are the office's own, both included."""
    events = AuditEvent.objects.visible_to(user)
    if search.case:
        events = events.filter(case_reference__icontains=search.case)
    if search.actor:
        people = User.objects.filter(display_name__icontains=search.actor).values_list("username", flat=True)
        named = Q(actor__in=[f"user:{username}" for username in people])
        events = events.filter(Q(actor__icontains=search.actor) | named)
    if search.verb:
        events = events.filter(verb=search.verb)
    if search.target:
        is_kind = search.target in {model._meta.model_name for model in apps.get_models()}
        about = Q(object_type=search.target) if is_kind else Q(object_label__icontains=search.target)
        events = events.filter(about)
    if search.number:
        events = events.filter(object_id=search.number)
    if search.since_date:
        events = events.filter(at__gte=_midnight(search.since_date))
    if search.until_date:
        events = events.filter(at__lt=_midnight(search.until_date + dt.timedelta(days=1)))
    return events.order_by("-at", "-pk")


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
