"""Everything that is held about one person, as they may ask for it, what is kept back and why, and who looked at it."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from duediligence.enums import MeasureTarget
from duediligence.models import Attachment, Case, Declaration, DeclarationVersion, Disposition, Measure, Person
from duediligence.models.attachment import AttachmentQuerySet
from duediligence.queries.person_accesses import accesses, history
from duediligence.queries.person_questionnaires import submissions
from duediligence.queries.person_screening import screened
from duediligence.queries.person_words import notes, partner_results

WITHHELD = frozenset({"match_key", "masked", "draft_masked"})
"""Keys of the machinery, and what is stored encrypted: the person is given those answers by the office itself."""


def everything_about(person: Person) -> dict[str, Any]:
    """Return every row that names the person, by its table, with what was found, decided, sent and read about them."""
    about = Q(proposal__revisions__memberships__person=person) | Q(joinings__person=person)
    cases = Case.objects.filter(about).distinct().order_by("reference")
    own_notes, notes_withheld = notes(person, cases)
    results, results_withheld = partner_results(person)
    return {
        "person": _row(person),
        "cases": list(cases.values("reference", "status", "outcome", "opened_at", "closed_at")),
        "records": {
            relation.related_model._meta.model_name: [_row(one) for one in _rows(person, relation)]
            for relation in person._meta.get_fields(include_hidden=True)
            if isinstance(relation, models.ManyToOneRel)
        },
        "declarations": [
            _row(one) for one in DeclarationVersion.objects.with_the_lead().filter(declaration__person=person)
        ],
        "screened": screened(person),
        "judgements": [_judgement(one) for one in _judgements(person)],
        "measures": [_measure(one) for one in _measures(person)],
        "submissions": submissions(person, cases),
        "partner_results": results,
        "notes": own_notes,
        "history": history(person, cases),
        "accesses": accesses(person, cases),
        "withheld": [*_withheld(person), *results_withheld, *notes_withheld],
    }


def _rows(person: Person, relation: models.ManyToOneRel) -> QuerySet[Any]:
    rows: QuerySet[Any] = relation.related_model._default_manager.filter(**{relation.field.name: person})
    if relation.related_model is Declaration:  # the draft of one that a partner institution holds is the partner's
        rows = rows.filter(held_by__isnull=True)
    return rows.order_by("pk")


def _row(one: models.Model) -> dict[str, Any]:
    """Return the columns in words: what another row is called, not the number that it has here."""
    fields = (field for field in one._meta.concrete_fields if field.name not in WITHHELD)
    return {field.name: _value(one, field) for field in fields if not isinstance(field, models.BinaryField)}


def _value(one: models.Model, field: "models.Field[Any, Any]") -> Any:
    if not isinstance(field, models.ForeignKey):
        return field.value_from_object(one)
    found = getattr(one, field.name)
    return None if found is None else str(found)


def _judgements(person: Person) -> QuerySet[Disposition]:
    """Return how hits on the person's own names were judged."""
    found = Disposition.objects.filter(hit__subject_ref=f"person:{person.pk}", case__institution=person.institution)
    return found.select_related("hit", "case", "carried_from").order_by("judged_at", "pk")


def _judgement(one: Disposition) -> dict[str, Any]:
    """Say what it rests on as well; a judgement that was carried over rests on what the first one did."""
    return {
        "case": one.case.reference,
        "list": one.hit.source_code,
        "matched_name": one.hit.matched_name,
        "judgement": one.judgement,
        "reason_code": one.reason_code,
        "text": one.text,
        "judged_at": one.judged_at,
        "sources": list(one.origin.sources.values("title", "address", "consulted_date")),
        "attachments": list(_files(Attachment.objects.filter(disposition=one.origin))),
    }


def _files(found: AttachmentQuerySet) -> Iterator[dict[str, Any]]:
    for one in found.with_size():
        yield {"name": one.name, "size": one.stored.size, "sha256": one.stored.sha256}


def _measures(person: Person) -> QuerySet[Measure]:
    """Return the measures about the person, and those about a room or data set that they were asked to consent to."""
    places = Q(target__in=[MeasureTarget.ROOM, MeasureTarget.DATA_SET], person=None, consents__person=person)
    return Measure.objects.filter(Q(person=person) | places).distinct().order_by("pk")


def _measure(one: Measure) -> dict[str, Any]:
    return {
        **_row(one),
        "history": list(one.records.values("act", "text", "made_at")),
        "attachments": list(_files(Attachment.objects.filter(measure_record__measure=one))),
    }


def _withheld(person: Person) -> Iterator[dict[str, Any]]:
    """Yield what the office hands over itself, and what a partner institution holds and has not sent."""
    for one in person.declarations.select_related("case", "held_by__organisation").order_by("pk"):
        unsent = one.versions.filter(sent_at=None) if one.held_by else one.versions.none()
        if one.held_by and (unsent.exists() or not one.latest):
            yield {**_said(one, "declaration", "held_by_partner"), "ask": str(one.held_by.organisation)}
        if one.draft_masked or one.versions.exclude(masked="").exists():
            yield _said(one, "masked_answers", "given_by_the_office")


def _said(declaration: Declaration, what: str, why: str) -> dict[str, Any]:
    return {"what": what, "why": why, "case": declaration.case.reference, "count": 1}
