"""Answers from outside: a funder through the API, or a letter that an officer records."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, decision, file_types, stored_file, submission
from duediligence.domain.actor import Actor
from duediligence.domain.submission import PreparedFile
from duediligence.domain.telling import tell_officers
from duediligence.enums import ConfirmationKind, ConfirmationVerdict, Role
from duediligence.labels import label
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
    submission_number: int | None = None,
    letter: PreparedFile | None = None,
    return_to: str = "",
    now: dt.datetime | None = None,
) -> Confirmation:
    """Record an answer and let it complete or return the step that awaits it.

    Steps: lock the case, check who speaks and about which revision and submission, ask for comments with a return,
    keep the letter, write, audit, settle the step, tell the owner. ``revision`` and ``submission_number`` are what was
    read, where it is known; ``return_to`` is the step that a return begins again, else the first that the policy names.
    The government's answer is recorded at any time while the case is open and settles a step only when one awaits it.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``StaleRevision``, ``StaleSubmission``, ``ReasonMissing``, ``NotAwaited``,
    ``ReturnNotPossible`` and what ``file_types.checked`` raises.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    if actor.client is None:
        access.demand_on(actor, access.INVESTIGATORS, case)
    elif kind is not ConfirmationKind.FUNDER or not Case.objects.visible_to(actor.client).filter(pk=case.pk).exists():
        raise errors.NotAllowed
    if not case.is_open:
        raise errors.CaseNotOpen
    if revision is not None and revision != case.revision.number:
        raise errors.StaleRevision
    answered = submission.latest_of(case)
    if submission_number is not None and (answered is None or answered.number != submission_number):
        raise errors.StaleSubmission
    if verdict is ConfirmationVerdict.RETURNED and not comments.strip():
        raise errors.ReasonMissing(field="comments")
    awaited = decision.awaited_step(case, Role(kind))
    if awaited is None and kind is ConfirmationKind.FUNDER:
        raise errors.NotAwaited
    brought = file_types.checked(letter.name, letter.content, field="letter") if letter else None
    confirmation = Confirmation.objects.create(
        case=case,
        revision=case.revision,
        submission=answered,
        kind=kind,
        verdict=verdict,
        comments=comments.strip(),
        recorded_by=actor.user,
        client=actor.client,
        letter=stored_file.keep(case.institution, brought.content, now=now) if brought else None,
        letter_name=brought.name if brought else "",
        received_at=now,
    )
    audit.record(
        actor,
        f"confirmation.{verdict}",
        confirmation,
        institution=case.institution,
        case_reference=case.reference,
        after={
            "kind": kind,
            "revision": case.revision.number,
            "submission": answered.number if answered else None,
            "letter": confirmation.letter.sha256 if confirmation.letter else None,
        },
        reason=confirmation.comments,
    )
    if awaited:
        decision.settle_external(confirmation, actor=actor, return_to=return_to, now=now)
    tell_officers(case, "answered", verdict=label(ConfirmationVerdict(confirmation.verdict)))
    return confirmation


def take_letter(confirmation: Confirmation, *, actor: Actor) -> bytes:
    """Return the letter as it was attached; that it was taken out is noted.

    Raises ``NotAllowed``, ``LetterMissing``, ``FileDamaged``.
    """
    case, letter = confirmation.case, confirmation.letter
    access.demand_reader(actor, case)
    if letter is None:
        raise errors.LetterMissing
    content = stored_file.content_of(letter, confirmation.letter_name)
    audit.record(
        actor,
        "confirmation.letter_taken",
        confirmation,
        institution=case.institution,
        case_reference=case.reference,
        after={"file": confirmation.letter_name, "sha256": letter.sha256},
    )
    return content
