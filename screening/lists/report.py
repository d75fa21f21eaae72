"""Editions and their differences as plain values, for commands and exports."""

import datetime as dt
from typing import Any

from screening.lists.delta import Delta, EntryDelta
from screening.lists.health import SourceHealth
from screening.models import ListEdition


def edition_facts(edition: ListEdition) -> dict[str, Any]:
    return {
        "edition": edition.label,
        "id": edition.pk,
        "state": edition.state,
        "issued": _day(edition.issued_date),
        "effective": _day(edition.effective_date),
        "repealed": _day(edition.repealed_date),
        "extract": edition.is_extract,
        "entries": edition.entry_count,
        "names": edition.name_count,
        "row_errors": edition.row_error_count,
        "holds": edition.holds,
        "sha256": edition.sha256,
        "importer": edition.importer_version,
        "file": edition.file_name,
        "obtained_from": edition.source_address,
        "loaded_at": edition.loaded_at.isoformat(),
        "loaded_by": edition.loaded_by,
    }


def health_facts(health: SourceHealth) -> dict[str, Any]:
    check = health.last_check
    return {
        "list": health.source.code,
        "state": str(health.state),
        "age_days": health.age_days,
        "allowed_age_days": health.source.allowed_age_days,
        "held_editions": health.held_count,
        "importer_has_read_a_real_file": health.source.seen_real_file,
        "official_page": health.source.official_page,
        "last_check": {"at": check.checked_at.isoformat(), "result": check.result} if check else None,
        "edition": edition_facts(health.edition) if health.edition else None,
    }


def delta_facts(delta: Delta) -> dict[str, Any]:
    return {
        "before": delta.before.label if delta.before else None,
        "after": delta.after.label,
        "unchanged": delta.unchanged,
        "counts": {str(kind): count for kind, count in delta.counts().items()},
        "new_fields": dict(delta.new_fields),
        "entries": [entry_facts(entry) for entry in delta.entries],
        "doubtful": [
            {
                "before": {"uid": link.before.uid, "name": link.before.primary_name},
                "after": {"uid": link.after.uid, "name": link.after.primary_name},
                "score": link.score,
            }
            for link in delta.doubtful
        ],
    }


def entry_facts(entry: EntryDelta) -> dict[str, Any]:
    return {
        "uid": entry.uid,
        "name": entry.name,
        "before": entry.before.primary_name if entry.before else None,
        "after": entry.after.primary_name if entry.after else None,
        "changes": [
            {
                "kind": str(change.kind),
                "field": change.field,
                "before": list(change.before),
                "after": list(change.after),
                "other_uid": change.other_uid,
            }
            for change in entry.changes
        ],
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
