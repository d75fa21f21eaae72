import base64
import hashlib
import hmac
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from duediligence.models import AuditEvent, User
from tests import factories
from tests.duediligence.admin.visiting import superuser, visitor

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-7-battery"
NEW = {"oldpassword": PASSWORD, "password1": "another-horse-8-battery", "password2": "another-horse-8-battery"}


@pytest.fixture
def user() -> User:
    user = factories.user(factories.institution())
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def with_second_factor(user: User) -> Client:
    client = signed_in(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": code_now(client.session["mfa.totp.secret"])})
    return client


def code_now(secret: str) -> str:
    """Return what an authenticator shows (RFC 6238)."""
    count = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), count, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def written(user: User) -> list[tuple[str, str, dict[str, Any]]]:
    events = AuditEvent.objects.filter(object_type="user", object_id=str(user.pk), institution=user.institution)
    return list(events.order_by("seq").values_list("actor", "verb", "after"))


def test_nobody_signs_up() -> None:
    answers = {
        "username": "intruder",
        "email": "intruder@example.com",
        "password1": "correct-horse-battery",
        "password2": "correct-horse-battery",
    }

    response = Client().post("/accounts/signup/", answers)

    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert not User.objects.exists()


def test_the_sign_in_page_names_no_sign_up() -> None:
    response = Client().get("/accounts/login/")

    assert response.status_code == 200
    assert "/accounts/signup/" not in response.content.decode()


def test_a_wrong_password_is_said_in_words_above_the_fields() -> None:
    response = Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"})

    assert '<div class="error-summary" role="alert"' in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("ja", "ログイン"), ("en", "Sign in")])
def test_the_sign_in_page_speaks_both_languages(language: str, words: str) -> None:
    response = Client(headers={"cookie": f"django_language={language}"}).get("/accounts/login/")

    assert f"<h1>{words}</h1>" in response.content.decode()


def test_the_language_is_switched_by_a_post_and_leads_back() -> None:
    client = Client()

    response = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"}, follow=True)

    assert response.redirect_chain == [("/accounts/login/", 302)]
    assert "<h1>Sign in</h1>" in response.content.decode()


def test_what_people_change_of_their_own_account_is_in_the_audit_log(user: User) -> None:
    client = with_second_factor(user)
    address = EmailAddress.objects.create(user=user, email="neu@example.ac.jp")
    address.save()
    address.delete()
    client.post("/accounts/2fa/totp/deactivate/")
    client.post("/accounts/password/change/", NEW)

    by = f"user:{user.username}"
    assert written(user) == [
        (by, "user.signed_in", {}),
        (by, "user.second_factor_added", {"type": "totp"}),
        (by, "user.second_factor_added", {"type": "recovery_codes"}),
        (by, "user.email_added", {"email": "neu@example.ac.jp"}),
        (by, "user.email_changed", {"email": "neu@example.ac.jp"}),
        (by, "user.email_removed", {}),
        (by, "user.second_factor_removed", {}),
        (by, "user.second_factor_removed", {}),
        (by, "user.password_changed", {}),
    ]
    of_pages = AuditEvent.objects.filter(actor=by).exclude(verb__startswith="user.email")
    assert all(of_pages.values_list("request_id", flat=True))


def test_a_sign_in_that_fails_is_logged_without_what_was_typed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="somebody@example.ac.jp")
    for login in (user.username.upper(), "Somebody@example.ac.jp", "my-password-in-the-wrong-field"):
        with capture_logs() as lines:
            Client().post("/accounts/login/", {"login": login, "password": "wrong"})
        account = user.pk if login != "my-password-in-the-wrong-field" else None
        found = [line for line in lines if line["event"] == "sign_in_failed"]
        assert found == [{"event": "sign_in_failed", "log_level": "warning", "account": account}]
    assert not AuditEvent.objects.exists()


def test_a_wrong_code_of_a_second_factor_is_in_the_audit_log(user: User) -> None:
    with_second_factor(user)
    client = signed_in(user)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    event = AuditEvent.objects.get(verb="user.second_factor_refused")
    assert (event.actor, event.object_id, event.after) == ("system:sign_in", str(user.pk), {"type": "totp"})
    assert event.institution == user.institution
    assert event.request_id


def test_a_password_is_changed_with_its_entry_or_not_at_all(user: User) -> None:
    def refuse(**_given: Any) -> None:
        raise OSError

    client = signed_in(user)
    client.raise_request_exception = False
    password_changed.connect(refuse)
    try:
        response = client.post("/accounts/password/change/", NEW)
    finally:
        password_changed.disconnect(refuse)

    user.refresh_from_db()
    assert response.status_code == 500
    assert user.check_password(PASSWORD)
    assert [verb for _actor, verb, _after in written(user)] == ["user.signed_in"]


# -- A lost second factor ----------------------------------------------------------------------------------
def removal(factor: Authenticator) -> str:
    return reverse("admin:mfa_authenticator_delete", args=[factor.pk])


def test_an_administrator_takes_a_lost_second_factor_out(user: User) -> None:
    with_second_factor(user)
    assert user.institution
    admin = factories.user(user.institution, factories.Role.OFFICE_ADMIN)

    response = visitor(admin).post(removal(Authenticator.objects.get(type="totp")), {"post": "yes"})

    assert response.status_code == 302
    assert not Authenticator.objects.exists()
    events = AuditEvent.objects.filter(verb="user.second_factor_removed", object_id=str(user.pk))
    assert {(one.actor, one.before["type"]) for one in events} == {
        (f"user:{admin.username}", "totp"),
        (f"user:{admin.username}", "recovery_codes"),
    }


def test_a_second_factor_is_taken_out_by_nobody_else(user: User) -> None:
    with_second_factor(user)
    assert user.institution
    factor = Authenticator.objects.get(type="totp")
    others = {
        "officer": factories.user(user.institution, factories.Role.SECURITY_OFFICER),
        "administrator elsewhere": factories.user(factories.institution(), factories.Role.OFFICE_ADMIN),
        "owner": user,
    }
    answers = {who: visitor(one).post(removal(factor), {"post": "yes"}).status_code for who, one in others.items()}

    assert set(answers.values()) <= {403, 404}
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_the_installations_administrators_are_helped_by_each_other_alone() -> None:
    helped, at = superuser(), factories.institution()
    User.objects.filter(pk=helped.pk).update(institution=at)
    factor = Authenticator.objects.create(user=helped, type="totp", data={})

    refused = visitor(factories.user(at, factories.Role.OFFICE_ADMIN)).post(removal(factor), {"post": "yes"})
    own = visitor(helped).post(removal(factor), {"post": "yes"})

    assert (refused.status_code, own.status_code) == (404, 403)
    assert visitor(User.objects.create_superuser("other")).post(removal(factor), {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.exists()
