"""Candidates: each opened once, with its audit events, or refused by name."""

import pytest

from duediligence.domain import candidates
from duediligence.domain.actor import Actor
from duediligence.domain.candidates import Candidate, open_candidate
from duediligence.enums import Role
from duediligence.errors import InvalidInput, NotAllowed, Refused
from duediligence.models import AuditEvent, Case, Proposal
from tests import factories
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    factories.policy()
    return factories.cast()


def candidate(number: str, **changes: object) -> Candidate:
    return Candidate(number, factories.content(**changes))


def test_a_candidate_gets_its_case_and_its_audit_events(cast: Cast) -> None:
    actor = Actor.of_user(cast.reviewer)

    opening = open_candidate(cast.institution, candidate("A-1"), actor=actor, now=NOW)

    assert opening.case and opening.proposal.external_id == "A-1"
    assert AuditEvent.objects.filter(verb="proposal.received", actor=actor.label).count() == 1
    assert AuditEvent.objects.get(verb="case.opened").case_reference == opening.case.reference


def test_the_same_candidate_twice_opens_nothing_twice(cast: Cast) -> None:
    into = factories.programme(designated=False)
    actor = Actor.of_user(cast.reviewer)
    listed = [candidate("A-1"), Candidate("A-1", factories.content(), programme=into)]
    first = [open_candidate(cast.institution, one, actor=actor, now=NOW) for one in listed]

    again = [open_candidate(cast.institution, one, actor=actor, now=NOW) for one in listed]

    assert [one.proposal for one in again] == [one.proposal for one in first]
    assert [one.case for one in again] == [None, None]
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("refused", "field", "code"),
    [
        (candidate("", title_ja="x"), "external_id", "missing"),
        (candidate("A-3", members=()), "members", "members_missing"),
    ],
)
def test_what_is_refused_leaves_nothing(refused: Candidate, field: str, code: str, cast: Cast) -> None:
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as told:
        open_candidate(cast.institution, refused, actor=Actor.of_user(cast.reviewer), now=NOW)

    assert (told.value.field, told.value.code) == (field, code)
    assert (Proposal.objects.count(), Case.objects.count(), AuditEvent.objects.count()) == (0, 0, before)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.DECISION_MAKER])
def test_other_roles_open_no_candidate(role: Role, cast: Cast) -> None:
    actor = Actor.of_user(factories.user(cast.institution, role))

    with pytest.raises(NotAllowed):
        open_candidate(cast.institution, candidate("A-1"), actor=actor, now=NOW)


def test_an_officer_opens_none_at_another_institution(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        open_candidate(cast.institution, candidate("A-1"), actor=Actor.of_user(cast.stranger), now=NOW)


def test_a_list_has_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", 1)

    with pytest.raises(InvalidInput, match="at most 1 are possible"):
        candidates.demand_length(2)
