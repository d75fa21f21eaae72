"""Files on a case: checked and kept under their hash, handed out to those with the right, gone with the case file."""

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, file_types, stored_file
from duediligence.domain.actor import Actor
from duediligence.models import Attachment, Case, ConsultedSource, Disposition, MeasureRecord, User
from duediligence.models.attachment import ABOUT

About = ConsultedSource | Disposition | MeasureRecord
FIELD = "attachment"


@transaction.atomic
def attach(
    case: Case, upload: "File[bytes]", *, actor: Actor, about: About | None = None, now: dt.datetime | None = None
) -> Attachment:
    """Attach a file to the case, or to one of its records.

    Steps: lock the case, check person and state, keep the file. Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``
    and what ``keep`` raises.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    user = access.demand_on(actor, access.INVESTIGATORS, case)
    if not case.is_open:
        raise errors.CaseNotOpen
    return keep(case, upload, user=user, actor=actor, about=about, now=now)


def keep(
    case: Case,
    upload: "File[bytes]",
    *,
    user: User,
    actor: Actor,
    about: About | None = None,
    now: dt.datetime | None = None,
) -> Attachment:
    """Keep a file in the caller's transaction, after the caller's own checks, with the case locked.

    Steps: check name, size and sort, keep the bytes under their hash, write the row, audit. The same file for the same
    thing is attached once. Raises what ``file_types.read`` raises.
    """
    now = now or timezone.now()
    brought, linked = file_types.read(upload, field=FIELD), _linked(about)
    stored = stored_file.keep(case.institution, brought.content, now=now)
    same = Attachment.objects.filter(case=case, stored=stored, **linked).first()
    if same is not None:
        return same
    attachment = Attachment.objects.create(
        institution_id=case.institution_id,
        case=case,
        name=brought.name,
        media_type=brought.media_type,
        stored=stored,
        uploaded_by=user,
        uploaded_at=now,
        **linked,
    )
    _note(attachment, "attachment.added", actor=actor)
    return attachment


def open_for(attachment: Attachment, *, actor: Actor) -> bytes:
    """Return the bytes of a file that the actor may see, and note it. Raises ``NotAllowed``, ``FileDamaged``."""
    if actor.user is None or not Attachment.objects.visible_to(actor.user).filter(pk=attachment.pk).exists():
        raise errors.NotAllowed
    content = stored_file.content_of(attachment.stored, attachment.name)
    _note(attachment, "attachment.taken", actor=actor)
    return content


def _linked(about: About | None) -> dict[str, Any]:
    """Return what the file belongs to, as columns."""
    columns = {ConsultedSource: "source", Disposition: "disposition", MeasureRecord: "measure_record"}
    return dict.fromkeys(ABOUT) | ({columns[type(about)]: about} if about else {})


def _note(attachment: Attachment, verb: str, *, actor: Actor) -> None:
    about = next((name for name in ABOUT if getattr(attachment, f"{name}_id")), "case")
    stored = attachment.stored
    audit.record(
        actor,
        verb,
        attachment,
        institution=attachment.institution,
        case_reference=attachment.case.reference,
        after={"name": attachment.name, "sha256": stored.sha256, "size": stored.size, "about": about},
    )
