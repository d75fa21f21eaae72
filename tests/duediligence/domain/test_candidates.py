"""Many candidates at once: every case or none, each once, each with its audit event."""

import pytest

from duediligence.domain import candidates
from duediligence.domain.actor import Actor
from duediligence.domain.candidates import Candidate, open_all
from duediligence.enums import Role
from duediligence.errors import CandidatesRefused, InvalidInput, NotAllowed
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


def test_each_candidate_gets_its_case_and_its_audit_events(cast: Cast) -> None:
    actor = Actor.of_user(cast.reviewer)

    openings = open_all(cast.institution, [candidate("A-1"), candidate("A-2")], actor=actor, source="list", now=NOW)

    references = [one.case.reference for one in openings if one.case]
    assert [one.proposal.external_id for one in openings] == ["A-1", "A-2"]
    assert len(set(references)) == 2
    assert AuditEvent.objects.filter(verb="proposal.received", actor=actor.label).count() == 2
    assert set(AuditEvent.objects.filter(verb="case.opened").values_list("case_reference", flat=True)) == set(
        references
    )
    together = AuditEvent.objects.get(verb="candidates.opened")
    assert together.after == {"source": "list", "opened": references, "present": 0}


def test_the_same_list_twice_opens_nothing_twice(cast: Cast) -> None:
    into = factories.programme(designated=False)
    actor = Actor.of_user(cast.reviewer)
    listed = [candidate("A-1"), Candidate("A-1", factories.content(), programme=into)]
    first = open_all(cast.institution, listed, actor=actor, now=NOW)

    again = open_all(cast.institution, listed, actor=actor, now=NOW)

    assert [one.proposal for one in again] == [one.proposal for one in first]
    assert [one.case for one in again] == [None, None]
    assert Case.objects.count() == 2
    assert AuditEvent.objects.filter(verb="candidates.opened").count() == 1


def test_one_refusal_keeps_all_of_them_out_and_every_refusal_is_told(cast: Cast) -> None:
    listed = [candidate("A-1"), candidate("", title_ja="x"), candidate("A-3", members=())]
    before = AuditEvent.objects.count()

    with pytest.raises(CandidatesRefused) as refused:
        open_all(cast.institution, listed, actor=Actor.of_user(cast.reviewer), now=NOW)

    assert {at: (why.field, why.code) for at, why in refused.value.refusals.items()} == {
        1: ("external_id", "missing"),
        2: ("members", "members_missing"),
    }
    assert (Proposal.objects.count(), Case.objects.count(), AuditEvent.objects.count()) == (0, 0, before)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.DECISION_MAKER])
def test_other_roles_open_no_list(role: Role, cast: Cast) -> None:
    actor = Actor.of_user(factories.user(cast.institution, role))

    with pytest.raises(NotAllowed):
        open_all(cast.institution, [candidate("A-1")], actor=actor, now=NOW)


def test_an_officer_opens_none_at_another_institution(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        open_all(cast.institution, [candidate("A-1")], actor=Actor.of_user(cast.stranger), now=NOW)


def test_a_list_has_its_length(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", 1)

    with pytest.raises(InvalidInput, match="at most 1 are possible"):
        open_all(cast.institution, [candidate("1"), candidate("2")], actor=Actor.of_user(cast.reviewer), now=NOW)
