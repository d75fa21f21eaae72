"""What people worked out about a case, as plain values: assessments, measures, consents, declarations, submissions."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch

from duediligence.models import Attachment, Case, DeclarationVersion, PartnerConfirmation, PartnerFile, Submission

Facts = list[dict[str, Any]]


def work_facts(case: Case) -> dict[str, Facts]:
    """Return what was concluded, assessed, agreed and consented to, what is void or replaced included."""
    return {
        "due_diligence": [
            {
                "result": one.result,
                "not_obtained": one.not_obtained,
                "revision": one.revision.number,
                "by": one.recorded_by.get_username(),
                "recorded_at": _moment(one.recorded_at),
                "replaced_at": _moment(one.replaced_at),
            }
            for one in case.due_diligence.select_related("revision", "recorded_by")
        ],
        "sources": [
            {"title": one.title, "address": one.address, "date": one.consulted_date.isoformat(), "note": one.note}
            for one in case.sources.all()
        ],
        "assessments": [
            {
                "about": str(one.person or one.organisation),
                "answers": {str(finding): answer for finding, answer in one.answers.items()},
                "points": one.points,
                "own_points": one.own_points,
                "missing_information": one.missing_information,
                "reason": one.reason,
                "rules": one.rules,
                "against_code": one.against_code,
                "by": one.decided_by.get_username(),
                "decided_at": _moment(one.decided_at),
                "voided_at": _moment(one.voided_at),
                "void_reason": one.void_reason,
            }
            for one in case.assessments.select_related("person", "organisation", "decided_by")
        ],
        "measures": _measures(case),
        "partners": _partners(case),
        "consents": [
            {
                "person": one.person.name,
                "is_given": one.is_given,
                "measures": [measure.pk for measure in one.measures.all()],
                "text": one.text,
                "recorded_by": one.recorded_by.get_username(),
                "given_at": _moment(one.given_at),
            }
            for one in case.consents.select_related("person", "recorded_by").prefetch_related("measures")
        ],
    }


def _partners(case: Case) -> Facts:
    """Return every version that a partner institution confirmed, and why one was not asked."""
    related = ("organisation", "not_asked_by")
    made = Prefetch("confirmations", PartnerConfirmation.objects.select_related("revision").order_by("number"))
    files = Prefetch("confirmations__files", PartnerFile.objects.select_related("stored").defer("stored__content"))
    parts = case.partner_parts.select_related(*related).prefetch_related(made, files, "confirmations__members__person")
    return [
        {
            "partner": str(part.organisation),
            "not_asked_reason": part.not_asked_reason,
            "not_asked_by": part.not_asked_by.get_username() if part.not_asked_by else None,
            "versions": [_confirmed(one) for one in part.confirmations.all()],
        }
        for part in parts
    ]


def _confirmed(one: PartnerConfirmation) -> dict[str, Any]:
    columns = ("number", "result", "not_obtained", "institution_risk", "researchers_risk", "reason", "why_corrected")
    return {
        **{name: getattr(one, name) for name in columns},
        "revision": one.revision.number,
        "by": one.confirmed_name,
        "office": one.confirmed_office,
        "date": one.confirmed_date.isoformat(),
        "received_at": _moment(one.confirmed_at),
        "declarations": [
            {"person": told.person.name, "status": told.status, "reason": told.reason} for told in one.members.all()
        ],
        "files": {file.stored.sha256: file.name for file in one.files.all()},
    }


def _measures(case: Case) -> Facts:
    files = Prefetch("records__attachments", Attachment.objects.with_size())
    measures = case.measures.select_related("person", "organisation", "owner")
    found = measures.prefetch_related("records__made_by", files)
    return [
        {
            "number": one.pk,
            "kind": one.kind,
            "target": one.target,
            "about": one.about,
            "description": one.description,
            "evidence_expected": one.evidence_expected,
            "owner": one.owner.get_username(),
            "start": one.start_date.isoformat(),
            "end": one.end_date.isoformat() if one.end_date else None,
            "review": one.review_date.isoformat(),
            "status": one.status,
            "feasible_at": _moment(one.feasible_at),
            "history": [
                {
                    "act": record.act,
                    "text": record.text,
                    "by": record.made_by.get_username() if record.made_by else None,
                    "made_at": _moment(record.made_at),
                    "files": {file.stored.sha256: file.name for file in record.attachments.all()},
                }
                for record in one.records.all()
            ],
        }
        for one in found
    ]


def declaration_facts(case: Case) -> Facts:
    """Return every version that the lead holds. Masked answers stay where they are: that there are some is all."""
    versions = Prefetch("versions", DeclarationVersion.objects.with_the_lead())
    found = case.declarations.select_related("person").prefetch_related(versions).defer("draft", "draft_masked")
    return [
        {
            "person": one.person.name,
            "status": one.status,
            "not_required": one.not_required_code,
            "versions": [
                {
                    "number": version.number,
                    "form": f"{version.form_code} {version.form_edition}",
                    "content": version.content,
                    "has_masked_answers": bool(version.masked),
                    "consent": version.consent_edition,
                    "reason": version.reason,
                    "remark": version.remark,
                    "submitted_at": _moment(version.submitted_at),
                }
                for version in one.versions.all()
            ],
        }
        for one in found
    ]


def submission_facts(submission: Submission) -> dict[str, Any]:
    """Return one submission with what it said and the hashes of its files."""
    return {
        "number": submission.number,
        "revision": submission.revision.number,
        "policy_sha256": submission.policy_edition.sha256,
        "by": submission.submitted_by.get_username(),
        "submitted_at": _moment(submission.submitted_at),
        "sha256": submission.sha256,
        "content": submission.content,
        "files": {file.name: file.stored.sha256 for file in submission.files.all()},
    }


def _moment(value: dt.datetime | None) -> str | None:
    return value.isoformat() if value else None
