"""A case as plain values, independent of language: what a program can read of it."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet

from duediligence.documents.case_work import work_facts
from duediligence.domain.revision_change import summary
from duediligence.models import (
    Attachment,
    Case,
    CaseEdition,
    Clearance,
    Disposition,
    ScreeningWaiver,
    StepDecision,
    SubjectOrigin,
)
from duediligence.models.attachment import ABOUT
from screening.runs.record import run_record


def case_facts(case: Case) -> dict[str, Any]:
    """Return the case with its proposal, decisions, judgements and answers. Runs are records of their own."""
    programme = case.proposal.programme
    return {
        "reference": case.reference,
        "institution": case.institution.code,
        "programme": programme.code if programme else None,
        "external_id": case.proposal.external_id,
        "policy": {"code": case.policy_edition.code, "edition": case.policy_edition.edition},
        "policy_sha256": case.policy_edition.sha256,
        "status": case.status,
        "outcome": case.outcome,
        "opened_at": _moment(case.opened_at),
        "closed_at": _moment(case.closed_at),
        "close_reason": case.close_reason,
        "revision": case.revision.number,
        "revisions": [
            {"number": one.number, "is_material": one.is_material, "reason": one.reason, **summary(one)}
            for one in case.proposal.revisions.all()
        ],
        "decisions": [_decision(one) for one in _decisions(case)],
        "judgements": [_judgement(one) for one in _judgements(case)],
        "waivers": [_waiver(one) for one in ScreeningWaiver.objects.filter(case=case).select_related("run")],
        "answers": [
            {
                "from": one.kind,
                "verdict": one.verdict,
                "comments": one.comments,
                "received_at": _moment(one.received_at),
                "submission": one.submission.number if one.submission else None,
                "letter": one.letter_name,
                "letter_sha256": one.letter.sha256 if one.letter else None,
            }
            for one in case.confirmations.select_related("submission", "letter").defer("letter__content")
        ],
        "files": [_file(one) for one in case.attachments.with_size().select_related("uploaded_by", *ABOUT)],
        **work_facts(case),
        "origins": [
            {
                "run": str(one.run.ref),
                "subject": one.subject_ref,
                "name": one.name,
                "from": one.origin,
                "of": one.detail,
            }
            for one in SubjectOrigin.objects.filter(case=case)
            .select_related("run")
            .defer("run__request", "run__technology")
        ],
    }


def run_records(case: Case) -> list[dict[str, Any]]:
    """Return every run that the case rests or rested on, oldest first."""
    runs = {
        one.run
        for one in SubjectOrigin.objects.filter(case=case)
        .select_related("run")
        .defer("run__request", "run__technology")
    }
    return [run_record(run) for run in sorted(runs, key=lambda run: run.pk)]


def edition_facts(case: Case) -> list[dict[str, Any]]:
    """Return the list editions that the case was last checked against."""
    pinned = CaseEdition.objects.filter(case=case).select_related("edition__source")
    return [
        {
            "list": one.source_code,
            "edition": one.edition.label,
            "issued": one.edition.issued_date.isoformat(),
            "effective": one.edition.effective_date.isoformat(),
            "sha256": one.edition.sha256,
            "file": one.edition.file_name,
            "entries": one.edition.entry_count,
            "is_extract": one.edition.is_extract,
        }
        for one in pinned
    ]


def _decisions(case: Case) -> QuerySet[StepDecision]:
    decided = StepDecision.objects.filter(step__case=case).order_by("decided_at", "pk")
    return decided.select_related("step", "decided_by", "revision", "run")


def _decision(one: StepDecision) -> dict[str, Any]:
    return {
        "step": one.step.code,
        "round": one.step.round,
        "by": one.decided_by.get_username(),
        "verdict": one.verdict,
        "outcome": one.outcome,
        "reason": one.reason,
        "revision": one.revision.number,
        "run": str(one.run.ref) if one.run else None,
        "decided_at": _moment(one.decided_at),
        "voided_at": _moment(one.voided_at),
        "void_reason": one.void_reason,
    }


def _file(one: Attachment) -> dict[str, Any]:
    return {
        "number": one.pk,
        "name": one.name,
        "media_type": one.media_type,
        "size": one.stored.size,
        "sha256": one.stored.sha256,
        "source": one.source.title if one.source else None,
        "judgement": one.disposition_id,
        "measure": one.measure_record.measure_id if one.measure_record else None,
        "by": one.uploaded_by.get_username(),
        "attached_at": _moment(one.uploaded_at),
    }


def _judgements(case: Case) -> QuerySet[Disposition]:
    judged = Disposition.objects.filter(case=case).select_related(
        "hit__entry", "hit__run", "judged_by", "second_reviewer", "carried_from"
    )
    files = [Prefetch(f"{prefix}attachments", Attachment.objects.with_size()) for prefix in ("", "carried_from__")]
    return judged.prefetch_related("sources", "carried_from__sources", *files)


def _judgement(one: Disposition) -> dict[str, Any]:
    clearance: Clearance | None = getattr(one, "clearance", None)
    return {
        "run": str(one.hit.run.ref),
        "subject": one.hit.subject_ref,
        "list": one.hit.source_code,
        "entry_uid": one.hit.entry.uid,
        "judgement": one.judgement,
        "reason_code": one.reason_code,
        "text": one.text,
        "by": one.judged_by.get_username(),
        "judged_at": _moment(one.judged_at),
        "second_reviewer": one.second_reviewer.get_username() if one.second_reviewer else None,
        "withdrawn_at": _moment(one.withdrawn_at),
        "sources": [source.title for source in one.origin.sources.all()],
        "files": [{"name": file.name, "sha256": file.stored.sha256} for file in one.origin.attachments.all()],
        "clearance": str(clearance.ref) if clearance else None,
    }


def _waiver(one: ScreeningWaiver) -> dict[str, Any]:
    return {"run": str(one.run.ref), "by": one.granted_by.get_username(), "reason": one.reason}


def _moment(value: dt.datetime | None) -> str | None:
    return value.isoformat() if value else None
