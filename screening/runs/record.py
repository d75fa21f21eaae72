"""A run as plain values: what was asked, against which editions, and what was found."""

from typing import Any

from screening.models import Run


def run_record(run: Run) -> dict[str, Any]:
    """Return everything that is needed to repeat the run elsewhere and to compare its results."""
    return {
        "ref": str(run.ref),
        "purpose": run.purpose,
        "status": run.status,
        "as_at": run.as_at_date.isoformat(),
        "asked_at": run.created_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "engine_version": run.engine_version,
        "code_version": run.code_version,
        "problems": run.problems,
        "request": run.request,
        "lists": [
            {
                "list": one.source_code,
                "edition": one.edition.label if one.edition else None,
                "sha256": one.edition_sha256,
                "state": one.state,
                "effect": one.effect,
                "is_required": one.is_required,
            }
            for one in run.lists.select_related("edition")
        ],
        "hits": hit_records(run),
        "technology": run.technology,
        "areas": [
            {"list": area.list_code, "area": area.area_code, "score": area.score, "level": area.level}
            for area in run.technology_hits.order_by("list_code", "area_code")
        ],
    }


def hit_records(run: Run) -> list[dict[str, Any]]:
    hits = run.hits.select_related("entry").order_by("subject_ref", "source_code", "entry__uid")
    return [
        {
            "subject": hit.subject_ref,
            "list": hit.source_code,
            "entry_uid": hit.entry.uid,
            "entry_name": hit.entry.primary_name,
            "name_screened": hit.query_name,
            "name_on_list": hit.matched_name,
            "score": hit.score,
            "level": hit.level,
            "clearance": hit.clearance_ref,
            "explanation": hit.explanation,
        }
        for hit in hits
    ]
