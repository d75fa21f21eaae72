"""Keys: shown once, found by digest, two at a time."""

import datetime as dt

import pytest

from duediligence import errors
from duediligence.domain import api_client
from duediligence.domain.actor import Actor
from duediligence.enums import Role, Scope
from duediligence.models import ApiClient, ApiKey, AuditEvent, User
from tests import factories

pytestmark = pytest.mark.django_db
SCOPES = [Scope.CASES_READ]


@pytest.fixture
def client() -> ApiClient:
    return factories.client(factories.programme())


def issue(client: ApiClient) -> tuple[ApiKey, str]:
    return api_client.issue_key(client, actor=factories.SYSTEM, scopes=SCOPES, now=factories.NOW)


def test_the_text_of_a_key_is_stored_nowhere(client: ApiClient) -> None:
    key, text = issue(client)
    assert api_client.find_key(text, now=factories.NOW) == key
    secret = text.split("_", 2)[2]
    assert secret not in str(ApiKey.objects.values().get())
    assert secret not in str(AuditEvent.objects.values().get())


@pytest.mark.parametrize("text", ["", "dd", "xx_y_z", "dd_000000000000_secret"])
def test_what_is_no_key_is_not_found(client: ApiClient, text: str) -> None:
    assert api_client.find_key(text, now=factories.NOW) is None


def test_a_wrong_secret_an_expired_a_revoked_and_a_stopped_key_are_not_found(client: ApiClient) -> None:
    key, text = issue(client)
    assert api_client.find_key(text[:-1], now=factories.NOW) is None
    assert api_client.find_key(text, now=factories.NOW + dt.timedelta(days=366)) is None
    client.is_active = False
    client.save()
    assert api_client.find_key(text, now=factories.NOW) is None
    client.is_active = True
    client.save()
    api_client.revoke_key(key, actor=factories.SYSTEM, reason="漏えいの疑い")
    api_client.revoke_key(key, actor=factories.SYSTEM)
    assert api_client.find_key(text, now=factories.NOW) is None
    assert AuditEvent.objects.filter(verb="api_key.revoked").count() == 1


def test_two_live_keys_allow_rotation_and_a_third_is_refused(client: ApiClient) -> None:
    first, _text = issue(client)
    issue(client)
    with pytest.raises(errors.KeyLimit):
        issue(client)
    api_client.revoke_key(first, actor=factories.SYSTEM, now=factories.NOW)
    issue(client)


def test_issue_key_refuses_whoever_does_not_configure(client: ApiClient) -> None:
    cast = factories.cast()
    with pytest.raises(errors.NotAllowed):
        api_client.issue_key(client, actor=Actor.of_user(cast.reviewer), scopes=SCOPES)
    with pytest.raises(errors.NotAllowed):
        api_client.issue_key(client, actor=Actor.of_user(cast.admin), scopes=SCOPES)
    api_client.issue_key(client, actor=Actor.of_user(User.objects.create_superuser("root")), scopes=SCOPES)


def test_use_of_a_key_is_remembered_to_the_hour(client: ApiClient) -> None:
    key, _ = issue(client)
    remembered = []
    for minutes in (0, 59, 60):
        api_client.note_use(key, now=factories.NOW + dt.timedelta(minutes=minutes))
        key.refresh_from_db()
        remembered.append(key.last_used_at)
    assert remembered == [factories.NOW, factories.NOW, factories.NOW + dt.timedelta(hours=1)]


def test_keys_are_the_installations_as_soon_as_it_has_two_institutions(client: ApiClient) -> None:
    home = factories.institution()
    admin = Actor.of_user(factories.user(home, Role.OFFICE_ADMIN))
    key, _text = api_client.issue_key(client, actor=admin, scopes=SCOPES, now=factories.NOW)
    other = factories.user(factories.institution(), Role.OFFICE_ADMIN)
    for actor in (admin, Actor.of_user(other), Actor.of_client(client)):
        with pytest.raises(errors.NotAllowed):
            api_client.issue_key(client, actor=actor, scopes=SCOPES, now=factories.NOW)
        with pytest.raises(errors.NotAllowed):
            api_client.revoke_key(key, actor=actor)
    superuser = Actor.of_user(User.objects.create(username="root", is_superuser=True))
    api_client.revoke_key(key, actor=superuser)
    assert ApiKey.objects.get().revoked_at is not None
