"""What is still missing before the questionnaire can be submitted: each with who mends it, and where."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from duediligence import errors
from duediligence.domain import assessment, cross_check, gates, route
from duediligence.domain.evidence import evidence_of
from duediligence.domain.partner_status import told_by_partners
from duediligence.domain.policy import read
from duediligence.domain.questionnaire import present_members
from duediligence.enums import DeclarationStatus, Role, StepKind
from duediligence.models import Case, Declaration, Step
from duediligence.policy import graph
from duediligence.policy.edition import Policy
from duediligence.policy.judging import Subject
from duediligence.policy.route import order_of
from duediligence.policy.steps import Gate


class Place(StrEnum):
    """Where something is mended: the page of the case that shows it."""

    POLICY = "policy"
    DECLARATION = "declaration"
    SCREENING = "screening"
    TECHNOLOGY = "technology"
    HITS = "hits"
    DUE_DILIGENCE = "due_diligence"
    PERSON = "person"
    PARTNER = "partner"
    PARTNERS = "partners"
    MEASURES = "measures"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Missing:
    """``name`` is whom it is about, ``number`` the key of that person or partner."""

    what: errors.Refused
    place: Place
    role: Role
    name: str = ""
    number: int = 0


def missing(case: Case, day: dt.date) -> list[Missing]:
    """Return everything that keeps the questionnaire from being complete on ``day``, in the order of the form."""
    policy = read(case.policy_edition)
    found = [] if policy.questionnaire else [_of_policy()]
    found += _declarations(case, day)
    for gate in _asked(policy):
        place, role = _MENDED[gate]
        found += [Missing(refused, place, role) for refused in gates.closed(case, [gate])]
    found += [*_result(case), *_assessments(case), *_steps(case, policy)]
    return found


def submission_step(case: Case) -> Step | None:
    """Return the present round of the step at which the questionnaire is submitted."""
    return next((step for step in route.present(case).values() if step.kind == StepKind.SUBMIT), None)


def _of_policy() -> Missing:
    return Missing(errors.QuestionnaireFormMissing(), Place.POLICY, Role.OFFICE_ADMIN)


def _declarations(case: Case, day: dt.date) -> Iterator[Missing]:
    settled = Declaration.objects.filter(Q(not_required_at__isnull=False) | Q(versions__isnull=False), case=case)
    told = {pk for pk, status in told_by_partners(case).items() if status != DeclarationStatus.REQUIRED}
    done = told | set(settled.values_list("person", flat=True))
    for member in present_members(case.revision, day):
        if member.person_id not in done:
            name = member.person.name
            refused = errors.DeclarationsMissing(names=name, count=1)
            yield Missing(refused, Place.DECLARATION, Role.DEPARTMENT_OFFICER, name, member.person_id)


_MENDED: Mapping[Gate, tuple[Place, Role]] = {
    Gate.SCREENING_COMPLETE: (Place.SCREENING, Role.SECURITY_OFFICER),
    Gate.TECHNOLOGY_SCREENED: (Place.TECHNOLOGY, Role.SECURITY_OFFICER),
    Gate.HITS_JUDGED: (Place.HITS, Role.SECURITY_OFFICER),
    Gate.CROSS_CHECKS_ANSWERED: (Place.DUE_DILIGENCE, Role.SECURITY_OFFICER),
    Gate.MEASURES_AGREED: (Place.MEASURES, Role.SECURITY_OFFICER),
    Gate.MEASURES_FEASIBLE: (Place.MEASURES, Role.DEPARTMENT_OFFICER),
    Gate.CONSENTS_GIVEN: (Place.MEASURES, Role.DEPARTMENT_OFFICER),
    Gate.PARTNERS_CONFIRMED: (Place.PARTNERS, Role.DEPARTMENT_OFFICER),
}
_ALWAYS = frozenset(_MENDED) - {Gate.TECHNOLOGY_SCREENED, Gate.CROSS_CHECKS_ANSWERED, Gate.PARTNERS_CONFIRMED}
"""What the questionnaire states, whatever the steps of the policy ask for."""


def _asked(policy: Policy) -> list[Gate]:
    named = {gate for step in policy.steps for gate in step.requires}
    return [gate for gate in _MENDED if gate in _ALWAYS or gate in named]


def _result(case: Case) -> Iterator[Missing]:
    """A result counts until the proposal changes in substance."""
    concluded = cross_check.result_of(case)
    if concluded:
        later = case.proposal.revisions.filter(
            number__gt=concluded.revision.number, number__lte=case.revision.number, is_material=True
        )
        if not later.exists():
            return
    yield Missing(errors.ResultMissing(), Place.DUE_DILIGENCE, Role.SECURITY_OFFICER)


def _assessments(case: Case) -> Iterator[Missing]:
    for party in assessment.missing(evidence_of(case)):
        place = Place.PERSON if party.subject is Subject.PERSON else Place.PARTNER
        refused = errors.AssessmentsMissing(count=1)
        yield Missing(refused, place, Role.SECURITY_OFFICER, party.record.name, party.record.pk)


def _steps(case: Case, policy: Policy) -> Iterator[Missing]:
    steps = route.present(case)
    for code, step in steps.items():
        if step.kind != StepKind.SUBMIT:
            continue
        for first in (one for one in order_of(policy) if one in graph.earlier(order_of(policy), code)):
            if steps[first].status not in route.DONE:
                yield Missing(errors.StepNotDone(step=first), Place.STEPS, Role(steps[first].role))
