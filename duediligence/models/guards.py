"""Triggers that keep the audit log append-only, decisions, published policies and files, on SQLite and PostgreSQL."""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from screening.models import guards as triggers
from screening.models.guards import Guard

AUDIT = "duediligence_auditevent"
POLICY = "duediligence_policyedition"
SUBMISSION = "duediligence_submission"
STORED_FILE = "duediligence_storedfile"
_SENT_MESSAGE = "what was submitted cannot be changed"
ATTACHMENT = "duediligence_attachment"
DECISION = "duediligence_stepdecision"
SEAT = "duediligence_stepseat"
CONFIRMATION = "duediligence_confirmation"
_DECIDED_MESSAGE = "what was decided cannot be changed"
_DECIDED = "step_id decided_by_id on_behalf_of_id proposal_author_id verdict outcome revision_id run_id decided_at"
_ANSWERED = "case_id revision_id kind verdict recorded_by_id client_id received_at"
_LOG_MESSAGE = "audit log is append-only"
_POLICY_MESSAGE = "a published policy edition cannot be changed"
_ATTACHMENT_MESSAGE = "an attachment is kept as it is until retention ends"
_IN_KEEPING = (
    "NOT EXISTS (SELECT 1 FROM duediligence_case WHERE id = OLD.case_id"
    " AND (purged_at IS NOT NULL OR attachments_removed_at IS NOT NULL))"
)
_SAME_EVENT = "id = NEW.id OR hash = NEW.hash OR (stream = NEW.stream AND seq = NEW.seq)"
_FROZEN = "UPDATE OF content, sha256, code, edition, applies_to"

_KEPT = (
    "id stream seq at actor verb object_type object_id case_reference request_id",
    "engine_version code_version version payload_hash previous_hash hash",
)
_WORDS_GO = [
    "OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL",
    "COALESCE(NEW.institution_id, 0) = COALESCE(OLD.institution_id, 0)",
    *(f"NEW.{column} = OLD.{column}" for column in " ".join(_KEPT).split()),
    *(f"NEW.{column} = ''" for column in ("object_label", "reason", "salt")),
    *(f"CAST(NEW.{column} AS text) = '{{}}'" for column in ("before", "after")),
]
# Once, and whole: the words go when retention ends. Nothing else ever changes.
_ALTERS = f"NOT ({' AND '.join(_WORDS_GO)})"


def _update_of(columns: str) -> str:
    return f"UPDATE OF {', '.join(columns.split())}"


GUARDS = (
    Guard(f"{AUDIT}_no_update", AUDIT, "UPDATE", _LOG_MESSAGE, _ALTERS),
    Guard(f"{AUDIT}_no_delete", AUDIT, "DELETE", _LOG_MESSAGE),
    Guard(f"{AUDIT}_no_truncate", AUDIT, "TRUNCATE", _LOG_MESSAGE, vendors=("postgresql",)),
    # REPLACE deletes without firing the delete trigger, so the insert that it is must be refused.
    Guard(
        f"{AUDIT}_no_replace",
        AUDIT,
        "INSERT",
        _LOG_MESSAGE,
        f"EXISTS (SELECT 1 FROM {AUDIT} WHERE {_SAME_EVENT})",  # noqa: S608 - constants
        vendors=("sqlite",),
    ),
    Guard(f"{POLICY}_frozen", POLICY, _FROZEN, _POLICY_MESSAGE, "OLD.status <> 'draft'"),
    Guard(f"{SUBMISSION}_frozen", SUBMISSION, "UPDATE", _SENT_MESSAGE),
    Guard(f"{STORED_FILE}_frozen", STORED_FILE, "UPDATE", _SENT_MESSAGE),
    Guard(f"{DECISION}_frozen", DECISION, _update_of(f"{_DECIDED} policy_edition_id"), _DECIDED_MESSAGE),
    Guard(f"{DECISION}_void", DECISION, "UPDATE OF voided_at", _DECIDED_MESSAGE, "OLD.voided_at IS NOT NULL"),
    Guard(f"{DECISION}_kept", DECISION, "DELETE", _DECIDED_MESSAGE),
    Guard(f"{SEAT}_frozen", SEAT, "UPDATE", _DECIDED_MESSAGE),
    Guard(f"{SEAT}_kept", SEAT, "DELETE", _DECIDED_MESSAGE),
    Guard(f"{CONFIRMATION}_frozen", CONFIRMATION, _update_of(_ANSWERED), _DECIDED_MESSAGE),
    Guard(f"{CONFIRMATION}_kept", CONFIRMATION, "DELETE", _DECIDED_MESSAGE),
    Guard(f"{POLICY}_kept", POLICY, "DELETE", _POLICY_MESSAGE, "OLD.status <> 'draft'"),
    Guard(f"{ATTACHMENT}_no_update", ATTACHMENT, "UPDATE", _ATTACHMENT_MESSAGE),
    Guard(f"{ATTACHMENT}_kept", ATTACHMENT, "DELETE", _ATTACHMENT_MESSAGE, _IN_KEEPING),
)


def guards(connection: BaseDatabaseWrapper) -> list[Guard]:
    return triggers.for_vendor(GUARDS, connection.vendor)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of guards that are absent or switched off."""
    return triggers.missing(GUARDS, connection)


def install(connection: BaseDatabaseWrapper) -> None:
    triggers.install(GUARDS, connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    triggers.remove(GUARDS, connection)


def reinstall(using: str, **_kwargs: Any) -> None:
    install(connections[using])
