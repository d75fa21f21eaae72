"""Everything that is held about one person, as they may ask for it, and who looked at it."""

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from duediligence.models import AuditEvent, Case, Declaration, DeclarationVersion, Membership, Person

ACCESS_VERBS = ("api.read", "api.listed", "declaration.masked_viewed", "declaration.link_opened", "person.exported")
WITHHELD = frozenset({"match_key", "masked", "draft_masked"})
"""Keys of the machinery, and what is stored encrypted: the person is given those answers by the office itself."""


def everything_about(person: Person) -> dict[str, Any]:
    """Return every row that names the person, by its table, with what was found on their name and the accesses."""
    cases = Case.objects.filter(proposal__revisions__memberships__person=person).distinct()
    return {
        "person": _row(person),
        "cases": list(cases.order_by("reference").values("reference", "status", "outcome", "opened_at", "closed_at")),
        "records": {
            relation.related_model._meta.model_name: [_row(one) for one in _rows(person, relation)]
            for relation in person._meta.get_fields(include_hidden=True)
            if isinstance(relation, models.ManyToOneRel)
        },
        "declarations": [
            _row(one) for one in DeclarationVersion.objects.with_the_lead().filter(declaration__person=person)
        ],
        "judgements": _judgements(person, cases),
        "history": list(_events(person, cases).exclude(verb__in=ACCESS_VERBS).values("at", "verb", "case_reference")),
        "accesses": list(_events(person, cases).filter(verb__in=ACCESS_VERBS).values("at", "actor", "verb")),
    }


def _rows(person: Person, relation: models.ManyToOneRel) -> QuerySet[Any]:
    rows: QuerySet[Any] = relation.related_model._default_manager.filter(**{relation.field.name: person})
    if relation.related_model is Declaration:  # the draft of one that a partner institution holds is the partner's
        rows = rows.filter(held_by__isnull=True)
    return rows.order_by("pk")


def _row(one: models.Model) -> dict[str, Any]:
    fields = (field for field in one._meta.concrete_fields if field.name not in WITHHELD)
    return {field.name: field.value_from_object(one) for field in fields if not isinstance(field, models.BinaryField)}


def _judgements(person: Person, cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Return how hits on the person's own names were judged."""
    ref = f"person:{person.pk}"
    columns = ["hit__source_code", "hit__matched_name", "judgement", "reason_code", "text", "judged_at"]
    found = [one.dispositions.filter(hit__subject_ref=ref).values("case__reference", *columns) for one in cases]
    return [row for rows in found for row in rows]


def _events(person: Person, cases: QuerySet[Case]) -> QuerySet[AuditEvent]:
    about = Q(object_type="person", object_id=str(person.pk)) | Q(case_reference__in=cases.values("reference"))
    proposals = Membership.objects.filter(person=person).values_list("revision__proposal", flat=True)
    about |= Q(object_type="proposal", object_id__in=[str(pk) for pk in proposals])
    return AuditEvent.objects.filter(about).order_by("at", "pk")
