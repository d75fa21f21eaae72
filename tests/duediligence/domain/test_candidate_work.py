"""What a worker does with a list of candidates: every fault named, each case opened by itself and never twice."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from duediligence.domain import candidate_work, candidates
from duediligence.enums import CandidateListStatus
from duediligence.errors import CaseAlreadyOpen
from duediligence.models import AuditEvent, CandidateList, Case, Proposal, RoleGrant, StoredFile
from tests import factories
from tests.beginnings import begun
from tests.candidate_sheets import HEAD, ROWS, brought, checked, confirmed, places_of_faults, table, worked_on
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)


@pytest.fixture(autouse=True)
def _policy(cast: Cast) -> None:
    factories.policy()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_is_checked_and_nothing_is_recorded(encoding: str, cast: Cast) -> None:
    one = checked(cast.reviewer, table([HEAD, *ROWS], encoding))

    assert (one.status, one.position, one.total, one.lease_until) == (CandidateListStatus.READY, 2, 2, None)
    assert [(row["number"], row["row"], row["members"], row["proposal"]) for row in one.rows] == [
        ("K-01", 2, 2, None),
        ("K-02", 4, 1, None),
    ]
    assert (Proposal.objects.count(), Case.objects.count()) == (0, 0)


def test_what_was_confirmed_is_opened_once_and_the_file_is_forgotten(cast: Cast) -> None:
    one = worked_on(confirmed(cast.reviewer))

    assert one.status == CandidateListStatus.OPENED and one.file is None
    assert StoredFile.objects.count() == 0
    revision = Proposal.objects.get(external_id="K-01").current_revision
    assert revision and [(each.name, each.role) for each in revision.memberships.all()] == [
        ("試験 花子", "pi"),
        ("髙橋 一", "student"),
    ]
    assert [(each.name, each.role) for each in revision.parties.all()] == [
        ("架空研究所", "partner"),
        ("Imaginary Institute", "lead"),
    ]
    opened = AuditEvent.objects.get(verb="candidates.opened")
    assert opened.actor == f"user:{cast.reviewer.username}"
    assert opened.after["opened"] == [row["case"] for row in one.rows]
    assert candidate_work.work(one.pk, now=NOW) == CandidateListStatus.OPENED
    assert Case.objects.count() == 2


def test_what_is_there_already_stays_as_it_is(cast: Cast) -> None:
    worked_on(confirmed(cast.reviewer))

    again = checked(cast.reviewer)

    keys = list(Proposal.objects.order_by("external_id").values_list("pk", flat=True))
    assert [row["proposal"] for row in again.rows] == keys
    assert [row["case"] for row in worked_on(confirmed(cast.reviewer)).rows] == [None, None]
    assert Case.objects.count() == 2


def test_what_has_become_impossible_meanwhile_opens_nothing(cast: Cast) -> None:
    into = factories.programme(code="call-1", designated=False)
    one = confirmed(cast.reviewer, table([[*HEAD, "プログラム"], [*ROWS[0], "call-1"], [*ROWS[2], ""]]))
    type(into).objects.update(is_open=False)

    one = worked_on(one)

    assert one.status == CandidateListStatus.FAULTY and places_of_faults(one) == {(2, "プログラム")}
    assert Case.objects.count() == 0 and one.file is None


def test_a_refusal_while_opening_is_told_and_the_others_are_open(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = confirmed(cast.reviewer)
    original = candidates.open_candidate

    def gone_meanwhile(institution: Any, candidate: candidates.Candidate, **named: Any) -> Any:
        if candidate.external_id == "K-01":
            raise CaseAlreadyOpen(reference="X-1")
        return original(institution, candidate, **named)

    monkeypatch.setattr(candidate_work, "open_candidate", gone_meanwhile)

    one = worked_on(one)

    assert one.status == CandidateListStatus.FAULTY and {row for row, _column in places_of_faults(one)} == {2}
    assert [row["number"] for row in one.rows] == ["K-02"]
    opened = AuditEvent.objects.get(verb="candidates.opened")
    assert opened.after["opened"] == [Case.objects.get().reference]


def test_who_lost_the_role_meanwhile_opens_nothing(cast: Cast) -> None:
    one = confirmed(cast.reviewer)
    RoleGrant.objects.filter(user=cast.reviewer).delete()

    one = worked_on(one)

    assert (one.status, one.problem["en"]) == (CandidateListStatus.FAULTY, "Your roles do not include this act.")
    assert Case.objects.count() == 0


def test_another_worker_goes_on_where_one_died(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = confirmed(cast.reviewer)
    original = candidates.open_candidate

    def dies(institution: Any, candidate: candidates.Candidate, **named: Any) -> Any:
        opening = original(institution, candidate, **named)
        if candidate.external_id == "K-02":
            raise RuntimeError("killed")
        return opening

    with monkeypatch.context() as patched:
        patched.setattr(candidate_work, "open_candidate", dies)
        with pytest.raises(RuntimeError):
            candidate_work.work(one.pk, now=NOW)
    first = Case.objects.get()
    one.refresh_from_db()
    assert one.rows[0]["case"] == first.reference and "case" not in one.rows[1]

    assert candidate_work.overdue(NOW) == [one.pk]
    done = worked_on(one)

    assert done.status == CandidateListStatus.OPENED
    references = list(Case.objects.order_by("pk").values_list("reference", flat=True))
    assert [row["case"] for row in done.rows] == references and references[0] == first.reference
    assert AuditEvent.objects.get(verb="candidates.opened").after["opened"] == references


def test_each_case_is_opened_in_a_transaction_of_its_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = confirmed(cast.reviewer)
    depths = []
    original = candidates.open_candidate

    def watched(*given: Any, **named: Any) -> Any:
        depths.append(len(connection.savepoint_ids))
        return original(*given, **named)

    monkeypatch.setattr(candidate_work, "open_candidate", watched)
    outside = len(connection.savepoint_ids)
    worked_on(one)
    assert depths == [outside + 1, outside + 1]


def test_an_error_gives_the_list_back_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = brought(cast.reviewer)

    def broken(*_given: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(candidate_work, "read_sheet", broken)
    with pytest.raises(RuntimeError):
        candidate_work.work(one.pk, now=NOW)

    one.refresh_from_db()
    assert (one.status, one.attempts, one.lease_until) == (CandidateListStatus.CHECKING, 1, None)


def test_what_was_tried_too_often_is_given_up(cast: Cast) -> None:
    one = brought(cast.reviewer)
    CandidateList.objects.update(attempts=3)

    assert candidate_work.overdue(NOW) == []

    one.refresh_from_db()
    assert (one.status, one.file) == (CandidateListStatus.FAILED, None)
    assert AuditEvent.objects.filter(verb="candidate_list.failed").count() == 1
    assert candidate_work.overdue(NOW) == []


def test_a_list_that_somebody_works_on_is_left_alone(cast: Cast) -> None:
    one = brought(cast.reviewer)
    CandidateList.objects.update(lease_until=NOW + dt.timedelta(minutes=1))

    assert candidate_work.work(one.pk, now=NOW) == CandidateListStatus.CHECKING
    assert candidate_work.overdue(NOW) == []


@pytest.mark.parametrize("moment", ["_counted", "_checked"])
def test_a_worker_whose_lease_was_taken_writes_nothing(
    moment: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = brought(cast.reviewer)
    original = getattr(candidate_work._Work, moment)

    def taken_first(*given: Any) -> Any:
        found = original(*given)
        CandidateList.objects.update(lease_until=NOW + dt.timedelta(minutes=9))
        return list(found) if moment == "_counted" else found

    monkeypatch.setattr(candidate_work._Work, moment, taken_first)

    assert worked_on(one).status == CandidateListStatus.CHECKING


def test_a_worker_that_comes_late_finds_the_row_changed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = brought(cast.reviewer)
    original = candidate_work._Work._counted

    def then_taken(*given: Any) -> Any:
        yield from original(*given)
        CandidateList.objects.update(lease_until=NOW + dt.timedelta(minutes=9))

    monkeypatch.setattr(candidate_work._Work, "_counted", then_taken)

    assert worked_on(one).status == CandidateListStatus.CHECKING
