"""Cross-checks as questions, the sources consulted, and the result of due diligence."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, attachment, audit, awaiting
from duediligence.domain.actor import Actor
from duediligence.domain.cross_rules import MemberFacts, Question, questions_about
from duediligence.domain.declared import member_answers
from duediligence.domain.subjects import declared_subjects
from duediligence.domain.technology import disagreements
from duediligence.enums import (
    AreaQuestion,
    CrossCheckAnswer,
    CrossCheckKind,
    DueDiligenceResult,
    Judgement,
)
from duediligence.models import (
    Case,
    ConsultedSource,
    CrossCheck,
    Declaration,
    Disposition,
    DueDiligence,
    Organisation,
    User,
)
from duediligence.policy.answers import Answers

if TYPE_CHECKING:
    from django.core.files.base import File

_DIFFERS = (AreaQuestion.FOUND_BUT_NEITHER, AreaQuestion.DECLARED_NOT_FOUND)


def questions(case: Case) -> tuple[Question, ...]:
    """Return what the present declarations and the present run ask. A question whose facts change is another one."""
    members = [one for one in member_answers(case) if one.version is not None]
    hits = _hits(case) if members else {}
    listed: dict[int, dict[tuple[str, str], tuple[str, ...]]] = defaultdict(dict)
    for name, subject in declared_subjects(case, members) if hits else ():
        if subject.ref in hits and subject.ref != f"person:{name.person.pk}":
            listed[name.person.pk][name.item.code, name.text] = hits[subject.ref]
    names = _names(one.affiliation for one in members)
    found: list[Question] = []
    for one in members:
        found += questions_about(
            MemberFacts(
                one.person.pk,
                one.person.name,
                one.answers,
                own_lists=hits.get(f"person:{one.person.pk}", ()),
                listed=listed[one.person.pk],
                affiliation=names.get(one.affiliation.pk, ()) if one.affiliation else (),
                month=f"{timezone.localtime(one.version.submitted_at):%Y-%m}" if one.version else "",
                remark=one.version.remark if one.version else "",
            )
        )
    return (*found, *_technology(case))


def open_points(declaration: Declaration, answers: Answers, now: dt.datetime) -> tuple[Question, ...]:
    """Return what answers without faults leave open by themselves, for the member to see before they submit.

    What screening found is no part of it.
    """
    person = declaration.person
    given = next((one for one in member_answers(declaration.case) if one.person.pk == person.pk), None)
    affiliation = given.affiliation if given else None
    names = _names([affiliation]).get(affiliation.pk, ()) if affiliation else ()
    month = f"{timezone.localtime(now):%Y-%m}"
    return tuple(questions_about(MemberFacts(person.pk, person.name, answers, affiliation=names, month=month)))


def _names(affiliations: Iterable[Organisation | None]) -> dict[int, tuple[str, ...]]:
    """Return the name of each affiliation with its other names behind it."""
    bodies = {one.pk: one for one in affiliations if one}
    prefetch_related_objects(list(bodies.values()), "names")
    return {pk: (body.name, *(name.text for name in body.names.all())) for pk, body in bodies.items()}


def _hits(case: Case) -> dict[str, tuple[str, ...]]:
    """Return the lists by subject, without what a clearance answers or was judged to be somebody else."""
    if case.current_run is None:
        return {}
    others = Disposition.objects.filter(
        hit__run=case.current_run, withdrawn_at__isnull=True, judgement=Judgement.FALSE_POSITIVE
    )
    hits = case.current_run.hits.filter(clearance_ref="").exclude(pk__in=others.values("hit"))
    found: dict[str, set[str]] = defaultdict(set)
    for ref, source in hits.values_list("subject_ref", "source_code"):
        found[ref].add(source)
    return {ref: tuple(sorted(sources)) for ref, sources in found.items()}


def _technology(case: Case) -> tuple[Question, ...]:
    return tuple(
        Question(CrossCheckKind.TECHNOLOGY_DIFFERS, None, "", (one.area.list_code, one.area.area_code, one.question))
        for one in disagreements(case)
        if one.question in _DIFFERS
    )


def answers_of(case: Case) -> dict[str, CrossCheck]:
    """Return the answers that stand, by the key of their question."""
    return {one.key: one for one in case.cross_checks.filter(replaced_at__isnull=True).select_related("answered_by")}


def unanswered(case: Case) -> list[Question]:
    answered = answers_of(case)
    return [question for question in questions(case) if question.key not in answered]


@transaction.atomic
def answer(
    case: Case, key: str, *, given: CrossCheckAnswer, reason: str, actor: Actor, now: dt.datetime | None = None
) -> CrossCheck:
    """Answer a question with a reason; an earlier answer is kept as replaced.

    Steps: lock the case, check person and reason, find the question among those asked now, replace, write, audit.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``ReasonMissing``, ``QuestionNotOpen``, and ``AnswerAwaited`` for another
    answer to what was submitted.
    """
    now = now or timezone.now()
    case, user = _locked(case, actor)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    question = next((one for one in questions(case) if one.key == key), None)
    if question is None:
        raise errors.QuestionNotOpen
    if case.cross_checks.filter(key=key, replaced_at__isnull=True).update(replaced_at=now):
        awaiting.demand_not_awaiting(case)
    written = CrossCheck.objects.create(
        case=case,
        key=key,
        kind=question.kind,
        person_id=question.person_id,
        facts=list(question.facts),
        answer=given,
        reason=reason.strip(),
        answered_by=user,
        answered_at=now,
    )
    after = {"question": question.kind, "member": question.member, "answer": written.answer}
    _note(case, "cross_check.answered", written, actor=actor, after=after, reason=written.reason)
    return written


@transaction.atomic
def consult(
    case: Case,
    *,
    title: str,
    consulted_date: dt.date,
    actor: Actor,
    address: str = "",
    note: str = "",
    files: Sequence["File[bytes]"] = (),
    now: dt.datetime | None = None,
) -> ConsultedSource:
    """Record a source that was looked into, with what was kept of it.

    Raises ``NotAllowed``, ``CaseNotOpen``, ``InvalidInput``, and what ``attachment.keep`` raises.
    """
    now = now or timezone.now()
    case, user = _locked(case, actor)
    if not title.strip():
        raise errors.InvalidInput("title", "missing")
    if consulted_date > timezone.localdate(now):
        raise errors.InvalidInput("consulted_date", "in_the_future", value=consulted_date)
    if address and urlsplit(address).scheme not in {"http", "https"}:
        raise errors.InvalidInput("address", "malformed", value=address[:60])
    source = ConsultedSource.objects.create(
        case=case,
        title=title.strip()[:300],
        address=address,
        consulted_date=consulted_date,
        note=note.strip(),
        recorded_by=user,
        recorded_at=now,
    )
    after = {"title": source.title, "address": address, "date": consulted_date.isoformat()}
    _note(case, "source.consulted", source, actor=actor, after=after)
    for upload in files:
        attachment.keep(case, upload, user=user, actor=actor, about=source, now=now)
    return source


@transaction.atomic
def conclude(
    case: Case,
    *,
    result: DueDiligenceResult,
    actor: Actor,
    not_obtained: str = "",
    now: dt.datetime | None = None,
) -> DueDiligence:
    """Record the result; an earlier one is kept as replaced.

    Raises ``NotAllowed``, ``CaseNotOpen``, ``AnswerAwaited`` and ``NotObtainedMissing`` when something is missing and
    not named.
    """
    now = now or timezone.now()
    case, user = _locked(case, actor)
    if result is DueDiligenceResult.DONE_INCOMPLETE and not not_obtained.strip():
        raise errors.NotObtainedMissing(field="not_obtained")
    awaiting.demand_not_awaiting(case)
    case.due_diligence.filter(replaced_at__isnull=True).update(replaced_at=now)
    concluded = DueDiligence.objects.create(
        case=case,
        revision=case.revision,
        result=result,
        not_obtained=not_obtained.strip() if result is not DueDiligenceResult.DONE else "",
        recorded_by=user,
        recorded_at=now,
    )
    after = {"result": concluded.result, "not_obtained": concluded.not_obtained}
    _note(case, "due_diligence.concluded", concluded, actor=actor, after=after)
    return concluded


def result_of(case: Case) -> DueDiligence | None:
    return case.due_diligence.filter(replaced_at__isnull=True).select_related("recorded_by").first()


def refusal(case: Case, user: User) -> errors.Refused | None:
    """Return why ``user`` may answer and record nothing here now; ``None`` lets the forms show."""
    if refused := access.refusal_on(case, user, access.INVESTIGATORS):
        return refused
    return None if case.is_open else errors.CaseNotOpen()


def _locked(case: Case, actor: Actor) -> tuple[Case, User]:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if actor.user is None:
        raise errors.NotAllowed
    if refused := refusal(case, actor.user):
        raise refused
    return case, actor.user


def _note(
    case: Case,
    verb: str,
    target: CrossCheck | ConsultedSource | DueDiligence,
    *,
    actor: Actor,
    after: dict[str, str],
    reason: str = "",
) -> None:
    audit.record(
        actor,
        verb,
        target,
        institution=case.institution,
        case_reference=case.reference,
        after=after,
        reason=reason,
    )
