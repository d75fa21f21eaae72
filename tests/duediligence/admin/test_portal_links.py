"""A personal link in the hands of somebody else: whom it opens nothing for, and what is noted of whom it does."""

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.domain import declaration
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, Case, Declaration
from tests import factories
from tests.beginnings import begun
from tests.duediligence.admin.test_portal import begin, check_page, item_page, start_page
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db
beginning = begun(begin, at=factories.NOW)


@pytest.fixture
def asked(case: Case, cast: Cast) -> tuple[Declaration, str]:
    person = case.revision.memberships.get().person
    return declaration.ask(case, person, actor=Actor.of_user(cast.reviewer), now=factories.NOW)


@pytest.fixture
def given(asked: tuple[Declaration, str]) -> Declaration:
    return asked[0]


@pytest.fixture
def holder(asked: tuple[Declaration, str]) -> Client:
    client = visitor()
    client.get(reverse("declaration_open", args=[asked[1]]))
    return client


def test_an_account_of_the_office_does_not_open_a_link(asked: tuple[Declaration, str], cast: Cast) -> None:
    given, token = asked
    officer = visitor(cast.reviewer)
    answer = officer.get(reverse("declaration_open", args=[token]))
    assert answer.status_code == 403
    assert "A personal link is for the member alone" in told(answer)
    assert officer.get(start_page(given)).status_code == 404


def test_whoever_signs_in_to_the_office_later_loses_the_link(given: Declaration, holder: Client, cast: Cast) -> None:
    holder.force_login(cast.reviewer, backend="django.contrib.auth.backends.ModelBackend")
    assert holder.get(start_page(given)).status_code == 404


def test_masked_answers_shown_through_a_link_are_noted(given: Declaration, holder: Client) -> None:
    shown = AuditEvent.objects.filter(verb="declaration.masked_shown")
    holder.get(item_page(given, "nationality"))
    holder.get(check_page(given))
    assert not shown.exists()
    holder.post(item_page(given, "nationality"), {"rows-0-nationality": "架空国", "saved": "0"})
    assert "架空国" in told(holder.get(item_page(given, "nationality")))
    holder.get(item_page(given, "career"))
    assert [one.after for one in shown.all()] == [{"items": ["nationality"]}]
    holder.get(check_page(given))
    assert [one.actor for one in shown.all()] == [f"link:{given.links.get().pk}"] * 2
