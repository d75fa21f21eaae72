"""Spreadsheets of candidates as rows: brought, checked, confirmed by a person, opened whole or not at all."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors, notify
from duediligence.domain import access, audit, file_types, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.candidate_sheet import read_sheet
from duediligence.domain.candidates import OPENERS, demand_length
from duediligence.enums import CandidateListStatus
from duediligence.models import CandidateList, Institution, User
from duediligence.models.candidate_list import LIVE

KEPT = dt.timedelta(days=30)
_MAY_PUT_AWAY = (CandidateListStatus.READY, CandidateListStatus.FAULTY, CandidateListStatus.FAILED)


@transaction.atomic
def bring(
    institution: Institution,
    name: str,
    content: bytes,
    *,
    actor: Actor,
    now: dt.datetime | None = None,
) -> CandidateList:
    """Keep a spreadsheet to be checked; a worker is woken after the commit.

    Steps: check person, size and sort, keep the bytes encrypted under their hash, write the row, audit. The same file
    of the same person while the first one waits is that very list. Raises ``NotAllowed``, ``FileRefused``,
    ``InvalidInput``.
    """
    now = now or timezone.now()
    user = access.demand(actor, OPENERS, institution)
    name = file_types.clean_name(name)
    sheet = read_sheet(content, name)
    if not sheet.groups:
        raise errors.AttachmentEmpty(field="file", name=name or "-")
    demand_length(len(sheet.groups))
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    kept = stored_file.keep(institution, content, now=now, sealed=True)
    same = CandidateList.objects.filter(institution=institution, brought_by=user, sha256=kept.sha256, status__in=LIVE)
    if present := same.first():
        return present
    brought = CandidateList.objects.create(
        institution=institution,
        status=CandidateListStatus.CHECKING,
        file=kept,
        file_name=name,
        sha256=kept.sha256,
        brought_by=user,
        brought_at=now,
        total=len(sheet.groups),
    )
    note(brought, "candidate_list.brought", actor=actor)
    notify.wake_for_candidates(brought.pk)
    return brought


@transaction.atomic
def confirm(brought: CandidateList, *, actor: Actor, now: dt.datetime | None = None) -> CandidateList:
    """Have the cases of a list that was checked opened; a worker is woken after the commit.

    Steps: lock, check person and state, note who confirmed, audit. Confirming twice is confirming once. Raises
    ``NotAllowed``, ``CandidateListMoved``.
    """
    user, brought = _locked(brought, actor)
    if brought.status in (CandidateListStatus.OPENING, CandidateListStatus.OPENED):
        return brought
    if brought.status != CandidateListStatus.READY:
        raise errors.CandidateListMoved
    brought.status, brought.position, brought.attempts = CandidateListStatus.OPENING, 0, 0
    brought.confirmed_by, brought.confirmed_at = user, now or timezone.now()
    brought.save(update_fields=["status", "position", "attempts", "confirmed_by", "confirmed_at"])
    note(brought, "candidate_list.confirmed", actor=actor)
    notify.wake_for_candidates(brought.pk)
    return brought


@transaction.atomic
def put_away(brought: CandidateList, *, actor: Actor, now: dt.datetime | None = None) -> CandidateList:
    """Forget the file and what was read from it; the row stays. Putting away twice is putting away once.

    Raises ``NotAllowed``, ``CandidateListMoved``.
    """
    _user, brought = _locked(brought, actor)
    if brought.status == CandidateListStatus.PUT_AWAY:
        return brought
    if not may_put_away(brought):
        raise errors.CandidateListMoved
    _forget(brought, now or timezone.now())
    note(brought, "candidate_list.put_away", actor=actor)
    return brought


def forget_old(now: dt.datetime, *, actor: Actor) -> int:
    """Put away what nobody opened within thirty days: it holds people's names. Return how many."""
    old = CandidateList.objects.filter(status__in=_MAY_PUT_AWAY, brought_at__lt=now - KEPT)
    forgotten = 0
    for key in old.values_list("pk", flat=True):
        with transaction.atomic():
            brought = CandidateList.objects.select_for_update(of=("self",)).get(pk=key)
            if may_put_away(brought):
                _forget(brought, now)
                note(brought, "candidate_list.put_away", actor=actor)
                forgotten += 1
    return forgotten


def may_put_away(brought: CandidateList) -> bool:
    """Return whether the list is in a state in which it is put away."""
    return brought.status in _MAY_PUT_AWAY


def close(brought: CandidateList, status: CandidateListStatus, now: dt.datetime) -> None:
    """End the work on a list in the caller's transaction; its file goes unless it is still to be opened."""
    brought.status, brought.lease_until, brought.finished_at = status, None, now
    file, brought.file = brought.file, brought.file if status == CandidateListStatus.READY else None
    brought.save()
    if file and brought.file is None:
        stored_file.forget([file.pk])


def note(brought: CandidateList, verb: str, *, actor: Actor) -> None:
    after = {"file": brought.file_name, "sha256": brought.sha256, "proposals": brought.total}
    audit.record(actor, verb, brought, institution=brought.institution, after=after)


def _forget(brought: CandidateList, now: dt.datetime) -> None:
    brought.rows, brought.faults, brought.ignored, brought.problem = [], [], [], {}
    close(brought, CandidateListStatus.PUT_AWAY, now)


def _locked(brought: CandidateList, actor: Actor) -> tuple[User, CandidateList]:
    """Return who acts and the row, held. Raises ``NotAllowed`` for whoever does not see the list."""
    user = access.demand(actor, OPENERS, brought.institution)
    visible = CandidateList.objects.visible_to(user).select_for_update(of=("self",))
    held = visible.select_related("institution", "file").filter(pk=brought.pk).first()
    if held is None:
        raise errors.NotAllowed
    return user, held
