"""Keeping the lists: who may load, apply, hold, release and put away an edition, and the audit of it all.

Public lists belong to the installation and are audited on its own stream; an institution's own list belongs to it
alone. What commands and jobs do without a person is noted in ``screening`` and taken into the audit log by ``note``.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, Institution
from screening.enums import CheckResult, EditionAct, EditionState, LinkVerdict
from screening.importers.base import DEFAULT_OPTIONS, ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.lists import decide
from screening.lists.load import AS_STATED, EditionDates, Loaded, editions_in, issued
from screening.lists.load import load as load_edition
from screening.models import EditionDecision, Entry, ListCheck, ListEdition, ListSource, SettledLink

_OWNER = "institution:"


def owner_key(institution: Institution) -> str:
    """Return the opaque key under which ``screening`` keeps an institution's own lists."""
    return f"{_OWNER}{institution.pk}"


def owner_of(source: ListSource) -> Institution | None:
    """Return the institution whose own list this is, ``None`` for a public one."""
    key = source.owner_ref.removeprefix(_OWNER)
    return Institution.objects.get(pk=key) if key else None


def is_keeper(actor: Actor, source: ListSource) -> bool:
    """Whether a person may act on a list: a keeper of lists, and of this institution if the list is its own."""
    if actor.user is None:
        return False
    return access.may(actor.user, access.LIST_KEEPERS, owner_of(source) or actor.user.institution)


def demand_keeper(actor: Actor, source: ListSource) -> None:
    """Raise ``NotAllowed`` unless the actor keeps the list."""
    if not is_keeper(actor, source):
        raise errors.NotAllowed


@transaction.atomic
def load(
    source: ListSource,
    files: SourceFiles,
    *,
    actor: Actor,
    dates: EditionDates = AS_STATED,
    options: ImportOptions = DEFAULT_OPTIONS,
    source_address: str = "",
    as_preview: bool = True,
    now: dt.datetime | None = None,
) -> Loaded:
    """Read an uploaded file into an edition that waits to be looked at, unless ``as_preview`` is off.

    Raises ``NotAllowed``, ``FileRefused``; its field is ``edition`` when the file holds several and none is named.
    """
    demand_keeper(actor, source)
    # The same file brought by two at once: the second one meets the edition of the first.
    ListSource.objects.select_for_update(no_key=True).get(pk=source.pk)
    with _readable():
        loaded = load_edition(
            source,
            files,
            dates=dates,
            options=options,
            loaded_by=actor.label,
            source_address=source_address,
            as_preview=as_preview,
            now=now,
        )
    note(EditionDecision.objects.filter(edition=loaded.edition), actor=actor)
    return loaded


@transaction.atomic
def load_all(
    source: ListSource,
    files: SourceFiles,
    *,
    actor: Actor,
    dates: EditionDates = AS_STATED,
    options: ImportOptions = DEFAULT_OPTIONS,
    source_address: str = "",
    now: dt.datetime | None = None,
) -> list[Loaded]:
    """Read every edition that an uploaded file holds, the oldest first; each waits to be looked at.

    Days that are given are those of one edition: of several, it must be named. Raises ``NotAllowed``, ``FileRefused``.
    """
    demand_keeper(actor, source)
    with _readable():
        held = [options] if dates != AS_STATED else editions_in(source, files, options)
    return [
        load(source, files, actor=actor, dates=dates, options=one, source_address=source_address, now=now)
        for one in held
    ]


@transaction.atomic
def load_several(
    source: ListSource, several: Sequence[SourceFiles], *, actor: Actor, options: ImportOptions = DEFAULT_OPTIONS
) -> list[Loaded]:
    """Read several uploaded files, the one that was issued first before the others: all of them or none.

    Each must say itself when it was issued. Raises ``NotAllowed``, ``FileRefused``.
    """
    demand_keeper(actor, source)
    with _readable():
        in_time = sorted(several, key=lambda files: issued(source, files, options))
    return [one for files in in_time for one in load_all(source, files, actor=actor, options=options)]


@contextmanager
def _readable() -> Iterator[None]:
    """Say of a file that cannot be used, in the words of this application, what is wrong with it."""
    try:
        yield
    except ImportRefused as refused:
        field = "edition" if refused.code in ("edition_not_named", "edition_unknown") else "file"
        raise errors.FileRefused(field=field, detail=str(refused), refused=refused) from refused


def possible_acts(edition: ListEdition) -> tuple[EditionAct, ...]:
    """Return what can be done with an edition in its state, by whoever may."""
    if edition.state == EditionState.APPLIED:
        return (EditionAct.HELD,)
    if edition.state == EditionState.DISCARDED:
        return (EditionAct.RELEASED,)
    first = EditionAct.RELEASED if _needs_second_person(edition) else EditionAct.APPLIED
    return (first, EditionAct.DISCARDED)


def why_not(edition: ListEdition, act: EditionAct, actor: Actor) -> errors.Refused | None:
    """Return what keeps ``actor`` from the act, ``None`` when only its reason is still to be written."""
    if not is_keeper(actor, edition.source):
        return errors.NotAllowed()
    if act is EditionAct.APPLIED and _needs_second_person(edition):
        return errors.SecondPersonNeeded()
    if act is EditionAct.RELEASED and actor.label == decide.first_person(edition):
        return errors.SecondPersonReleases()
    return None


@transaction.atomic
def apply(edition: ListEdition, *, actor: Actor, now: dt.datetime | None = None) -> None:
    """Take an edition into use that nothing speaks against.

    Raises ``NotAllowed``, ``SecondPersonNeeded``, ``EditionStateChanged``.
    """
    _act(edition, EditionAct.APPLIED, partial(decide.apply, edition, by=actor.label, now=now), actor)


@transaction.atomic
def release(edition: ListEdition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Take a suspicious, held or discarded edition, or one of an own list, into use as the second person.

    Raises ``NotAllowed``, ``ReasonMissing``, ``SecondPersonReleases``, ``EditionStateChanged``.
    """
    release_it = partial(decide.release, edition, by=actor.label, reason=reason, now=now)
    _act(edition, EditionAct.RELEASED, release_it, actor, reason)


@transaction.atomic
def hold(edition: ListEdition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Take an edition out of use: one person may stop it, another one must let it go on.

    Raises ``NotAllowed``, ``ReasonMissing``, ``EditionStateChanged``.
    """
    hold_it = partial(decide.hold, edition, by=actor.label, reason=reason, now=now)
    _act(edition, EditionAct.HELD, hold_it, actor, reason)


@transaction.atomic
def discard(edition: ListEdition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Put a held edition away. Raises ``NotAllowed``, ``ReasonMissing``, ``EditionStateChanged``."""
    discard_it = partial(decide.discard, edition, by=actor.label, reason=reason, now=now)
    _act(edition, EditionAct.DISCARDED, discard_it, actor, reason)


def _act(
    edition: ListEdition, act: EditionAct, perform: Callable[[], EditionDecision], actor: Actor, reason: str = ""
) -> None:
    """Check, do it by compare-and-set, audit it."""
    if refused := why_not(edition, act, actor):
        raise refused
    if act is not EditionAct.APPLIED:
        _demand_reason(reason)
    try:
        note([perform()], actor=actor)
    except decide.NotPossible as too_late:
        raise errors.EditionStateChanged from too_late


def _needs_second_person(edition: ListEdition) -> bool:
    """Whether somebody else must look: the edition is suspicious, or the list is the office's own."""
    return bool(edition.source.owner_ref) or decide.needs_second_person(edition)


@transaction.atomic
def confirm_current(edition: ListEdition, *, actor: Actor, now: dt.datetime | None = None) -> ListCheck:
    """Note that a person looked at the official page and found this edition to be the current one.

    Raises ``NotAllowed``, ``EditionStateChanged`` when the edition is not in use, or an extract.
    """
    demand_keeper(actor, edition.source)
    if edition.state != EditionState.APPLIED or edition.is_extract:
        raise errors.EditionStateChanged
    check = ListCheck.objects.create(
        source=edition.source,
        edition=edition,
        checked_at=now or timezone.now(),
        checked_by=actor.label,
        result=CheckResult.CONFIRMED,
    )
    audit.record(actor, "list.confirmed_current", edition, institution=owner_of(edition.source))
    return check


@transaction.atomic
def settle(
    source: ListSource,
    before_uid: str,
    after_uid: str,
    verdict: LinkVerdict,
    *,
    actor: Actor,
    reason: str,
    now: dt.datetime | None = None,
) -> SettledLink:
    """Answer whether two entries of successive editions are the same; the answer is remembered.

    Raises ``NotAllowed``, ``ReasonMissing``, ``LinkUnknown`` when the list never had one of them, ``LinkSettled``
    when this is the answer already; another answer takes its place.
    """
    demand_keeper(actor, source)
    _demand_reason(reason)
    if any(not Entry.objects.filter(edition__source=source, uid=uid).exists() for uid in (before_uid, after_uid)):
        raise errors.LinkUnknown
    newest = SettledLink.objects.filter(source=source, before_uid=before_uid, after_uid=after_uid).last()
    if newest and newest.verdict == verdict:
        raise errors.LinkSettled
    settled = SettledLink.objects.create(
        source=source,
        before_uid=before_uid,
        after_uid=after_uid,
        verdict=verdict,
        by=actor.label,
        at=now or timezone.now(),
        reason=reason.strip(),
    )
    after = {"before": before_uid, "after": after_uid, "verdict": str(verdict)}
    audit.record(actor, "list.link_settled", settled, institution=owner_of(source), after=after, reason=reason)
    return settled


def note(decisions: Iterable[EditionDecision], *, actor: Actor | None = None) -> int:
    """Write an audit event for each decision that has none yet; return how many. Idempotent."""
    written = 0
    for decision in decisions:
        if AuditEvent.objects.filter(object_type="editiondecision", object_id=str(decision.pk)).exists():
            continue
        audit.record(
            actor or Actor(label=decision.by),
            f"list.{decision.act}",
            decision,
            institution=owner_of(decision.edition.source),
            after={"edition": str(decision.edition), "sha256": decision.edition.sha256, **decision.facts},
            reason=decision.reason,
        )
        written += 1
    return written


@transaction.atomic
def note_what_commands_did() -> int:
    """Take into the audit log what was done to lists without passing through here."""
    noted = AuditEvent.objects.filter(object_type="editiondecision", object_id=Cast(OuterRef("pk"), CharField()))
    decisions = EditionDecision.objects.exclude(Exists(noted)).select_related("edition__source").order_by("pk")
    return note(decisions)


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
