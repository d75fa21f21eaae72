"""Technology lists as published editions: those that ship, and those that one person brings and another publishes."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from screening.enums import DraftStatus, PublicationStatus
from screening.models import TechnologyListDraft, TechnologyListEdition
from screening.technology.taxonomy import TechnologyList, parse_technology_list

SHIPPED = "system:load_reference"


class NotOpen(Exception):  # noqa: N818 - an answer, not a malfunction
    """The draft was published or put away a moment ago."""


class Unchanged(Exception):  # noqa: N818 - an answer, not a malfunction
    """An edition that is there says what the draft says."""


@transaction.atomic
def take_technology_list(content: Mapping[str, Any], *, now: dt.datetime) -> str:
    """Publish a shipped list unless this content is there; the edition before it is retired.

    One that a person published stays in force: what ships waits beside it, until somebody publishes or discards it.
    """
    parsed = parse_technology_list(content)
    sha256 = content_hash(content)
    line = f"{parsed.code} {parsed.edition}: {len(parsed.areas)} areas"
    if TechnologyListEdition.objects.filter(list_code=parsed.code, sha256=sha256).exists():
        return line
    if not TechnologyListDraft.objects.filter(edition=present(parsed.code), edition__isnull=False).exists():
        _publish(parsed, content, sha256, now=now)
        return line
    return line + _wait(parsed.code, content, sha256, now=now)


def _wait(list_code: str, content: Mapping[str, Any], sha256: str, *, now: dt.datetime) -> str:
    """Bring a shipped list once, and never in the place of one that an office waits with; say what became of it."""
    drafts = list(TechnologyListDraft.objects.filter(list_code=list_code))
    known = next((draft for draft in drafts if content_hash(draft.content) == sha256), None)
    if known and known.status == DraftStatus.DISCARDED:
        return ", discarded here before; the edition published here stays in force"
    if known is None and any(draft.status == DraftStatus.OPEN for draft in drafts):
        return ", not taken in while another edition waits to be published here; run this again afterwards"
    try:
        if known is None:
            bring(content, file_name=f"{list_code}.json", by=SHIPPED, now=now)
    except Unchanged:
        return ""
    return ", waiting on the page “Technology lists” for somebody to publish it in place of the edition published here"


def present(list_code: str) -> TechnologyListEdition | None:
    """Return the edition in force."""
    return TechnologyListEdition.objects.filter(list_code=list_code, status=PublicationStatus.PUBLISHED).first()


@transaction.atomic
def bring(content: Mapping[str, Any], *, file_name: str, by: str, now: dt.datetime) -> TechnologyListDraft:
    """Keep a list until another person publishes it; it takes the place of one that waits.

    Raises ``Unchanged`` when it says what the edition in force says, or an earlier one.
    """
    parsed = parse_technology_list(content)
    in_force = TechnologyListEdition.objects.filter(list_code=parsed.code).select_for_update()
    if any(parse_technology_list(edition.content) == parsed for edition in in_force):
        raise Unchanged
    waiting = TechnologyListDraft.objects.filter(list_code=parsed.code, status=DraftStatus.OPEN)
    waiting.update(status=DraftStatus.DISCARDED, closed_by=by, closed_at=now)
    return TechnologyListDraft.objects.create(
        list_code=parsed.code,
        content=dict(content),
        file_name=file_name[:255],
        status=DraftStatus.OPEN,
        brought_by=by,
        brought_at=now,
    )


@transaction.atomic
def publish(draft: TechnologyListDraft, *, by: str, reason: str, now: dt.datetime) -> TechnologyListEdition:
    """Put a list into force; the edition before it is retired. Raises ``NotOpen``."""
    draft = _open(draft)
    edition = _publish(parse_technology_list(draft.content), draft.content, content_hash(draft.content), now=now)
    _close(draft, DraftStatus.PUBLISHED, by=by, reason=reason, now=now, edition=edition)
    return edition


@transaction.atomic
def discard(draft: TechnologyListDraft, *, by: str, reason: str, now: dt.datetime) -> None:
    """Put a list away that was brought. It stays on record. Raises ``NotOpen``."""
    _close(_open(draft), DraftStatus.DISCARDED, by=by, reason=reason, now=now)


def _publish(
    parsed: TechnologyList, content: Mapping[str, Any], sha256: str, *, now: dt.datetime
) -> TechnologyListEdition:
    in_force = TechnologyListEdition.objects.filter(list_code=parsed.code, status=PublicationStatus.PUBLISHED)
    in_force.update(status=PublicationStatus.RETIRED)
    return TechnologyListEdition.objects.create(
        list_code=parsed.code,
        edition=parsed.edition,
        content=dict(content),
        sha256=sha256,
        status=PublicationStatus.PUBLISHED,
        published_at=now,
    )


def _open(draft: TechnologyListDraft) -> TechnologyListDraft:
    found = TechnologyListDraft.objects.select_for_update().filter(pk=draft.pk, status=DraftStatus.OPEN).first()
    if found is None:
        raise NotOpen
    return found


def _close(
    draft: TechnologyListDraft,
    status: DraftStatus,
    *,
    by: str,
    reason: str,
    now: dt.datetime,
    edition: TechnologyListEdition | None = None,
) -> None:
    draft.status, draft.closed_by, draft.closed_at = status, by, now
    draft.reason, draft.edition = reason.strip(), edition
    draft.save(update_fields=["status", "closed_by", "closed_at", "reason", "edition"])


def content_hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
