"""What every change of a record leaves in the audit log: who, what, before and after, in the same transaction."""

from typing import Any

from django.db import models

from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.models import Institution

SECRET = frozenset({"password", "last_login", "match_key", "digest"})

Values = dict[str, Any]


def values_of(record: models.Model) -> Values:
    """Return the fields of a record as JSON can hold them, another record by name and number; secrets are left out."""
    shown = (field for field in record._meta.concrete_fields if field.name not in SECRET)
    return {field.name: _value(record, field) for field in shown}


def stored_values(record: models.Model) -> Values:
    """Return what the database holds of a record, nothing for a new one."""
    stored = type(record)._default_manager.filter(pk=record.pk).first() if record.pk else None
    return values_of(stored) if stored else {}


def note(actor: Actor, record: models.Model, before: Values) -> None:
    """Write the change of a record into the log; a record saved unchanged leaves nothing."""
    after = values_of(record)
    changed = [name for name in after if before.get(name) != after[name]]
    if not changed:
        return
    audit.record(
        actor,
        "record.changed" if before else "record.added",
        record,
        institution=institution_of(record),
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed},
    )


def note_removed(actor: Actor, record: models.Model) -> None:
    """Write into the log what a part of a record said that is taken out."""
    audit.record(actor, "record.removed", record, institution=institution_of(record), before=stored_values(record))


def institution_of(record: models.Model) -> Institution | None:
    """Return whose record it is: its own institution, or that of the record it belongs to."""
    if isinstance(record, Institution):
        return record
    for name in ("institution", "user", "person", "organisation", "programme"):
        owner = getattr(record, name, None)
        if owner is not None:
            return institution_of(owner)
    return None


def _value(record: models.Model, field: "models.Field[Any, Any]") -> Any:
    value = field.value_from_object(record)
    if field.is_relation and value is not None:
        return f"{getattr(record, field.name)} ({value})"
    return value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)
