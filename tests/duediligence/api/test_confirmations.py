from typing import Any

import pytest

from duediligence import errors
from duediligence.enums import CaseStatus, ConfirmationKind, ConfirmationVerdict, Scope
from duediligence.models import ApiClient, AuditEvent, Case, Confirmation
from tests import factories
from tests.duediligence.api.calling import (
    NOT_FOUND,
    Caller,
    awaiting_funder,
    caller,
    faults,
    problem,
    problem_in,
)

pytestmark = pytest.mark.django_db

CONFIRMED = {"verdict": "confirmed"}
RETURNED = {"verdict": "returned", "comments": "Name the room."}


@pytest.fixture
def path(case: Case) -> str:
    return f"/cases/{awaiting_funder(case).reference}/confirmations"


def answered(response: Any) -> dict[str, Any]:
    content: dict[str, Any] = response.json()
    assert content.pop("received_at")
    return content


def test_create_confirms(funder: Caller, path: str, case: Case, api_client: ApiClient) -> None:
    response = funder.post(path, CONFIRMED)
    assert (response.status_code, answered(response)) == (
        201,
        {"revision": 1, "submission": None, "verdict": "confirmed", "comments": ""},
    )
    assert Confirmation.objects.get().client == api_client
    assert case.steps.get(code="funder_confirmation").status == "completed"
    event = AuditEvent.objects.get(verb="confirmation.confirmed")
    assert (event.request_id, event.case_reference) == (response["X-Request-ID"], case.reference)


def test_create_returns_with_comments(funder: Caller, path: str, case: Case) -> None:
    response = funder.post(path, RETURNED)
    assert (response.status_code, answered(response)) == (201, {"revision": 1, "submission": None, **RETURNED})
    assert case.steps.get(code="funder_confirmation", round=1).status == "returned"


def test_create_refuses_a_return_without_comments(funder: Caller, path: str) -> None:
    response = funder.post(path, {"verdict": "returned", "comments": " "})
    assert (response.status_code, faults(response)) == (422, [("/comments", "reason_missing")])
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("/verdict", "required")),
        ({"verdict": "maybe"}, ("/verdict", "invalid_choice")),
        ({"verdict": "confirmed", "kind": "government"}, ("/kind", "unknown_field")),
        ({"verdict": "confirmed", "comments": "a" * 10_001}, ("/comments", "max_length")),
    ],
)
def test_create_refuses_by_field(funder: Caller, path: str, body: Any, fault: tuple[str, str]) -> None:
    assert faults(funder.post(path, body)) == [fault]
    assert not Confirmation.objects.exists()


def test_create_refuses_an_answer_about_another_revision(funder: Caller, path: str) -> None:
    assert problem_in(funder.post(path, {**CONFIRMED, "revision": 2})) == problem(
        "stale_revision",
        409,
        "The proposal was revised",
        "The proposal was revised since this was opened. Read it again before you go on.",
    )
    assert funder.post(path, {**CONFIRMED, "revision": 1}).status_code == 201


def test_create_refuses_when_no_answer_is_awaited(funder: Caller, case: Case) -> None:
    assert problem_in(funder.post(f"/cases/{case.reference}/confirmations", CONFIRMED)) == problem(
        "not_awaited", 409, "No answer is awaited", errors.NotAwaited.template
    )


def test_create_refuses_a_second_answer(funder: Caller, path: str) -> None:
    funder.post(path, CONFIRMED)
    assert problem_in(funder.post(path, RETURNED))["code"] == "not_awaited"
    assert Confirmation.objects.count() == 1


def test_create_refuses_a_closed_case(funder: Caller, path: str) -> None:
    Case.objects.update(status=CaseStatus.CLOSED, closed_at=factories.NOW, close_reason="done")
    assert problem_in(funder.post(path, CONFIRMED)) == problem(
        "case_not_open", 409, "The case is closed", "This case is closed."
    )


def test_create_for_a_foreign_or_missing_case(funder: Caller, other_funder: Caller, path: str) -> None:
    missing = funder.post("/cases/NONE/confirmations", CONFIRMED)
    assert [problem_in(other_funder.post(path, CONFIRMED)), problem_in(missing)] == [NOT_FOUND, NOT_FOUND]
    assert not Confirmation.objects.exists()


def test_create_needs_its_scope(api_client: ApiClient, path: str) -> None:
    response = caller(api_client, *[s for s in Scope if s != Scope.CONFIRMATIONS_WRITE]).post(path, CONFIRMED)
    assert problem_in(response)["detail"] == "This key lacks the scope confirmations:write."


def test_list_shows_the_funders_answers_alone(funder: Caller, path: str, case: Case, cast: factories.Cast) -> None:
    first = funder.post(path, CONFIRMED).json()
    Confirmation.objects.create(
        case=case,
        revision=case.revision,
        kind=ConfirmationKind.GOVERNMENT,
        verdict=ConfirmationVerdict.CONFIRMED,
        recorded_by=cast.reviewer,
        received_at=factories.NOW,
    )
    assert funder.get(path).json() == {"results": [first], "next": None}


def test_list_is_noted_in_the_file_of_the_case(funder: Caller, path: str, case: Case) -> None:
    funder.get(path)
    event = AuditEvent.objects.get(verb="api.read")
    assert (event.case_reference, event.after["part"]) == (case.reference, "confirmations")


def test_list_of_a_foreign_case(other_funder: Caller, path: str) -> None:
    assert problem_in(other_funder.get(path)) == NOT_FOUND


def test_list_needs_its_scope(api_client: ApiClient, path: str) -> None:
    assert problem_in(caller(api_client, Scope.CONFIRMATIONS_WRITE).get(path))["code"] == "scope_missing"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_wrong_method(funder: Caller, path: str, method: str) -> None:
    assert problem_in(funder.call(method, path))["code"] == "method_not_allowed"
