import pytest
from django.test import Client

from duediligence.models import User

pytestmark = pytest.mark.django_db


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
