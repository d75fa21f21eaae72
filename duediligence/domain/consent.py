"""The consent of those whom measures concern: the leading investigators, the people they are about."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, awaiting
from duediligence.domain.actor import Actor
from duediligence.domain.measure import live_measures
from duediligence.enums import MeasureTarget, MemberRole, Role
from duediligence.models import Case, Measure, MeasureConsent, Membership, Person, User
from duediligence.models.proposal import has_left
from duediligence.policy.steps import Gate

LEADING = (MemberRole.PI, MemberRole.CO_PI)
RECORDERS = frozenset({Role.SECURITY_OFFICER, Role.DEPARTMENT_OFFICER})


@dataclass(frozen=True, slots=True)
class Concerned:
    """A person with the measures that concern them; ``answers`` are the newest, measures without one are open."""

    person: Person
    measures: tuple[Measure, ...]
    answers: tuple[MeasureConsent, ...]
    open: tuple[Measure, ...]

    @property
    def is_refused(self) -> bool:
        return any(not answer.is_given for answer in self.answers)


def concerned(case: Case, live: list[Measure] | None = None) -> list[Concerned]:
    """Return everybody whose consent is asked: leading investigators to every measure, others to those about them.

    A measure about a partner concerns its members in the proposal. ``live`` are the live measures, if they are at hand.
    """
    measures = live_measures(case) if live is None else live
    latest = _latest(case)
    members = case.revision.memberships.exclude(has_left()).select_related("person")
    found = ((member.person, tuple(one for one in measures if _concerns(one, member))) for member in members)
    return [_standing(person, theirs, latest) for person, theirs in found if theirs]


def _concerns(measure: Measure, member: Membership) -> bool:
    if member.role in LEADING:
        return True
    if measure.target == MeasureTarget.PARTNER:
        return measure.organisation_id in (member.organisation_id, member.person.affiliation_id)
    return measure.person_id == member.person_id


def _standing(
    person: Person, measures: tuple[Measure, ...], latest: dict[tuple[int, int], MeasureConsent]
) -> Concerned:
    given = {one.pk: latest.get((person.pk, one.pk)) for one in measures}
    answers = tuple({answer.pk: answer for answer in given.values() if answer}.values())
    return Concerned(person, measures, answers, tuple(one for one in measures if given[one.pk] is None))


def _latest(case: Case) -> dict[tuple[int, int], MeasureConsent]:
    """Return the newest answers to the measures as they are worded now."""
    answers = case.consents.select_related("recorded_by").prefetch_related("measures").order_by("given_at", "pk")
    return {
        (answer.person_id, measure.pk): answer
        for answer in answers
        for measure in answer.measures.all()
        if not measure.changed_at or answer.given_at > measure.changed_at
    }


def refusal(case: Case, person: Person, user: User) -> errors.Refused | None:
    """Return why ``user`` may not record this person's answer; ``None`` lets the button show."""
    is_own = person.user_id == user.pk
    if not is_own and not access.may(user, RECORDERS, case.institution):
        return errors.NotAllowed()
    if not is_own and access.is_recused(user, case):
        return errors.Recused()
    return None if case.is_open else errors.CaseNotOpen()


@transaction.atomic
def answer(
    case: Case, person: Person, *, is_given: bool, text: str, actor: Actor, now: dt.datetime | None = None
) -> MeasureConsent:
    """Record what a person concerned says of every measure that concerns them now.

    The person answers, or an officer writes down how and when they did.

    Steps: lock the case, check who records, whether a measure concerns the person, and the words, write, audit; a
    refusal takes a case that awaits an answer back to the step that asks for consent.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``NotConcerned``, ``ReasonMissing``.
    """
    now = now or timezone.now()
    if actor.user is None:
        raise errors.NotAllowed
    case = Case.objects.select_for_update().get(pk=case.pk)
    if refused := refusal(case, person, actor.user):
        raise refused
    standing = next((one for one in concerned(case) if one.person == person), None)
    if standing is None:
        raise errors.NotConcerned
    if not text.strip():
        raise errors.ReasonMissing(field="text")
    made = MeasureConsent.objects.create(
        case=case, person=person, is_given=is_given, text=text.strip(), recorded_by=actor.user, given_at=now
    )
    made.measures.set(standing.measures)
    audit.record(
        actor,
        "consent.given" if is_given else "consent.refused",
        made,
        institution=case.institution,
        case_reference=case.reference,
        after={"person": person.pk, "measures": [measure.pk for measure in standing.measures]},
        reason=made.text,
    )
    if not is_given:
        awaiting.take_back_where(case, Gate.CONSENTS_GIVEN, why=awaiting.CONSENT_REFUSED, actor=actor, now=now)
    return made
