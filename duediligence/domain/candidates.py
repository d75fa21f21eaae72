"""The candidates of a call: what each would be refused for, and opening its case."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from duediligence.domain import access
from duediligence.domain import case as cases
from duediligence.domain import proposal as proposals
from duediligence.domain.actor import Actor
from duediligence.domain.content import ProposalContent, faults, text_faults
from duediligence.domain.policy import edition_for
from duediligence.enums import Role
from duediligence.errors import InvalidInput, NoPolicy, Refused
from duediligence.models import Case, Department, Institution, Programme, Proposal

OPENERS = frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER, Role.OFFICE_ADMIN})
MOST_CANDIDATES = 200
MAX_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal of a list of candidates. Its number at the funder, or in the office's own list, tells it apart."""

    external_id: str
    content: ProposalContent
    programme: Programme | None = None
    department: Department | None = None
    stage_deadline_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What became of a candidate: its new case, or ``None`` where the proposal was there already."""

    proposal: Proposal
    case: Case | None


def demand_length(number: int) -> None:
    """Raise ``InvalidInput`` for more candidates than are opened together."""
    if number > MOST_CANDIDATES:
        raise InvalidInput("candidates", "too_many", length=number, limit=MOST_CANDIDATES)


def refusals_of(institution: Institution, candidate: Candidate, day: dt.date) -> list[Refused]:
    """Return everything for which the candidate would be refused, without recording anything."""
    found: list[Refused] = [*text_faults(candidate.external_id, "external_id", MAX_NUMBER)]
    if not candidate.external_id:
        found.append(InvalidInput("external_id", "missing"))
    found += faults(candidate.content)
    found += proposals.frame_faults(candidate.programme, candidate.stage_deadline_date, day)
    try:
        edition_for(Proposal(institution=institution, programme=candidate.programme))
    except NoPolicy as refused:
        found.append(refused)
    return found


def present_of(institution: Institution, candidate: Candidate) -> Proposal | None:
    """Return the proposal of the candidate that is recorded already."""
    same = institution.proposals.filter(programme=candidate.programme, external_id=candidate.external_id)
    return same.first()


@transaction.atomic
def open_candidate(
    institution: Institution, candidate: Candidate, *, actor: Actor, now: dt.datetime | None = None
) -> Opening:
    """Record a candidate that is not there yet and open its case.

    Steps: check person, lock the institution, so that one list sent twice meets what the first one left, record and
    open. Raises ``NotAllowed`` and what receiving the proposal and opening its case raise.
    """
    access.demand(actor, OPENERS, institution)
    if not candidate.external_id:
        raise InvalidInput("external_id", "missing")
    institution = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    if present := present_of(institution, candidate):
        return Opening(present, None)
    received = proposals.receive(
        institution=institution,
        content=candidate.content,
        actor=actor,
        programme=candidate.programme,
        department=candidate.department,
        external_id=candidate.external_id,
        stage_deadline_date=candidate.stage_deadline_date,
        now=now,
    )
    return Opening(received, cases.open_case(received, actor=actor, now=now))
