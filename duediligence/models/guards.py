"""Triggers that keep the audit log append-only, and what was decided, judged, declared, sent or published as it was.

They hold on SQLite and PostgreSQL alike. What the end of retention removes may go once its case says so.
"""

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
SUBMISSION_FILE = "duediligence_submissionfile"
VERSION = "duediligence_declarationversion"
REVISION = "duediligence_revision"
MEMBERSHIP = "duediligence_membership"
PARTY = "duediligence_proposalparty"
DISPOSITION = "duediligence_disposition"
ASSESSMENT = "duediligence_assessment"
_DECLARED_MESSAGE = "what was declared cannot be changed"
_PROPOSED_MESSAGE = "a revision cannot be changed"
_JUDGED_MESSAGE = "what was judged cannot be changed"
_ASSESSED_MESSAGE = "what was assessed cannot be changed"
_DECLARED = "declaration_id number form_code form_edition content consent_edition consent_text reason remark"
_WRITTEN = "title_ja title_en abstract_ja abstract_en keywords_ja keywords_en reason"
_JUDGED = "case_id hit_id judgement reason_code text judged_by_id judged_at needs_second_review"
_ASSESSED = (
    "case_id revision_id run_id person_id organisation_id mitigation_needed institution_risk researchers_risk points"
    " own_points missing_information reason rules against_code basis decided_by_id decided_at"
)
_LOG_MESSAGE = "audit log is append-only"
_POLICY_MESSAGE = "a published policy edition cannot be changed"
_ATTACHMENT_MESSAGE = "an attachment is kept as it is until retention ends"
_IN_KEEPING = (
    "NOT EXISTS (SELECT 1 FROM duediligence_case WHERE id = OLD.case_id"
    " AND (purged_at IS NOT NULL OR attachments_removed_at IS NOT NULL))"
)


def _kept_in(cases: str, *, removed: str = "purged_at") -> str:
    """Return the condition that no case found by ``cases`` has lost these records by the end of their retention."""
    gone = " OR ".join(f"c.{field} IS NOT NULL" for field in dict.fromkeys(["purged_at", removed]))
    return f"NOT EXISTS (SELECT 1 FROM duediligence_case c WHERE {cases} AND ({gone}))"  # noqa: S608 - constants


_KEPT_IN_CASE = _kept_in("c.id = OLD.case_id")
_KEPT_AS_SENT = _kept_in(
    f"c.id = (SELECT s.case_id FROM {SUBMISSION} s WHERE s.id = OLD.submission_id)",  # noqa: S608 - constants
    removed="masked_removed_at",
)
_OF_DECLARATION = "c.id = (SELECT d.case_id FROM duediligence_declaration d WHERE d.id = OLD.declaration_id)"
_KEPT_AS_DECLARED = _kept_in(_OF_DECLARATION, removed="declarations_removed_at")
_KEPT_AS_MASKED = _kept_in(_OF_DECLARATION, removed="masked_removed_at")


def _kept_of(proposal: str) -> str:
    """Return the condition that a case on the proposal still keeps it, or that none was ever purged."""
    still = f"SELECT 1 FROM duediligence_case c WHERE c.proposal_id = {proposal} AND c.purged_at IS NULL"  # noqa: S608
    return f"({_kept_in(f'c.proposal_id = {proposal}')} OR EXISTS ({still}))"


_KEPT_AS_WRITTEN = _kept_of("OLD.proposal_id")
_KEPT_OF_REVISION = _kept_of(f"(SELECT r.proposal_id FROM {REVISION} r WHERE r.id = OLD.revision_id)")  # noqa: S608
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
    Guard(f"{SUBMISSION}_kept", SUBMISSION, "DELETE", _SENT_MESSAGE, _KEPT_IN_CASE),
    Guard(f"{SUBMISSION_FILE}_frozen", SUBMISSION_FILE, "UPDATE", _SENT_MESSAGE),
    Guard(f"{SUBMISSION_FILE}_kept", SUBMISSION_FILE, "DELETE", _SENT_MESSAGE, _KEPT_AS_SENT),
    Guard(f"{VERSION}_frozen", VERSION, _update_of(f"{_DECLARED} submitted_by_id submitted_at"), _DECLARED_MESSAGE),
    Guard(f"{VERSION}_sent", VERSION, "UPDATE OF sent_at", _DECLARED_MESSAGE, "OLD.sent_at IS NOT NULL"),
    Guard(
        f"{VERSION}_masked", VERSION, "UPDATE OF masked", _DECLARED_MESSAGE, f"NEW.masked <> '' OR {_KEPT_AS_MASKED}"
    ),
    Guard(f"{VERSION}_kept", VERSION, "DELETE", _DECLARED_MESSAGE, _KEPT_AS_DECLARED),
    Guard(
        f"{REVISION}_frozen",
        REVISION,
        _update_of("proposal_id number created_by_id created_by_client_id created_at"),
        _PROPOSED_MESSAGE,
    ),
    Guard(f"{REVISION}_written", REVISION, _update_of(_WRITTEN), _PROPOSED_MESSAGE, _KEPT_AS_WRITTEN),
    Guard(f"{REVISION}_kept", REVISION, "DELETE", _PROPOSED_MESSAGE),
    *(
        guard
        for table in (MEMBERSHIP, PARTY)
        for guard in (
            Guard(f"{table}_frozen", table, "UPDATE", _PROPOSED_MESSAGE),
            Guard(f"{table}_kept", table, "DELETE", _PROPOSED_MESSAGE, _KEPT_OF_REVISION),
        )
    ),
    Guard(f"{DISPOSITION}_frozen", DISPOSITION, _update_of(_JUDGED), _JUDGED_MESSAGE),
    Guard(f"{DISPOSITION}_carried", DISPOSITION, "UPDATE OF carried_from_id", _JUDGED_MESSAGE, _KEPT_IN_CASE),
    Guard(
        f"{DISPOSITION}_reviewed",
        DISPOSITION,
        _update_of("second_reviewer_id second_reviewed_at"),
        _JUDGED_MESSAGE,
        "OLD.second_reviewed_at IS NOT NULL",
    ),
    Guard(
        f"{DISPOSITION}_withdrawn",
        DISPOSITION,
        _update_of("withdrawn_at withdrawn_by_id"),
        _JUDGED_MESSAGE,
        "OLD.withdrawn_at IS NOT NULL",
    ),
    Guard(f"{DISPOSITION}_kept", DISPOSITION, "DELETE", _JUDGED_MESSAGE, _KEPT_IN_CASE),
    Guard(f"{ASSESSMENT}_frozen", ASSESSMENT, _update_of(_ASSESSED), _ASSESSED_MESSAGE),
    Guard(f"{ASSESSMENT}_void", ASSESSMENT, "UPDATE OF voided_at", _ASSESSED_MESSAGE, "OLD.voided_at IS NOT NULL"),
    Guard(f"{ASSESSMENT}_kept", ASSESSMENT, "DELETE", _ASSESSED_MESSAGE, _KEPT_IN_CASE),
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
