"""Keeping lists current: asking publishers, or reminding people where a publisher has no stable address."""

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from screening.enums import CheckResult, EditionState
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.registry import SOURCE_BY_CODE
from screening.lists.address import FetchFailed
from screening.lists.as_at import edition_of
from screening.lists.fetch import NOTHING_KNOWN, USUAL_RULES, Fetched, FetchRules, Validators, fetch
from screening.lists.health import SourceState, health_of
from screening.lists.load import load
from screening.models import ListCheck, ListEdition, ListSource
from screening.models.failures import failure, file_failure

BY = "job:update_lists"
LONGEST_PAUSE = dt.timedelta(days=7)
SHORTEST_PAUSE = dt.timedelta(hours=12)
AFTER_FAILURE = dt.timedelta(hours=6)
CLAIM = dt.timedelta(hours=1)
REMINDER_PAUSE = dt.timedelta(days=7)


def due_sources(now: dt.datetime) -> list[int]:
    """Return the public lists whose publisher, or whose keeper, is to be asked now."""
    due = ListSource.objects.filter(Q(next_check_at__isnull=True) | Q(next_check_at__lte=now), owner_ref="")
    return list(due.order_by("pk").values_list("pk", flat=True))


def claim(source_id: int, now: dt.datetime) -> ListSource | None:
    """Take a due list by compare-and-set, so that two workers do not ask twice."""
    free = Q(next_check_at__isnull=True) | Q(next_check_at__lte=now)
    taken = ListSource.objects.filter(free, pk=source_id).update(next_check_at=now + CLAIM)
    return ListSource.objects.get(pk=source_id) if taken else None


def update(source: ListSource, *, rules: FetchRules = USUAL_RULES, now: dt.datetime | None = None) -> ListCheck | None:
    """Bring one list up to date and note what came of it; ``None`` when there was nothing to ask or to remind of.

    Steps: ask the publisher whether there is another file than the one we have, load it as an edition, note the check,
    set when to ask again. The network is used outside of any transaction.
    """
    now = now or timezone.now()
    check = _ask(source, rules, now) if source.stable_address else _remind(source, now)
    if check:
        check.save()
    pause = AFTER_FAILURE if check and check.result == CheckResult.FAILED else _pause(source)
    ListSource.objects.filter(pk=source.pk).update(next_check_at=now + pause)
    return check


def _pause(source: ListSource) -> dt.timedelta:
    if not source.stable_address:
        return dt.timedelta(days=1)
    return min(max(dt.timedelta(days=source.expected_days) / 4, SHORTEST_PAUSE), LONGEST_PAUSE)


def _ask(source: ListSource, rules: FetchRules, now: dt.datetime) -> ListCheck:
    check = ListCheck(source=source, checked_at=now, checked_by=BY, result=CheckResult.FAILED)
    last = _last_answer(source)
    known = Validators(last.etag, last.last_modified) if last else NOTHING_KNOWN
    reads_pages = any(format_.reads_web_pages for format_ in SOURCE_BY_CODE[source.code].formats)
    rules = replace(rules, takes_web_pages=reads_pages)
    with tempfile.TemporaryDirectory(prefix="list-update-") as folder:
        try:
            fetched = fetch(source.stable_address, Path(folder), known=known, rules=rules)
            _take(check, source, fetched, last, now)
        except FetchFailed as failed:
            check.failure = failure(failed.code, failed.detail)
        except ImportRefused as refused:
            check.failure = file_failure(refused)
    return check


def _take(check: ListCheck, source: ListSource, fetched: Fetched, last: ListCheck | None, now: dt.datetime) -> None:
    check.etag, check.last_modified = fetched.validators.etag, fetched.validators.last_modified
    if fetched.path is None:
        edition, is_new = last.edition if last else None, False
    else:
        name = Path(urlsplit(source.stable_address).path).name or source.code
        files = SourceFiles(SourceFile.at(fetched.path, name))
        loaded = load(source, files, loaded_by=BY, source_address=fetched.url, now=now)
        edition, is_new = loaded.edition, loaded.is_new
    check.edition = edition
    check.result = _result(edition, is_new=is_new)
    check.failure = {} if edition else failure("nothing_known")


def _result(edition: ListEdition | None, *, is_new: bool) -> CheckResult:
    if edition is None:
        return CheckResult.FAILED
    if edition.state != EditionState.APPLIED:
        return CheckResult.HELD
    return CheckResult.LOADED if is_new else CheckResult.UNCHANGED


def _last_answer(source: ListSource) -> ListCheck | None:
    """The last time the publisher gave us a file that we kept."""
    answered = source.checks.filter(edition__isnull=False).exclude(etag="", last_modified="")
    return answered.order_by("-checked_at", "-pk").first()


def _remind(source: ListSource, now: dt.datetime) -> ListCheck | None:
    """Note that somebody should look at the official page, once a week while a list grows old."""
    health = health_of(source, timezone.localdate(now))
    is_recent = source.checks.filter(result=CheckResult.REMINDED, checked_at__gt=now - REMINDER_PAUSE).exists()
    if is_recent or health.state not in (SourceState.NEARING, SourceState.STALE):
        return None
    return ListCheck(
        source=source,
        edition=edition_of(source, timezone.localdate(now)),
        checked_at=now,
        checked_by=BY,
        result=CheckResult.REMINDED,
    )
