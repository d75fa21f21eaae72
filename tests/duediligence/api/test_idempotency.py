"""A repeated POST acts once, whatever happens in between."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from rest_framework.response import Response

from duediligence.api import idempotency
from duediligence.api.idempotency import ABANDONED_AFTER, Claim, claim
from duediligence.api.problems import ApiProblem
from duediligence.enums import Scope
from duediligence.models import ApiClient, AuditEvent, Case, IdempotencyRecord, Programme, Proposal
from tests import factories
from tests.duediligence.api.calling import Caller, caller, problem, problem_in, proposal_body

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def body(programme: Programme, cast: factories.Cast) -> dict[str, Any]:
    return proposal_body(programme, cast.institution)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(ApiProblem) as caught:
        act()
    return caught.value.code


def test_the_same_request_gets_the_same_answer(funder: Caller, body: dict[str, Any]) -> None:
    first, second = (funder.post("/proposals", body, Idempotency_Key="one") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert [first[name] for name in ("Location", "ETag")] == [second[name] for name in ("Location", "ETag")]
    assert ("Idempotent-Replay" in first, second["Idempotent-Replay"]) == (False, "true")
    assert Proposal.objects.count() == 1


def test_a_replay_is_noted(funder: Caller, body: dict[str, Any], api_client: ApiClient) -> None:
    second = [funder.post("/proposals", body, Idempotency_Key="one") for _ in range(2)][1]
    event = AuditEvent.objects.get(verb="api.replayed")
    assert (event.object_id, event.request_id) == (str(api_client.pk), second["X-Request-ID"])
    assert event.after == {"method": "POST", "path": "/api/v1/proposals", "idempotency_key": "one"}


def test_the_order_of_names_in_the_body_does_not_matter(funder: Caller, body: dict[str, Any]) -> None:
    funder.post("/proposals", body, Idempotency_Key="one")
    turned = dict(reversed(body.items()))
    assert funder.post("/proposals", turned, Idempotency_Key="one")["Idempotent-Replay"] == "true"


def test_a_stored_refusal_is_given_again(funder: Caller, body: dict[str, Any]) -> None:
    wrong = {**body, "title_ja": ""}
    first, second = (funder.post("/proposals", wrong, Idempotency_Key="one") for _ in range(2))
    assert (second.status_code, second.json()) == (422, first.json())
    assert second["Content-Type"] == "application/problem+json"
    assert second["Idempotent-Replay"] == "true"


def test_another_body_under_the_same_key_is_refused(funder: Caller, body: dict[str, Any]) -> None:
    funder.post("/proposals", body, Idempotency_Key="one")
    response = funder.post("/proposals", {**body, "title_en": "Other"}, Idempotency_Key="one")
    assert problem_in(response) == problem(
        "idempotency_key_reused",
        422,
        "The Idempotency-Key was used for another request",
        "This Idempotency-Key was sent before with another method, address or body. Choose a new one.",
    )
    assert Proposal.objects.count() == 1


def test_another_address_under_the_same_key_is_refused(funder: Caller, body: dict[str, Any]) -> None:
    sent = funder.post("/proposals", body, Idempotency_Key="one").json()
    response = funder.post(f"/proposals/{sent['id']}/revisions", body, Idempotency_Key="one", If_Match="*")
    assert problem_in(response)["code"] == "idempotency_key_reused"


def test_keys_of_two_clients_do_not_meet(funder: Caller, body: dict[str, Any], programme: Programme) -> None:
    colleague = caller(ApiClient.objects.create(funder=programme.funder, name="colleague"))
    funder.post("/proposals", body, Idempotency_Key="one")
    assert problem_in(colleague.post("/proposals", body, Idempotency_Key="one"))["code"] == "invalid_input"


@pytest.mark.parametrize("path", ["/proposals", "/proposals/x/revisions", "/cases/x/confirmations"])
def test_a_key_is_needed(funder: Caller, path: str) -> None:
    assert problem_in(funder.post(path, {}, Idempotency_Key=None)) == problem(
        "idempotency_key_missing",
        400,
        "The Idempotency-Key is missing",
        "Send the header Idempotency-Key with a value of your own, new for each act, the same for its repetition.",
    )


@pytest.mark.parametrize("key", ["a b", "鍵", "x" * 256])
def test_a_key_has_its_form(funder: Caller, key: str) -> None:
    response = funder.post("/proposals", {}, Idempotency_Key=key)
    assert problem_in(response)["code"] == "idempotency_key_malformed"
    assert not IdempotencyRecord.objects.exists()


def test_a_request_still_being_worked_on(funder: Caller, body: dict[str, Any]) -> None:
    """The second one arrives while the first is at work: as if sent by a client that gave up waiting."""
    seen: list[Any] = []

    def twice(*args: Any, **kwargs: Any) -> Claim:
        held = claim(*args, **kwargs)
        assert isinstance(held, Claim)
        monkey.undo()
        seen.append(funder.post("/proposals", body, Idempotency_Key="one"))
        return held

    monkey = pytest.MonkeyPatch()
    monkey.setattr(idempotency, "claim", twice)
    first = funder.post("/proposals", body, Idempotency_Key="one")
    assert first.status_code == 201
    assert problem_in(seen[0]) == problem(
        "request_in_progress",
        409,
        "The request is still being worked on",
        "A request with this Idempotency-Key has not been answered yet. Ask again in a moment.",
    )
    assert Proposal.objects.count() == 1


def test_a_conflict_is_not_stored(funder: Caller, body: dict[str, Any]) -> None:
    Programme.objects.update(is_designated=False)
    assert funder.post("/proposals", body, Idempotency_Key="one").status_code == 409
    assert not IdempotencyRecord.objects.exists()
    Programme.objects.update(is_designated=True)
    assert funder.post("/proposals", body, Idempotency_Key="one").status_code == 201


def test_a_fault_of_our_own_is_not_stored(funder: Caller, body: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr("duediligence.domain.case.open_case", None)
        funder.http.raise_request_exception = False
        response = funder.post("/proposals", body, Idempotency_Key="one")
    assert problem_in(response)["code"] == "internal_error"
    assert (Proposal.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)
    assert funder.post("/proposals", body, Idempotency_Key="one").status_code == 201


def test_what_is_refused_before_it_is_begun_is_not_stored(api_client: ApiClient, body: dict[str, Any]) -> None:
    caller(api_client, Scope.CASES_READ).post("/proposals", body, Idempotency_Key="one")
    assert not IdempotencyRecord.objects.exists()


def test_an_abandoned_request_is_taken_over(api_client: ApiClient) -> None:
    first = claim(api_client, "one", "hash", now=NOW)
    assert code_of(lambda: claim(api_client, "one", "hash", now=NOW + ABANDONED_AFTER / 2)) == "request_in_progress"
    later = NOW + ABANDONED_AFTER
    second = claim(api_client, "one", "hash", now=later)
    assert (isinstance(first, Claim), second) == (True, Claim(IdempotencyRecord.objects.get().pk, later))


def test_whoever_was_taken_over_can_neither_answer_nor_forget(api_client: ApiClient) -> None:
    first = claim(api_client, "one", "hash", now=NOW)
    second = claim(api_client, "one", "hash", now=NOW + ABANDONED_AFTER + dt.timedelta(seconds=1))
    assert isinstance(first, Claim)
    assert isinstance(second, Claim)
    assert code_of(lambda: first.settle(Response({"by": "first"}))) == "request_in_progress"
    first.release()
    second.settle(Response({"by": "second"}, status=201))
    record = claim(api_client, "one", "hash", now=NOW)
    assert isinstance(record, IdempotencyRecord)
    assert (record.status_code, record.body) == (201, {"by": "second"})


def test_an_abandoned_key_is_no_licence_for_another_request(api_client: ApiClient) -> None:
    claim(api_client, "one", "hash", now=NOW)
    later = NOW + ABANDONED_AFTER * 2
    assert code_of(lambda: claim(api_client, "one", "other", now=later)) == "idempotency_key_reused"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory lets one connection write at a time")
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_act_once(funder: Caller, body: dict[str, Any]) -> None:
    """Whatever the order, one proposal is recorded and every answer is it or asks for patience."""
    start = threading.Barrier(10)
    answers: list[Any] = []

    def send() -> None:
        same = Caller(None)
        same.authorization = funder.authorization
        start.wait()
        answers.append(same.post("/proposals", body, Idempotency_Key="one"))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 10
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert (Proposal.objects.count(), Case.objects.count()) == (1, 1)
