"""Answers from outside: a funder through the API, or a letter that an officer records."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors, notify
from duediligence.domain import access, audit, decision
from duediligence.domain.actor import Actor
from duediligence.enums import ConfirmationKind, ConfirmationVerdict, Role
from duediligence.models import Case, Confirmation


@transaction.atomic
def receive(
    case: Case,
    *,
    actor: Actor,
    kind: ConfirmationKind,
    verdict: ConfirmationVerdict,
    comments: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Confirmation:
    """Record an answer and let it complete or return the step that awaits it.

    Steps: lock the case, check who speaks and about which revision, ask for comments with a return, write, audit,
    settle the step, tell the owner. ``revision`` is the number of the revision that was read, where it is known. The
    government's answer is recorded at any time while the case is open and settles a step only when one awaits it.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``StaleRevision``, ``ReasonMissing``, ``NotAwaited``.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    if actor.client is None:
        access.demand(actor, access.INVESTIGATORS, case.institution)
    elif kind is not ConfirmationKind.FUNDER or not Case.objects.visible_to(actor.client).filter(pk=case.pk).exists():
        raise errors.NotAllowed
    if not case.is_open:
        raise errors.CaseNotOpen
    if revision is not None and revision != case.revision.number:
        raise errors.StaleRevision
    if verdict is ConfirmationVerdict.RETURNED and not comments.strip():
        raise errors.ReasonMissing(field="comments")
    awaited = decision.awaited_step(case, Role(kind))
    if awaited is None and kind is ConfirmationKind.FUNDER:
        raise errors.NotAwaited
    confirmation = Confirmation.objects.create(
        case=case,
        revision=case.revision,
        kind=kind,
        verdict=verdict,
        comments=comments.strip(),
        recorded_by=actor.user,
        client=actor.client,
        received_at=now,
    )
    audit.record(
        actor,
        f"confirmation.{verdict}",
        confirmation,
        institution=case.institution,
        case_reference=case.reference,
        after={"kind": kind, "revision": case.revision.number},
        reason=confirmation.comments,
    )
    if awaited:
        decision.settle_external(confirmation, actor=actor, now=now)
    notify.tell_owner(case, "answered", verdict=confirmation.get_verdict_display())
    return confirmation
