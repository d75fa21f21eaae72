"""What happened to the records about one person, and who took or read them."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet

from duediligence.models import ApiClient, Attachment, AuditEvent, Case, Membership, Person

OF_CASE: Final = (
    "api.read",
    "case.bundled",
    "case.record_taken",
    "confirmation.letter_taken",
    "measure.plan_taken",
    "partner.file_taken",
    "questionnaire.drawn",
    "submission.taken",
)
"""Whoever takes one of these has everybody's records of the case."""
OF_DECLARATION: Final = (
    "declaration.link_opened",
    "declaration.masked_shown",
    "declaration.masked_viewed",
    "declaration.read_by_partner",
    "declaration.sent_to_lead",
)
ACCESS_VERBS: Final = (*OF_CASE, *OF_DECLARATION, "attachment.taken", "person.exported")
_TOLD: Final = ("path", "part", "number", "version", "items", "file", "name", "language", "kind")


def history(person: Person, cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Return what was done in the person's cases; what was done about other members' declarations is theirs."""
    others = Q(object_type="declaration") & ~_own_declarations(person)
    found = _in_cases(person, cases).exclude(verb__in=ACCESS_VERBS).exclude(others)
    return [{**one} for one in found.order_by("at", "pk").values("at", "verb", "case_reference")]


def accesses(person: Person, cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Return who had what of the person's before them, when, the oldest first."""
    about = Q(disposition__hit__subject_ref=f"person:{person.pk}") | Q(measure_record__measure__person=person)
    files = Attachment.objects.filter(about).values_list("pk", flat=True)
    own = Q(verb__in=OF_DECLARATION) & _own_declarations(person)
    own |= Q(verb="attachment.taken", object_type="attachment", object_id__in=[str(pk) for pk in files])
    own |= Q(verb="person.exported", object_type="person", object_id=str(person.pk))
    return _in_order([*_in_cases(person, cases).filter(Q(verb__in=OF_CASE) | own), *_listed(cases)])


def taken(cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Return who took what holds everybody's records of one of the cases, the oldest first."""
    events = AuditEvent.objects.filter(case_reference__in=cases.values("reference"), verb__in=OF_CASE)
    return _in_order([*events, *_listed(cases)])


def _in_order(events: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    return [_access(one) for one in sorted(events, key=lambda one: (one.at, one.pk))]


def _access(event: AuditEvent) -> dict[str, Any]:
    what = {key: event.after[key] for key in _TOLD if key in event.after}
    return {"at": event.at, "actor": event.actor, "verb": event.verb, "case": event.case_reference, "what": what}


def _own_declarations(person: Person) -> Q:
    own = person.declarations.values_list("pk", flat=True)
    return Q(object_type="declaration", object_id__in=[str(pk) for pk in own])


def _in_cases(person: Person, cases: QuerySet[Case]) -> QuerySet[AuditEvent]:
    about = Q(object_type="person", object_id=str(person.pk)) | Q(case_reference__in=cases.values("reference"))
    proposals = Membership.objects.filter(person=person).values_list("revision__proposal", flat=True)
    about |= Q(object_type="proposal", object_id__in=[str(pk) for pk in proposals])
    return AuditEvent.objects.filter(about)


def _listed(cases: QuerySet[Case]) -> Iterator[AuditEvent]:
    """Yield the pages of lists on which a funder's program was shown one of the cases or proposals.

    A page may cross institutions, so it stands under the program and not under the case.
    """
    shown = {one.reference for one in cases} | {str(one.proposal.public_id) for one in cases.select_related("proposal")}
    clients = ApiClient.objects.filter(grants__programme__proposals__cases__in=cases).distinct()
    numbers = [str(pk) for pk in clients.values_list("pk", flat=True)]
    found = AuditEvent.objects.filter(verb="api.read", object_type="apiclient", object_id__in=numbers)
    return (one for one in found.iterator() if shown & set(one.after.get("shown", [])))
