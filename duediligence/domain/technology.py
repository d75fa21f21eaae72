"""Which technology areas a case touches: what was found, what the researcher answers, what the office judges."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.domain.screening import texts_of
from duediligence.enums import AreaJudgement, AreaQuestion, Level, OwnUse, TechnologyAction
from duediligence.models import Case, Institution, TechnologyAnswer, TechnologyJudgement, User
from screening.models import Run
from screening.runs.technology import published, technology_list
from screening.technology.classify import TechnologyText
from screening.technology.neighbours import DecisionIndex, Neighbour, PastDecision

AreaKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """One area of a case. ``worth_a_look``: no listed word was found, the learned second opinion points at it."""

    list_code: str
    area_code: str
    level: Level
    action: TechnologyAction | None
    worth_a_look: bool
    answer: TechnologyAnswer | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question for the officer, never a verdict."""

    question: AreaQuestion
    area: AreaStanding


@transaction.atomic
def answer(
    case: Case,
    *,
    list_code: str,
    area_code: str,
    use: OwnUse,
    reason: str,
    actor: Actor,
    now: dt.datetime | None = None,
) -> TechnologyAnswer:
    """Record whether the work advances, merely uses or does not touch an area; an earlier answer is kept as replaced.

    Steps: lock the case, check person, area and reason, replace, write, audit.
    Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``, ``InvalidInput``, ``ReasonMissing``.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    user = actor.user
    if user is None:
        raise errors.NotAllowed
    if refused := answer_refusal(case, user):
        raise refused
    _demand_area(case, list_code, area_code, reason)
    live = case.technology_answers.filter(list_code=list_code, area_code=area_code, replaced_at__isnull=True)
    before = live.first()
    live.update(replaced_at=now)
    given = TechnologyAnswer.objects.create(
        case=case,
        revision=case.revision,
        list_code=list_code,
        area_code=area_code,
        answer=use,
        reason=reason.strip(),
        answered_by=user,
        answered_at=now,
    )
    _note(actor, "technology.answered", given, before.answer if before else "", given.answer, given.reason)
    return given


@transaction.atomic
def judge_area(
    case: Case,
    *,
    list_code: str,
    area_code: str,
    judgement: AreaJudgement,
    reason: str,
    actor: Actor,
    now: dt.datetime | None = None,
) -> TechnologyJudgement:
    """Record whether the office holds that the work touches an area, found or not; an earlier judgement is kept.

    Steps: lock the case, check person, area and reason, replace, write, audit. Raises as ``answer`` does.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    user = access.demand_on(actor, access.INVESTIGATORS, case)
    _demand_area(case, list_code, area_code, reason)
    place = {"list_code": list_code, "area_code": area_code}
    live = case.technology_judgements.filter(**place, replaced_at__isnull=True)
    before = live.first()
    live.update(replaced_at=now)
    given = TechnologyJudgement.objects.create(
        case=case,
        revision=case.revision,
        hit=case.current_run.technology_hits.filter(**place).first() if case.current_run else None,
        **place,
        judgement=judgement,
        reason=reason.strip(),
        judged_by=user,
        judged_at=now,
    )
    _note(actor, "technology.judged", given, before.judgement if before else "", given.judgement, given.reason)
    return given


def areas_of(case: Case) -> tuple[AreaStanding, ...]:
    """Return every area that was found, pointed at or answered, in the order of the codes."""
    run = case.current_run
    hits = {(hit.list_code, hit.area_code): hit for hit in run.technology_hits.all()} if run else {}
    answers = answers_of(case)
    pointed_at = worth_a_look(run) if run else frozenset[AreaKey]()
    return tuple(
        AreaStanding(
            *key,
            level=Level(hits[key].level) if key in hits else Level.NONE,
            action=TechnologyAction(hits[key].action) if key in hits else None,
            worth_a_look=key in pointed_at,
            answer=answers.get(key),
        )
        for key in sorted({*hits, *answers, *pointed_at})
    )


def answers_of(case: Case) -> dict[AreaKey, TechnologyAnswer]:
    """Return the answers that stand: those of an earlier revision as long as its words are the present ones."""
    words = texts_of(case.revision)
    return {
        (one.list_code, one.area_code): one
        for one in case.technology_answers.all()
        if one.replaced_at is None and texts_of(one.revision) == words
    }


def worth_a_look(run: Run) -> frozenset[AreaKey]:
    """Return the areas that only the learned second opinion points at."""
    return frozenset(
        (list_code, one["code"])
        for list_code, facts in run.technology.items()
        for one in facts.get("second_opinion", {}).get("worth_a_look", ())
    )


def disagreements(case: Case) -> tuple[Disagreement, ...]:
    """Return the open questions about areas, once the classifier has spoken."""
    run = case.current_run
    if run is None or run.is_live:
        return ()
    asked = ((_question(area, is_classified=area.list_code in run.technology), area) for area in areas_of(case))
    return tuple(Disagreement(question, area) for question, area in asked if question)


def _question(area: AreaStanding, *, is_classified: bool) -> AreaQuestion | None:
    """An area of which the policy only wants to be informed asks the researcher nothing."""
    if area.answer is None:
        if area.worth_a_look:
            return AreaQuestion.WORTH_A_LOOK
        return None if area.action is TechnologyAction.INFORM else AreaQuestion.UNANSWERED
    use = OwnUse(area.answer.answer)
    if area.level is not Level.NONE:
        return AreaQuestion.FOUND_BUT_NEITHER if use is OwnUse.NEITHER else None
    return AreaQuestion.DECLARED_NOT_FOUND if use is OwnUse.ADVANCES and is_classified else None


def past_decisions(institution: Institution, list_code: str) -> list[PastDecision]:
    """Return the institution's judgements of areas, each with the words that were judged."""
    live = TechnologyJudgement.objects.filter(
        case__institution=institution, list_code=list_code, replaced_at__isnull=True
    )
    return [
        PastDecision(
            ref=one.case.reference,
            text=TechnologyText(texts_of(one.revision)),
            area=one.area_code,
            confirmed=one.judgement == AreaJudgement.CONFIRMED,
        )
        for one in live.select_related("case", "revision").order_by("pk")
    ]


def nearest_decisions(case: Case, *, list_code: str, area_code: str) -> tuple[Neighbour, ...]:
    """Return the office's judgements of this area in other cases whose words are most like these."""
    others = [one for one in past_decisions(case.institution, list_code) if one.ref != case.reference]
    return DecisionIndex(others).nearest(TechnologyText(texts_of(case.revision)), area_code)


def answer_refusal(case: Case, user: User) -> errors.Refused | None:
    """Return why ``user`` may not answer; ``None`` lets the form show.

    A member or an author of the proposal answers; an officer may write down what the researcher said.
    """
    at_home = user.institution_id == case.institution_id
    if at_home and case.revision.memberships.filter(person__user=user).exists():
        return None
    if at_home and case.proposal.revisions.filter(created_by=user).exists():
        return None
    return access.refusal_on(case, user, access.INVESTIGATORS)


def _demand_area(case: Case, list_code: str, area_code: str, reason: str) -> None:
    if not case.is_open:
        raise errors.CaseNotOpen
    bound = [binding.list_code for binding in read(case.policy_edition).technology_bindings]
    edition = published(list_code)[0] if list_code in bound else None
    if edition is None:
        raise errors.InvalidInput("list_code", "unknown_choice", value=list_code, choices=", ".join(bound))
    codes = [area.code for area in technology_list(edition.pk).areas]
    if area_code not in codes:
        raise errors.InvalidInput("area_code", "unknown_choice", value=area_code, choices=", ".join(codes))
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")


def _note(
    actor: Actor, verb: str, given: TechnologyAnswer | TechnologyJudgement, before: str, after: str, reason: str
) -> None:
    place = {"list": given.list_code, "area": given.area_code, "revision": given.revision.number}
    audit.record(
        actor,
        verb,
        given,
        institution=given.case.institution,
        case_reference=given.case.reference,
        before={"answer": before} if before else {},
        after={**place, "answer": after},
        reason=reason,
    )
