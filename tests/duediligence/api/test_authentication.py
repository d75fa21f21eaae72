"""Without a live key nobody gets anywhere, and nobody learns why."""

import datetime as dt

import pytest
from django.utils import timezone

from duediligence.domain.api_client import issue_key, revoke_key
from duediligence.enums import Scope
from duediligence.models import ApiClient, ApiKey, AuditEvent
from tests import factories
from tests.duediligence.api.calling import Caller, caller, problem, problem_in

pytestmark = pytest.mark.django_db

REFUSAL = problem(
    "unauthenticated",
    401,
    "A valid key is needed",
    "Send Authorization: Bearer with a key that is neither expired nor revoked.",
)
PATHS = ["/programmes", "/proposals", "/proposals/x", "/proposals/x/revisions", "/cases", "/cases/x"]


def refused(response: object) -> bool:
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'  # type: ignore[index]
    return problem_in(response) == REFUSAL


@pytest.mark.parametrize("path", [*PATHS, "/cases/x/confirmations"])
def test_no_key(path: str) -> None:
    assert refused(Caller(None).get(path))


def test_no_key_to_write() -> None:
    assert refused(Caller(None).post("/proposals", {}))


@pytest.mark.parametrize("key", ["", "dd", "dd_x", "dd_x_y", "ééé", "dd_000000000000_wrong two", "\x00"])
def test_a_wrong_key(key: str) -> None:
    wrong = Caller(None)
    wrong.authorization = f"Bearer {key}"
    assert refused(wrong.get("/programmes"))


def test_another_scheme(funder: Caller) -> None:
    assert funder.authorization
    funder.authorization = funder.authorization.replace("Bearer", "Basic")
    assert refused(funder.get("/programmes"))


def test_a_wrong_secret_of_a_known_prefix(funder: Caller) -> None:
    funder.authorization = f"{funder.authorization}x"
    assert refused(funder.get("/programmes"))


def test_an_expired_key(api_client: ApiClient) -> None:
    year_ago = timezone.now() - dt.timedelta(days=366)
    _, text = issue_key(api_client, actor=factories.SYSTEM, scopes=[Scope.PROGRAMMES_READ], now=year_ago)
    assert refused(Caller(text).get("/programmes"))


def test_a_revoked_key(funder: Caller) -> None:
    revoke_key(ApiKey.objects.get(), actor=factories.SYSTEM)
    assert refused(funder.get("/programmes"))


def test_a_client_out_of_use(funder: Caller, api_client: ApiClient) -> None:
    ApiClient.objects.filter(pk=api_client.pk).update(is_active=False)
    assert refused(funder.get("/programmes"))


def test_strangers_leave_nothing_in_the_audit_log(funder: Caller) -> None:
    before = AuditEvent.objects.count()
    Caller(None).get("/programmes")
    assert AuditEvent.objects.count() == before


def test_both_live_keys_work(api_client: ApiClient) -> None:
    assert [caller(api_client).get("/programmes").status_code for _ in range(2)] == [200, 200]


def test_use_of_a_key_is_remembered(funder: Caller) -> None:
    assert ApiKey.objects.get().last_used_at is None
    funder.get("/programmes")
    assert ApiKey.objects.get().last_used_at
