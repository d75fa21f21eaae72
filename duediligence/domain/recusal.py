"""Conflicts of interest: whoever declares one takes no further part in the case."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.domain.reasons import is_reason
from duediligence.models import Case, Recusal
from duediligence.policy.reasons import ReasonedAct


@transaction.atomic
def recuse(case: Case, *, reason_code: str, text: str, actor: Actor, now: dt.datetime | None = None) -> Recusal:
    """Record that the person who acts takes no part in the case; what they decided before stays on record.

    Steps: lock the case, check the person and the reason, write, take the case out of their hands, audit.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``AlreadyRecused``, ``UnknownReasonCode``.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if actor.user is None or actor.user.institution_id != case.institution_id:
        raise errors.NotAllowed
    if not case.is_open:
        raise errors.CaseNotOpen
    if access.is_recused(actor.user, case):
        raise errors.AlreadyRecused
    if not is_reason(ReasonedAct.RECUSE, reason_code):
        raise errors.UnknownReasonCode(field="reason_code", reason_code=reason_code or "-")
    made = Recusal.objects.create(
        case=case,
        person=actor.user,
        reason_code=reason_code,
        text=text.strip(),
        declared_at=now or timezone.now(),
    )
    if case.owner_id == actor.user.pk:
        case.owner = None
        case.save(update_fields=["owner"])
    audit.record(
        actor,
        "case.recused",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={"person": actor.user.username, "reason_code": reason_code},
        reason=made.text,
    )
    return made
