"""Keeping the lists: who may load, apply, hold, release and put away an edition, and the audit of it all.

Public lists belong to the installation and are audited on its own stream; an institution's own list belongs to it
alone. What commands and jobs do without a person is noted in ``screening`` and taken into the audit log by ``note``.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, Institution, User
from screening.enums import CheckResult, LinkVerdict
from screening.importers.base import DEFAULT_OPTIONS, ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.lists import decide
from screening.lists.load import AS_STATED, EditionDates, Loaded
from screening.lists.load import load as load_edition
from screening.models import EditionDecision, ListCheck, ListEdition, ListSource, SettledLink

_OWNER = "institution:"


def owner_key(institution: Institution) -> str:
    """Return the opaque key under which ``screening`` keeps an institution's own lists."""
    return f"{_OWNER}{institution.pk}"


def owner_of(source: ListSource) -> Institution | None:
    """Return the institution whose own list this is, ``None`` for a public one."""
    key = source.owner_ref.removeprefix(_OWNER)
    return Institution.objects.get(pk=key) if key else None


def demand_keeper(actor: Actor, source: ListSource) -> User:
    """Return the person who acts on a list: a keeper of lists, and of this institution if the list is its own.

    Raises ``NotAllowed``.
    """
    home = owner_of(source) or (actor.user.institution if actor.user else None)
    return access.demand(actor, access.LIST_KEEPERS, home)


@transaction.atomic
def load(
    source: ListSource,
    files: SourceFiles,
    *,
    actor: Actor,
    dates: EditionDates = AS_STATED,
    options: ImportOptions = DEFAULT_OPTIONS,
    as_preview: bool = True,
    now: dt.datetime | None = None,
) -> Loaded:
    """Read an uploaded file into an edition that waits to be looked at, unless ``as_preview`` is off.

    Raises ``NotAllowed``, ``FileRefused``.
    """
    demand_keeper(actor, source)
    try:
        loaded = load_edition(
            source, files, dates=dates, options=options, loaded_by=actor.label, as_preview=as_preview, now=now
        )
    except ImportRefused as refused:
        raise errors.FileRefused(field="file", detail=str(refused), refused=refused) from refused
    note(EditionDecision.objects.filter(edition=loaded.edition), actor=actor)
    return loaded


@transaction.atomic
def apply(edition: ListEdition, *, actor: Actor, now: dt.datetime | None = None) -> None:
    """Take an edition into use that nothing speaks against.

    Raises ``NotAllowed``, ``SecondPersonNeeded``, ``EditionStateChanged``.
    """
    demand_keeper(actor, edition.source)
    if decide.needs_second_person(edition):
        raise errors.SecondPersonNeeded
    try:
        note([decide.apply(edition, by=actor.label, now=now)], actor=actor)
    except decide.NotPossible as refused:
        raise errors.EditionStateChanged from refused


@transaction.atomic
def release(edition: ListEdition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Take a suspicious, held or discarded edition into use, with a reason, as the second person.

    Raises ``NotAllowed``, ``ReasonMissing``, ``SecondPersonReleases``, ``EditionStateChanged``.
    """
    demand_keeper(actor, edition.source)
    _demand_reason(reason)
    if actor.label == decide.first_person(edition):
        raise errors.SecondPersonReleases
    try:
        note([decide.release(edition, by=actor.label, reason=reason, now=now)], actor=actor)
    except decide.NotPossible as refused:
        raise errors.EditionStateChanged from refused


@transaction.atomic
def hold(edition: ListEdition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Take an edition out of use: one person may stop it, another one must let it go on.

    Raises ``NotAllowed``, ``ReasonMissing``, ``EditionStateChanged``.
    """
    demand_keeper(actor, edition.source)
    _demand_reason(reason)
    try:
        note([decide.hold(edition, by=actor.label, reason=reason, now=now)], actor=actor)
    except decide.NotPossible as refused:
        raise errors.EditionStateChanged from refused


@transaction.atomic
def discard(edition: ListEdition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Put a held edition away. Raises ``NotAllowed``, ``ReasonMissing``, ``EditionStateChanged``."""
    demand_keeper(actor, edition.source)
    _demand_reason(reason)
    try:
        note([decide.discard(edition, by=actor.label, reason=reason, now=now)], actor=actor)
    except decide.NotPossible as refused:
        raise errors.EditionStateChanged from refused


@transaction.atomic
def confirm_current(edition: ListEdition, *, actor: Actor, now: dt.datetime | None = None) -> ListCheck:
    """Note that a person looked at the official page and found this edition to be the current one."""
    demand_keeper(actor, edition.source)
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
    """Answer whether two entries of successive editions are the same; the answer is remembered."""
    demand_keeper(actor, source)
    _demand_reason(reason)
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
