import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from duediligence.domain.api_client import find_key
from duediligence.models import ApiClient, ApiKey, AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_funder() -> ApiClient:
    return factories.client(factories.programme(code="p1"))


def issue(client: ApiClient, *options: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    with translation.override("en"):
        call_command("issue_api_key", client.funder.code, client.name, *options, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def test_prints_the_key_alone_on_standard_output(client_of_funder: ApiClient) -> None:
    text, note = issue(client_of_funder, "--scope", "cases:read", "--scope", "programmes:read", "--days", "10")
    key = find_key(text, now=timezone.now())
    assert key == ApiKey.objects.get()
    assert key.scopes == ["cases:read", "programmes:read"]
    assert key.expires_at - key.created_at == dt.timedelta(days=10)
    assert note == f"cases:read, programmes:read; valid until {key.expires_at:%Y-%m-%d}; not shown again"
    assert AuditEvent.objects.get(verb="api_key.issued").actor == "system:issue_api_key"


def test_prints_json(client_of_funder: ApiClient) -> None:
    text, note = issue(client_of_funder, "--scope", "cases:read", "--json")
    shown: dict[str, Any] = json.loads(text)
    key = ApiKey.objects.get()
    assert find_key(shown.pop("key"), now=timezone.now()) == key
    assert shown == {"prefix": key.prefix, "scopes": ["cases:read"], "expires_at": key.expires_at.isoformat()}
    assert note == ""


def test_refuses_an_unknown_program(client_of_funder: ApiClient) -> None:
    client_of_funder.name = "nobody"
    with pytest.raises(CommandError, match="client: the funder “funder-p1” has no program “nobody”"):
        issue(client_of_funder, "--scope", "cases:read")


@pytest.mark.parametrize("days", ["0", "1096"])
def test_refuses_a_validity_out_of_bounds(client_of_funder: ApiClient, days: str) -> None:
    with pytest.raises(CommandError, match=f"--days: must be from 1 to 1095, not {days}"):
        issue(client_of_funder, "--scope", "cases:read", "--days", days)


def test_refuses_an_unknown_scope(client_of_funder: ApiClient) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'all'"):
        issue(client_of_funder, "--scope", "all")


def test_refuses_a_key_without_scope(client_of_funder: ApiClient) -> None:
    with pytest.raises(CommandError, match="--scope"):
        issue(client_of_funder)


def test_refuses_a_third_live_key(client_of_funder: ApiClient) -> None:
    for _ in range(2):
        issue(client_of_funder, "--scope", "cases:read")
    with pytest.raises(CommandError, match="This client already has two live keys"):
        issue(client_of_funder, "--scope", "cases:read")
    assert ApiKey.objects.count() == 2
