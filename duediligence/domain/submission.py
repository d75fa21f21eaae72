"""Submitting the questionnaire: what is sent is frozen in the same transaction as the decision to send it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.questionnaire import Content, content_of, digest_of
from duediligence.models import ApiClient, Case, Step, Submission, SubmissionFile, User


@dataclass(frozen=True, slots=True)
class PreparedFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """The questionnaire as whoever submits has made it, before anything is locked: setting a document takes seconds.

    ``is_sealed`` says that the files state masked items and are stored encrypted.
    """

    content: Content
    files: Sequence[PreparedFile]
    undertakes: bool
    is_sealed: bool = False


def demand_current(case: Case, prepared: Prepared | None, *, now: dt.datetime) -> Prepared:
    """Return what was prepared, if the undertaking was given and the locked case still says the same.

    Raises ``QuestionnaireMissing``, ``UndertakingMissing``, ``QuestionnaireStale``.
    """
    if prepared is None or not prepared.files:
        raise errors.QuestionnaireMissing
    if not prepared.undertakes:
        raise errors.UndertakingMissing(field="undertakes")
    if digest_of(prepared.content) != digest_of(content_of(case, timezone.localdate(now))):
        raise errors.QuestionnaireStale
    return prepared


def freeze(step: Step, prepared: Prepared, *, actor: Actor, user: User, now: dt.datetime) -> Submission:
    """Keep what was sent when the step is finished: content, files and their hashes, numbered within the case."""
    case = step.case
    submission = Submission.objects.create(
        case=case,
        number=case.submissions.count() + 1,
        step=step,
        revision=case.revision,
        run=case.current_run,
        policy_edition=case.policy_edition,
        content=prepared.content,
        sha256=digest_of(prepared.content),
        submitted_by=user,
        submitted_at=now,
    )
    for one in prepared.files:
        stored = stored_file.keep(case.institution, one.content, now=now, sealed=prepared.is_sealed)
        SubmissionFile.objects.create(submission=submission, name=one.name, stored=stored)
    audit.record(
        actor,
        "submission.frozen",
        submission,
        institution=case.institution,
        case_reference=case.reference,
        after={
            "number": submission.number,
            "revision": case.revision.number,
            "sha256": submission.sha256,
            "files": {one.name: one.stored.sha256 for one in submission.files.select_related("stored")},
        },
    )
    return submission


def take(file: SubmissionFile, *, actor: Actor) -> bytes:
    """Return a file exactly as it was sent; that it was taken out is noted.

    One that states masked items is for research-security officers; no program gets it.
    Raises ``NotAllowed``, ``FileSealed``, ``FileDamaged``.
    """
    submission = file.submission
    if actor.client:
        _demand_addressee(file, actor.client)
    else:
        _demand_reader(file, actor)
    content = stored_file.content_of(file.stored, file.name)
    audit.record(
        actor,
        "submission.taken",
        submission,
        institution=submission.case.institution,
        case_reference=submission.case.reference,
        after={"number": submission.number, "file": file.name, "sha256": file.stored.sha256},
    )
    return content


def _demand_addressee(file: SubmissionFile, client: ApiClient) -> None:
    """Let the program of the funder pass that the case is answered by, for what is not sealed."""
    if not Case.objects.visible_to(client).filter(pk=file.submission.case_id).exists():
        raise errors.NotAllowed
    if file.stored.is_sealed:
        raise errors.FileSealed(name=file.name)


def _demand_reader(file: SubmissionFile, actor: Actor) -> None:
    case = file.submission.case
    user = access.demand_reader(actor, case)
    if file.stored.is_sealed and not access.may(user, access.INVESTIGATORS, case.institution):
        raise errors.NotAllowed


def latest_of(case: Case) -> Submission | None:
    return case.submissions.order_by("number").last()
