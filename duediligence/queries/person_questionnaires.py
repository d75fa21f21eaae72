"""What the submitted questionnaires say of one person: their own rows alone, under the name that tagged them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from duediligence.domain.questionnaire import present_members
from duediligence.models import Case, Person, Submission

TAGS: Final = ("member", "name", "about")
"""Where an entry of a questionnaire says whom it is about."""


def submissions(person: Person, cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Return each submission in which the person stands. Its files name everybody: they are told by name and hash."""
    found = Submission.objects.filter(case__in=cases).select_related("case", "revision")
    told = ((one, _tag(one, person)) for one in found.order_by("submitted_at", "pk"))
    return [_said(one, tag) for one, tag in told if tag]


def _tag(submission: Submission, person: Person) -> str:
    """Return the name that tags the person's rows; the header lists the members in the order of the revision."""
    present = present_members(submission.revision, timezone.localdate(submission.submitted_at))
    header: Mapping[str, Any] = submission.content.get("header", {})
    tags = [one["name"] for one in header.get("members", [])]
    return next((tag for one, tag in zip(present, tags, strict=False) if one.person_id == person.pk), "")


def _said(submission: Submission, tag: str) -> dict[str, Any]:
    return {
        "case": submission.case.reference,
        "number": submission.number,
        "submitted_at": submission.submitted_at,
        "sha256": submission.sha256,
        "under_the_name": tag,
        "said": {part: said for part, content in submission.content.items() if (said := _own(content, tag))},
        "files": list(submission.files.order_by("pk").values("name", "stored__size", "stored__sha256")),
    }


def _own(content: Any, tag: str) -> Any:
    """Return of a part of the questionnaire what is about the person; nothing of it is nothing."""
    if isinstance(content, Mapping):
        found = {key: own for key, value in content.items() if (own := _own(value, tag))}
        return {**_named(content), **found} if found else None
    if isinstance(content, Sequence) and not isinstance(content, str):
        entries = (entry if _is_about(entry, tag) else _own(entry, tag) for entry in content)
        return [entry for entry in entries if entry] or None
    return None


def _is_about(entry: Any, tag: str) -> bool:
    if isinstance(entry, Mapping):
        return any(entry.get(key) == tag for key in TAGS)
    return bool(entry == tag)


def _named(content: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what says which item or which partner the person's rows stand under."""
    return {key: content[key] for key in ("code", "partner") if content.get(key)}
