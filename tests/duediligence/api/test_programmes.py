import pytest

from duediligence.enums import Scope, StageKind
from duediligence.models import ApiClient, AuditEvent, Programme, ProgrammeStage
from tests.duediligence.api.calling import NOT_FOUND, Caller, caller, faults, problem, problem_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(programme: Programme) -> dict[str, object]:
    ProgrammeStage.objects.create(programme=programme, kind=StageKind.INTERVIEW, deadline_date="2026-09-30")
    return {
        "code": "fictional-2026",
        "funder": "funder-fictional-2026",
        "names": {"ja": "架空プログラム", "en": "Fictional programme"},
        "designated": True,
        "basis": "2022-09-30 基本指針",
        "stages": [{"stage": "interview", "deadline_date": "2026-09-30"}],
        "open": True,
    }


def test_list_shows_the_granted_programmes(funder: Caller, other_funder: Caller, shown: dict[str, object]) -> None:
    response = funder.get("/programmes")
    assert (response.status_code, response.json()) == (200, {"results": [shown], "next": None})


def test_list_is_noted_with_what_it_showed(funder: Caller, api_client: ApiClient, shown: dict[str, object]) -> None:
    response = funder.get("/programmes", {"open": "true"})
    event = AuditEvent.objects.get(verb="api.read")
    assert (event.stream, event.object_type, event.object_id) == ("platform", "apiclient", str(api_client.pk))
    assert event.request_id == response["X-Request-ID"]
    assert event.after == {"resource": "programmes", "query": {"open": "true"}, "shown": ["fictional-2026"]}


@pytest.mark.parametrize(("query", "found"), [("designated", True), ("open", True)])
def test_list_can_be_narrowed(funder: Caller, shown: dict[str, object], query: str, found: bool) -> None:
    assert funder.get("/programmes", {query: "true"}).json()["results"] == [shown]
    assert funder.get("/programmes", {query: "false"}).json()["results"] == []


def test_list_refuses_an_unknown_parameter(funder: Caller) -> None:
    response = funder.get("/programmes", {"opened": "true"})
    assert response.status_code == 400
    assert faults(response) == [("opened", "unknown_field")]


def test_retrieve_shows_one(funder: Caller, shown: dict[str, object]) -> None:
    response = funder.get("/programmes/fictional-2026")
    assert (response.status_code, response.json()) == (200, shown)


def test_retrieve_is_noted(funder: Caller, programme: Programme) -> None:
    response = funder.get("/programmes/fictional-2026")
    event = AuditEvent.objects.get(verb="api.read")
    assert (event.stream, event.object_type, event.object_id) == ("platform", "programme", str(programme.pk))
    assert (event.request_id, event.after) == (response["X-Request-ID"], {"path": "/api/v1/programmes/fictional-2026"})


def test_retrieve_hides_a_programme_of_another_funder(other_funder: Caller, programme: Programme) -> None:
    response = other_funder.get("/programmes/fictional-2026")
    assert problem_in(response) == NOT_FOUND


def test_retrieve_answers_a_missing_one_alike(funder: Caller) -> None:
    assert problem_in(funder.get("/programmes/none")) == NOT_FOUND


@pytest.mark.parametrize("path", ["/programmes", "/programmes/fictional-2026"])
def test_scope_is_needed(api_client: ApiClient, path: str) -> None:
    others = [scope for scope in Scope if scope != Scope.PROGRAMMES_READ]
    assert problem_in(caller(api_client, *others).get(path)) == problem(
        "scope_missing", 403, "The key does not allow this", "This key lacks the scope programmes:read."
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_wrong_method(funder: Caller, method: str) -> None:
    response = funder.call(method, "/programmes")
    assert response["Allow"] == "GET, HEAD"
    assert problem_in(response) == problem(
        "method_not_allowed", 405, "Method not allowed", f"The method {method} does nothing here; see the header Allow."
    )
