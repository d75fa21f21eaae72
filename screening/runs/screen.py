"""Screening as rows: a run is asked for, taken up by a worker, and resumed where a dead worker left it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from screening.enums import RunStatus
from screening.matching.engine import ENGINE_VERSION
from screening.matching.fingerprint import fingerprint
from screening.matching.levels import Level, level_for
from screening.matching.match import Match
from screening.matching.subject import Subject
from screening.models import Entry, Hit, Run, RunList
from screening.models.run import LIVE
from screening.runs import lists, technology
from screening.runs.engine import engine_for
from screening.runs.request import ListUse, ScreeningRequest

LEASE = dt.timedelta(minutes=5)
BLOCK = 50
MAX_ATTEMPTS = 3


def ask(request: ScreeningRequest, *, now: dt.datetime | None = None) -> Run:
    """Store a run to be worked on. A live run of the same owner is replaced: its input is out of date."""
    now = now or timezone.now()
    with transaction.atomic():
        live = Run.objects.filter(owner_ref=request.owner_ref, status__in=LIVE).exclude(owner_ref="")
        live.update(status=RunStatus.FAILED, finished_at=now, problems=[{"code": "replaced"}])
        return Run.objects.create(
            owner_ref=request.owner_ref,
            purpose=request.purpose,
            status=RunStatus.QUEUED,
            as_at_date=request.as_at_date,
            request=request.as_dict(),
            subject_count=len(request.subjects),
            engine_version=ENGINE_VERSION,
            code_version=settings.CODE_VERSION,
            created_at=now,
        )


def screen(request: ScreeningRequest, *, now: dt.datetime | None = None) -> Run:
    """Ask for a run and work on it here and now."""
    return work(ask(request, now=now).pk)


def work(run_id: int) -> Run:
    """Take up a run that nobody is working on, finish it and return it.

    Steps: take the lease by compare-and-set, pin the list editions, screen block by block (hits and position in one
    transaction), classify the texts, close. An error closes the run as failed, with its name: never as clear.
    """
    run = Run.objects.get(pk=run_id)
    if not _take(run):
        return run
    try:
        _pin(run)
        request = ScreeningRequest.from_dict(run.request)
        _screen_names(run, request)
        found = technology.classify_texts(run, request)
    except LeaseLost:
        return Run.objects.get(pk=run_id)
    except Exception as error:
        _close(run, RunStatus.FAILED, [{"code": "error", "error": f"{type(error).__name__}: {error}"[:500]}])
        raise
    found += lists.problems(list(run.lists.all()), accepts_extracts=request.accepts_extracts)
    _close(run, RunStatus.PARTIAL if found else RunStatus.COMPLETE, found)
    return run


def overdue(now: dt.datetime) -> list[int]:
    """Return the runs that nobody is working on; those tried too often are closed as failed."""
    waiting = Run.objects.filter(status__in=LIVE).filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
    for run in waiting.filter(attempts__gte=MAX_ATTEMPTS):
        _close(run, RunStatus.FAILED, [{"code": "abandoned", "attempts": str(run.attempts)}])
    return list(waiting.filter(attempts__lt=MAX_ATTEMPTS).values_list("pk", flat=True))


class LeaseLost(Exception):  # noqa: N818 - another worker goes on; nothing is wrong
    """The run was replaced, or another worker took it up."""


def _take(run: Run) -> bool:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    taken = Run.objects.filter(free, pk=run.pk, status__in=LIVE).update(
        status=RunStatus.RUNNING,
        lease_until=now + LEASE,
        heartbeat_at=now,
        started_at=run.started_at or now,
        attempts=F("attempts") + 1,
    )
    run.refresh_from_db()
    return bool(taken)


def _close(run: Run, status: RunStatus, problems: Sequence[dict[str, str]]) -> None:
    Run.objects.filter(pk=run.pk, status__in=LIVE).update(
        status=status, problems=list(problems), finished_at=timezone.now(), lease_until=None
    )
    run.refresh_from_db()


def _pin(run: Run) -> None:
    with transaction.atomic():
        if not run.lists.exists():
            lists.pin(run, ScreeningRequest.from_dict(run.request))


def _screen_names(run: Run, request: ScreeningRequest) -> None:
    uses = {use.source_code: use for use in request.lists}
    pinned = {row.source_code: row for row in run.lists.select_related("edition") if row.edition_id}
    engine = engine_for([row.edition for row in pinned.values() if row.edition])
    clearances = {(c.subject_ref, c.source_code, c.entry_uid): c for c in request.clearances}
    while run.position < len(request.subjects):
        block = request.subjects[run.position : run.position + BLOCK]
        answers = engine.search_many((subject, _floor(subject, uses)) for subject in block)
        hits = [
            hit
            for subject, matches in zip(block, answers, strict=True)
            for hit in _hits(run, subject, matches, uses, pinned)
        ]
        for hit in hits:
            known = clearances.get((hit.subject_ref, hit.source_code, hit.entry.uid))
            hit.clearance_ref = known.ref if known and known.fingerprint == hit.fingerprint else ""
        _store(run, hits, run.position + len(block))


@transaction.atomic
def _store(run: Run, hits: Iterable[Hit], position: int) -> None:
    now = timezone.now()
    moved = Run.objects.filter(
        pk=run.pk, status=RunStatus.RUNNING, position=run.position, lease_until=run.lease_until
    ).update(position=position, heartbeat_at=now, lease_until=now + LEASE)
    if not moved:
        raise LeaseLost
    run.position, run.lease_until = position, now + LEASE
    Hit.objects.bulk_create(hits)


def _floor(subject: Subject, uses: dict[str, ListUse]) -> float:
    return min((use.thresholds(subject.kind).possible for use in uses.values()), default=1.0)


def _hits(
    run: Run, subject: Subject, matches: Iterable[Match], uses: dict[str, ListUse], pinned: dict[str, RunList]
) -> list[Hit]:
    kept = [
        (match, level)
        for match in matches
        if match.entry.list_code in uses
        and (level := level_for(match.score, uses[match.entry.list_code].thresholds(subject.kind))) is not Level.NONE
    ]
    entries = _entries(kept, pinned)
    return [
        _hit(run, subject, match, level, uses[match.entry.list_code], entries[match.entry.list_code, match.entry.uid])
        for match, level in kept
    ]


def _entries(kept: Sequence[tuple[Match, Level]], pinned: dict[str, RunList]) -> dict[tuple[str, str], Entry]:
    wanted: dict[str, list[str]] = {}
    for match, _level in kept:
        wanted.setdefault(match.entry.list_code, []).append(match.entry.uid)
    return {
        (code, entry.uid): entry
        for code, uids in wanted.items()
        for entry in Entry.objects.filter(edition=pinned[code].edition_id, uid__in=uids)
    }


def _hit(run: Run, subject: Subject, match: Match, level: Level, use: ListUse, entry: Entry) -> Hit:
    return Hit(
        run=run,
        subject_ref=subject.ref,
        subject_kind=subject.kind,
        entry=entry,
        source_code=use.source_code,
        effect=use.effect,
        query_name=match.query_name.text,
        matched_name=match.matched_name.text,
        score=match.score,
        evidence=match.evidence,
        level=level,
        explanation=match.explanation.as_dict(),
        fingerprint=fingerprint(subject, match.entry),
    )
