"""Files that a partner's officer puts with the own result; the lead gets them with the version that is confirmed."""

import datetime as dt
from typing import Final

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, file_types, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.partner import note
from duediligence.domain.partner_part import locked
from duediligence.models import Case, PartnerFile, PartnerPart

FIELD: Final = "attachment"
MOST: Final = 20


@transaction.atomic
def attach(part: PartnerPart, upload: "File[bytes]", *, actor: Actor, now: dt.datetime | None = None) -> PartnerFile:
    """Put a file with the draft of a result.

    Steps: lock, check who does it, name, size and sort, keep the bytes under their hash, write the row, audit without a
    word of it. The same file is put there once.
    Raises ``NotAllowed``, ``PartnerPartSubmitted``, ``PartnerFilesFull`` and what ``file_types.read`` raises.
    """
    now = now or timezone.now()
    part = locked(part, actor=actor, now=now)
    brought = file_types.read(upload, field=FIELD)
    if part.files.filter(in_draft=True).count() >= MOST:
        raise errors.PartnerFilesFull(field=FIELD, limit=MOST)
    stored = stored_file.keep(part.case.institution, brought.content, now=now)
    known = {"name": brought.name, "media_type": brought.media_type, "added_at": now}
    made, _is_new = PartnerFile.objects.get_or_create(part=part, stored=stored, defaults=known)
    if not made.in_draft:
        made.in_draft = True
        made.save(update_fields=["in_draft"])
    _note_draft(part, "partner.file_added", actor=actor, now=now)
    return made


@transaction.atomic
def take_out(part: PartnerPart, file_id: int, *, actor: Actor, now: dt.datetime | None = None) -> None:
    """Take a file out of the draft; done twice it changes nothing. What a confirmed version brought stays with it.

    Raises ``NotAllowed``, ``PartnerPartSubmitted``.
    """
    now = now or timezone.now()
    part = locked(part, actor=actor, now=now)
    found = part.files.filter(pk=file_id, in_draft=True).first()
    if found is None:
        return
    if found.confirmations.exists():
        found.in_draft = False
        found.save(update_fields=["in_draft"])
    else:
        found.delete()
        stored_file.forget([found.stored_id])
    _note_draft(part, "partner.file_taken_out", actor=actor, now=now)


def _note_draft(part: PartnerPart, verb: str, *, actor: Actor, now: dt.datetime) -> None:
    """Count the draft on, so that nobody confirms another one than was looked at."""
    part.draft_saved_at, part.draft_number = now, part.draft_number + 1
    part.save(update_fields=["draft_saved_at", "draft_number"])
    note(part, verb, actor=actor, after={"files": part.files.filter(in_draft=True).count()})


@transaction.atomic
def take(file: PartnerFile, *, actor: Actor, now: dt.datetime | None = None) -> bytes:
    """Return the bytes: to the partner's own officer, and to the lead's office once a confirmed version brings them.

    That the lead took a file is noted. Raises ``NotAllowed``, ``FileDamaged``.
    """
    part = file.part
    if actor.partner:
        locked(part, actor=actor, now=now or timezone.now(), changes=False)
        return stored_file.content_of(file.stored, file.name)
    _demand_lead(file, actor)
    content = stored_file.content_of(file.stored, file.name)
    note(part, "partner.file_taken", actor=actor, after={"name": file.name, "sha256": file.stored.sha256})
    return content


def _demand_lead(file: PartnerFile, actor: Actor) -> None:
    case = file.part.case
    if actor.user is None or not access.may_take_documents(actor.user, case.institution):
        raise errors.NotAllowed
    is_seen = Case.objects.visible_to(actor.user).filter(pk=case.pk).exists()
    if not is_seen or not file.confirmations.exists():
        raise errors.NotAllowed
