"""Whatever goes wrong, the answer is a problem document with a stable code."""

import json
import re
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import override_settings
from rest_framework.throttling import SimpleRateThrottle

from duediligence import errors
from duediligence.api import problems
from duediligence.models import ApiClient, ApiKey, AuditEvent, Proposal
from tests.duediligence.api.calling import NOT_FOUND, Caller, problem, problem_in

pytestmark = pytest.mark.django_db

MALFORMED = problem(
    "malformed_body", 400, "The body is not JSON", "Send one JSON document in UTF-8, each name once in its object."
)


@pytest.mark.parametrize(
    "body",
    ["{", '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "書類".encode("cp932")],
)
def test_a_body_that_is_not_json(funder: Caller, body: Any) -> None:
    assert problem_in(funder.call("POST", "/proposals", body, Idempotency_Key="k")) == MALFORMED


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_content_type(funder: Caller, kind: str) -> None:
    assert problem_in(funder.call("POST", "/proposals", "{}", content_type=kind, Idempotency_Key="k")) == problem(
        "unsupported_media_type",
        415,
        "Unsupported media type",
        "Send the body as Content-Type: application/json.",
    )


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_a_body_beyond_the_limit(funder: Caller) -> None:
    body = json.dumps({"title_ja": "x" * 100})
    assert problem_in(funder.call("POST", "/proposals", body, Idempotency_Key="k")) == problem(
        "body_too_large", 413, "The body is too large", "A body has at most 100 bytes."
    )


def test_an_answer_that_is_not_accepted(funder: Caller) -> None:
    assert problem_in(funder.get("/cases", Accept="text/csv")) == problem(
        "not_acceptable", 406, "Not acceptable", "Answers are JSON: accept application/json."
    )


@pytest.mark.parametrize("path", ["/", "/nothing", "/proposals/", "/cases/x/hits", "/docs", "/people/1"])
def test_an_address_where_nothing_is(path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert problem_in(Caller(None).call(method, path)) == NOT_FOUND


def test_sentences_are_in_the_readers_language(funder: Caller) -> None:
    english, japanese = (funder.get("/cases/x", Accept_Language=wish) for wish in ("en", "ja"))
    assert (english["Content-Language"], japanese["Content-Language"]) == ("en", "ja")
    assert english.json()["code"] == japanese.json()["code"] == "not_found"


def test_too_many_requests(funder: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"client": "2/min"})
    assert [funder.get("/programmes").status_code for _ in range(2)] == [200, 200]
    response = funder.get("/programmes")
    seconds = int(response["Retry-After"])
    assert 0 < seconds <= 60
    assert problem_in(response) == problem("rate_limited", 429, "Too many requests", f"Ask again in {seconds} seconds.")
    assert not AuditEvent.objects.filter(verb="api.refused").exists()


def test_refused_requests_count_too(funder: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"client": "1/min"})
    ApiKey.objects.update(scopes=[])
    assert [funder.get("/programmes").status_code for _ in range(2)] == [403, 429]


def test_clients_are_counted_apart(funder: Caller, other_funder: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"client": "1/min"})
    assert [one.get("/programmes").status_code for one in (funder, other_funder, funder)] == [200, 200, 429]


def test_a_refusal_is_noted(funder: Caller, api_client: ApiClient) -> None:
    response = funder.get("/cases/x")
    event = AuditEvent.objects.get(verb="api.refused")
    assert (event.stream, event.object_id, event.request_id) == (
        "platform",
        str(api_client.pk),
        response["X-Request-ID"],
    )
    assert event.after == {"method": "GET", "path": "/api/v1/cases/x", "code": "not_found", "status": 404}


def test_a_fault_of_our_own_tells_nothing(funder: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duediligence.api.views.cases.with_public_status", lambda _: 1 / 0)
    funder.http.raise_request_exception = False
    assert problem_in(funder.get("/cases")) == problem(
        "internal_error",
        500,
        "Something went wrong here",
        "The fault is recorded under the request id. Nothing was changed.",
    )


def test_a_fault_of_our_own_is_heard(funder: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duediligence.api.views.cases.with_public_status", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        funder.get("/cases")


def test_a_write_that_another_was_faster_with(funder: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def collide(*args: object) -> None:
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr("duediligence.api.views.proposals.record", collide)
    body = {"programme": "x", "institution": "x", "title_ja": "x", "members": []}
    assert problem_in(funder.post("/proposals", body)) == problem(
        "conflicting_write",
        409,
        "Another request was faster",
        "Something changed at the same moment. Send the request again.",
    )
    assert not Proposal.objects.exists()


def test_answers_are_kept_by_nobody_else(funder: Caller) -> None:
    assert funder.get("/programmes")["Cache-Control"] == "private, no-cache"


def test_the_type_of_a_problem_can_be_read_by_anybody() -> None:
    response = Caller(None).get("/problems/not_awaited")
    assert (response.status_code, response.json()) == (
        200,
        {"code": "not_awaited", "status": 409, "title": "No answer is awaited", "detail": ""},
    )


def test_every_code_that_is_answered_is_described() -> None:
    domain = [kind.code for kind in problems.REFUSALS if problems.REFUSALS[kind] not in problems.KINDS.values()]
    for code in [*problems.KINDS, *domain, errors.Refused.code]:
        assert Caller(None).get(f"/problems/{code}").json()["code"] == code


def test_an_unknown_type_of_problem() -> None:
    assert problem_in(Caller(None).get("/problems/none")) == NOT_FOUND


def test_titles_have_no_gaps_to_fill() -> None:
    kinds = [*problems.KINDS.values(), *problems.REFUSALS.values()]
    assert not [kind for kind in kinds if re.search(r"%\(", str(kind.title))]
