"""Appending to the audit log and proving that nobody touched it."""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, ChainHead, Institution
from duediligence.models.audit import GENESIS
from screening.matching.version import ENGINE_VERSION

PLATFORM = "platform"


def stream_of(institution: Institution | None) -> str:
    """Return the chain an event belongs to: one per institution, one for what concerns none."""
    return PLATFORM if institution is None else f"institution:{institution.pk}"


def record(
    actor: Actor,
    verb: str,
    target: models.Model,
    *,
    institution: Institution | None,
    case_reference: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Append one event in the caller's transaction, or in one of its own.

    Steps: lock the end of the stream's chain, number and hash the event, store it, move the end.
    Raises ``TypeError`` when ``before`` or ``after`` hold what JSON cannot.
    """
    event = _event(
        actor,
        verb,
        target,
        institution=institution,
        case_reference=case_reference,
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
    )
    # Within a transaction this costs no savepoint: many events are written in one.
    with transaction.atomic(savepoint=False):
        _append(event.stream, [event])
    return event


def record_all(
    actor: Actor, notes: Sequence[tuple[str, models.Model, Mapping[str, Any]]], *, institution: Institution
) -> None:
    """Append an event for each (verb, object, what it is like after) in their order, in the caller's transaction."""
    events = [_event(actor, verb, target, institution=institution, after=dict(after)) for verb, target, after in notes]
    if events:
        _append(stream_of(institution), events)


def hold(institution: Institution) -> None:
    """Hold the end of the institution's chain until the caller's transaction ends: who writes there waits."""
    _held(stream_of(institution))


def _event(
    actor: Actor, verb: str, target: models.Model, *, institution: Institution | None, **words: Any
) -> AuditEvent:
    event = AuditEvent(
        stream=stream_of(institution),
        at=timezone.now(),
        institution=institution,
        actor=actor.label,
        verb=verb,
        object_type=target._meta.model_name or "",
        object_id=str(target.pk),
        object_label=str(target)[:200],
        request_id=actor.request_id,
        engine_version=ENGINE_VERSION,
        code_version=settings.CODE_VERSION,
        salt=secrets.token_hex(16),
        **words,
    )
    event.payload_hash = payload_digest(event)
    return event


def _append(stream: str, events: Sequence[AuditEvent]) -> None:
    head = _held(stream)
    for event in events:
        event.seq, event.previous_hash = head.seq + 1, head.hash
        event.hash = digest(event)
        head.seq, head.hash = event.seq, event.hash
    AuditEvent.objects.bulk_create(events)
    head.save(update_fields=["seq", "hash"])


def _held(stream: str) -> ChainHead:
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(stream=stream).first()
    if head is None:
        ChainHead.objects.get_or_create(stream=stream)
        head = heads.get(stream=stream)
    return head


def digest(event: AuditEvent) -> str:
    """Return the SHA-256 over the event, written one way only; its words are covered through their own digest."""
    columns = (*_HASHED, *_WORDS) if event.version == 1 else (*_HASHED, "payload_hash")
    content = {
        "version": event.version,
        "stream": event.stream,
        "seq": event.seq,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "institution": event.institution_id,
        **{name: getattr(event, name) for name in columns},
    }
    return _sha256(content)


def payload_digest(event: AuditEvent) -> str:
    """Return the SHA-256 over the words of the event and its salt."""
    return _sha256({"salt": event.salt, **{name: getattr(event, name) for name in _WORDS}})


def _sha256(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def line(row: Mapping[str, Any]) -> str:
    """Return the columns of an event as one line of JSON; whoever reads it can compute the hashes again."""
    return json.dumps(row, ensure_ascii=False, default=_exactly)


def _exactly(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="microseconds")


_WORDS = ("object_label", "before", "after", "reason")
_HASHED = (
    "actor",
    "verb",
    "object_type",
    "object_id",
    "case_reference",
    "request_id",
    "engine_version",
    "code_version",
    "previous_hash",
)
PURGED = "audit.purged"


def purge(events: QuerySet[AuditEvent], target: models.Model, *, actor: Actor, now: dt.datetime, **where: Any) -> int:
    """Remove the words of events; each keeps its hashes. An event of its own names them: no other may lack its words.

    Steps: blank the words and the salt (the database lets nothing else change), append the event that lists them.
    Events that list purged ones are never purged.
    """
    found = list(events.exclude(verb=PURGED).filter(purged_at__isnull=True).values_list("stream", "seq", "hash"))
    blank: dict[str, Any] = {"object_label": "", "before": {}, "after": {}, "reason": "", "salt": ""}
    for stream in {stream for stream, _seq, _hash in found}:
        listed = {str(seq): digest for held, seq, digest in found if held == stream}
        AuditEvent.objects.filter(stream=stream, seq__in=[int(seq) for seq in listed]).update(purged_at=now, **blank)
        record(actor, PURGED, target, after={"stream": stream, "events": listed}, **where)
    return len(found)


def _listed(stream: str) -> dict[int, str]:
    """Return the hashes of the events of a stream whose words were removed, as the log itself lists them."""
    lists = AuditEvent.objects.filter(verb=PURGED, after__stream=stream).values_list("after", flat=True)
    return {int(seq): digest for one in lists for seq, digest in one["events"].items()}


def holds(event: AuditEvent) -> bool:
    """Tell whether an event is what its hash says; one without its words has the hash that they had."""
    if event.purged_at is None:
        words_hold = event.version == 1 or payload_digest(event) == event.payload_hash
        return words_hold and digest(event) == event.hash
    is_blank = not any(getattr(event, name) for name in (*_WORDS, "salt"))
    return is_blank and (event.version == 1 or digest(event) == event.hash)


def _is_altered(event: AuditEvent, listed: Mapping[int, str]) -> bool:
    is_let_go = event.purged_at is None or listed.get(event.seq) == event.hash
    return not (holds(event) and is_let_go)


@dataclass(frozen=True, slots=True)
class Break:
    """The first row of a stream that does not follow from the row before it."""

    stream: str
    seq: int
    code: str


def verify(stream: str, *, anchor: tuple[int, str] | None = None) -> Break | None:
    """Walk one chain from its beginning; return where it breaks, or ``None`` when it is whole.

    ``anchor`` is a (number, hash) noted outside the database earlier: a chain that was rewritten as a whole
    no longer passes through it.
    """
    previous = GENESIS
    expected = 0
    listed = _listed(stream)
    for expected, event in enumerate(_events(stream), start=1):
        if event.seq != expected:
            return Break(stream, expected, "missing")
        if event.previous_hash != previous:
            return Break(stream, event.seq, "unlinked")
        if _is_altered(event, listed):
            return Break(stream, event.seq, "altered")
        if anchor and anchor[0] == event.seq and anchor[1] != event.hash:
            return Break(stream, event.seq, "rewritten")
        previous = event.hash
    head = ChainHead.objects.filter(stream=stream).first()
    if anchor and anchor[0] > expected:
        return Break(stream, expected + 1, "missing")
    if (head.seq, head.hash) != (expected, previous) if head else expected:
        return Break(stream, expected + 1, "missing")
    return None


def verify_all(anchors: Mapping[str, tuple[int, str]] | None = None) -> list[Break]:
    """Verify every stream; an empty list means that nothing was altered, removed or added."""
    anchors = anchors or {}
    streams = set(ChainHead.objects.values_list("stream", flat=True))
    streams |= set(AuditEvent.objects.order_by().values_list("stream", flat=True).distinct())
    found = (verify(stream, anchor=anchors.get(stream)) for stream in sorted(streams | set(anchors)))
    return [broken for broken in found if broken]


def _events(stream: str) -> Iterator[AuditEvent]:
    return AuditEvent.objects.filter(stream=stream).order_by("seq").iterator(chunk_size=2000)
