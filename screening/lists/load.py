"""From a published file to an edition, in one transaction: all of it or nothing."""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone

from screening.enums import EditionAct, EditionState, HoldCode
from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, Parsed
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFiles
from screening.importers.importer import Importer
from screening.importers.packed import unpacked
from screening.importers.registry import SOURCE_BY_CODE
from screening.lists import decide
from screening.lists.identity import carry_identity
from screening.lists.patch import whole
from screening.lists.store import store
from screening.lists.suspicion import suspicions
from screening.models import ListEdition, ListSource
from screening.models.holds import Hold, hold


@dataclass(frozen=True, slots=True)
class EditionDates:
    """When an edition was issued, from when it applies and, if the publisher says so, until when.

    Empty: what the file says, else the day of loading, else no end.
    """

    issued: dt.date | None = None
    effective: dt.date | None = None
    repealed: dt.date | None = None


AS_STATED = EditionDates()
LONGEST_LABEL = 60
Progress = Callable[[int], None]


@dataclass(slots=True)
class Loaded:
    """What became of a file. ``is_new`` is false when the same file was loaded before."""

    edition: ListEdition
    is_new: bool
    row_errors: list[RowError] = field(default_factory=list)


def editions_in(
    source: ListSource, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS
) -> list[ImportOptions]:
    """Return how to read each edition of a file, the oldest first; ``options`` alone when they name one.

    Raises ``ImportRefused``.
    """
    listed = SOURCE_BY_CODE[source.code]
    with unpacked(files, listed, options) as opened:
        found = listed.importer_for(opened, options).editions_in(opened, options)
    if options.edition or len(found) <= 1:
        return [options]
    return [replace(options, edition=edition) for edition in found]


def issued(source: ListSource, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> dt.date:
    """Return the day on which a file says that it was issued, of several editions the first.

    Raises ``ImportRefused`` when it does not say.
    """
    listed = SOURCE_BY_CODE[source.code]
    days: list[dt.date | None] = []
    for one in editions_in(source, files, options):
        with unpacked(files, listed, one) as opened:
            days.append(listed.importer_for(opened, one).facts(opened, one).issued)
    known = [day for day in days if day]
    if len(known) < len(days):
        raise ImportRefused(files.primary.name, "day_unknown")
    return min(known)


@transaction.atomic
def load(
    source: ListSource,
    files: SourceFiles,
    *,
    dates: EditionDates = AS_STATED,
    options: ImportOptions = DEFAULT_OPTIONS,
    loaded_by: str,
    source_address: str = "",
    is_extract: bool = False,
    accept_shrinkage: bool = False,
    accept: Collection[HoldCode] = (),
    as_preview: bool = False,
    progress: Progress | None = None,
    now: dt.datetime | None = None,
) -> Loaded:
    """Load a file as a new edition of ``source``.

    Steps: hash the file (the same file is the same edition), read every row, store entries and row errors, carry over
    the identity of entries whose list gives none, hold the edition when it is suspicious or a preview, else take it
    into use; note who did it. A file that waited for what is accepted now is taken into use. ``accept`` names
    suspicions that the caller answers for; ``progress`` is told how many rows are read. Raises ``ImportRefused`` when
    the file as a whole cannot be used; nothing is kept then.
    """
    now = now or timezone.now()
    accepted = {HoldCode.SHRINKAGE, *accept} if accept_shrinkage else set(accept)
    listed = SOURCE_BY_CODE[source.code]
    with unpacked(files, listed, options) as opened:
        importer = listed.importer_for(opened, options)
        sha256 = file_hash(importer, opened, options)
        known = source.editions.filter(sha256=sha256).first()
        if known and known.state == EditionState.DISCARDED and _dates_otherwise(known, dates):
            # It was put away with wrong days, and nothing of it can be changed: with these it is another edition.
            sha256 = dated_hash(sha256, dates)
            known = source.editions.filter(sha256=sha256).first()
        if known:
            if not as_preview and _waits_only_for(known, {*accepted, HoldCode.PREVIEW}):
                decide.apply(known, by=loaded_by, now=now)
            return Loaded(known, is_new=False, row_errors=_kept_errors(known, files.primary.name))
        edition = _begin(source, importer.facts(opened, options), dates, options, timezone.localdate(now))
        edition.is_extract, edition.file_name = is_extract, files.primary.name[:255]
        edition.source_address, edition.sha256 = source_address, sha256
        edition.importer_version = f"{type(importer).__name__}/{importer.version}"
        edition.loaded_at, edition.loaded_by = now, loaded_by
        edition.save()
        errors = _read(edition, importer, opened, options, accepted, as_preview=as_preview, progress=progress)
    decide.note(edition, EditionAct.LOADED, by=loaded_by, now=now, facts=loading_facts(edition))
    if not edition.holds:
        decide.apply(edition, by=loaded_by, now=now)
    return Loaded(edition, is_new=True, row_errors=errors)


def _read(
    edition: ListEdition,
    importer: Importer,
    files: SourceFiles,
    options: ImportOptions,
    accepted: Collection[HoldCode],
    *,
    as_preview: bool,
    progress: Progress | None,
) -> list[RowError]:
    """Store what the files say under the edition, and leave it held with what speaks against it."""
    facts = importer.facts(files, options)
    items = _told(importer.parse(files, options), progress)
    errors = store(edition, whole(items, _base(edition.source, files)) if facts.is_delta else items)
    carry_identity(edition)
    end_reading(edition, accepted, as_preview=as_preview, found=_incomplete(edition, facts, errors))
    return errors


def _told(items: Iterator[Parsed], progress: Progress | None) -> Iterator[Parsed]:
    if progress is None:
        yield from items
        return
    for number, item in enumerate(items, start=1):
        progress(number)
        yield item


def _incomplete(edition: ListEdition, facts: FileFacts, errors: Collection[RowError]) -> list[Hold]:
    """What speaks against a file that states more entries than it holds, or stops without a line end."""
    read = edition.entry_count + edition.row_error_count
    stated = facts.stated_count or 0
    fewer = [hold(HoldCode.INCOMPLETE, stated=stated, found=read)] if read < stated else []
    cut = [hold(HoldCode.CUT_OFF, file=one.file, row=one.row) for one in errors if one.code == "end_missing"]
    return [*fewer, *cut]


def end_reading(
    edition: ListEdition, accepted: Collection[HoldCode] = (), *, as_preview: bool, found: Collection[Hold] = ()
) -> None:
    """Leave the edition held, with what speaks against it: from here on the database lets nothing of it change.

    ``found`` are the holds that only its file could tell.
    """
    edition.holds = [one for one in (*found, *suspicions(edition)) if one["code"] not in accepted]
    edition.holds += [hold(HoldCode.PREVIEW)] if as_preview else []
    edition.state = EditionState.HELD
    edition.save()


def _kept_errors(edition: ListEdition, file: str) -> list[RowError]:
    """Return the rows that could not be read when the file was loaded the first time."""
    return [RowError(file, one.row, one.field, one.code, one.params) for one in edition.row_errors.all()]


def _dates_otherwise(edition: ListEdition, dates: EditionDates) -> bool:
    """Whether days are given that are not the edition's."""
    kept = (edition.issued_date, edition.effective_date, edition.stated_repeal_date)
    given = (dates.issued, dates.effective, dates.repealed)
    return any(day and day != own for day, own in zip(given, kept, strict=True))


def dated_hash(sha256: str, dates: EditionDates) -> str:
    """Return the hash of a file that is an edition again, with these days instead of those it had."""
    return hashlib.sha256(f"{sha256}|{dates}".encode()).hexdigest()


def _waits_only_for(edition: ListEdition, accepted: Collection[HoldCode]) -> bool:
    """Whether an edition is held for nothing but what is accepted now, and by nobody's wish."""
    wished = edition.decisions.filter(act__in=(EditionAct.HELD, EditionAct.DISCARDED)).exists()
    return edition.state == EditionState.HELD and not wished and all(h["code"] in accepted for h in edition.holds)


def _begin(
    source: ListSource, facts: FileFacts, dates: EditionDates, options: ImportOptions, today: dt.date
) -> ListEdition:
    issued = dates.issued or facts.issued or today
    return ListEdition(
        source=source,
        label=(facts.edition or options.edition or issued.isoformat())[:LONGEST_LABEL],
        issued_date=issued,
        effective_date=dates.effective or facts.effective or issued,
        stated_repeal_date=dates.repealed,
        state=EditionState.LOADING,
        entry_count=0,
        name_count=0,
    )


def _base(source: ListSource, files: SourceFiles) -> ListEdition:
    """Return the edition that a file of changes is about: the newest in use."""
    base = source.editions.applied().filter(is_extract=False).in_time().last()
    if base is None:
        raise ImportRefused(files.primary.name, "changes_to_nothing")
    return base


def loading_facts(edition: ListEdition) -> dict[str, object]:
    return {
        "source": edition.source.code,
        "sha256": edition.sha256,
        "entries": edition.entry_count,
        "row_errors": edition.row_error_count,
        "holds": edition.holds,
    }


def file_hash(importer: Importer, files: SourceFiles, options: ImportOptions) -> str:
    """Return the hash of everything that decides what is read: the files, the block and the column mapping."""
    digest = hashlib.sha256()
    for file in importer.files_read(files):
        with file.path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    digest.update(f"|{options.edition}".encode() if options.edition else b"")
    for ours, theirs in sorted(options.columns.items()):
        digest.update(f"|{ours}={theirs}".encode())
    return digest.hexdigest()
