"""The lead's page of partner institutions: what it shows, and each act on it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duediligence.domain.actor import Actor
from duediligence.models import Case, PartnerPart
from tests import factories, partnering, stories
from tests.beginnings import begun
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=factories.NOW)
INVITATION = {"officer_name": "Kari Sample", "email": "kari@partner.example", "language": "en"}


@pytest.fixture
def officer(cast: Cast) -> Client:
    return visitor(cast.reviewer)


def page(case: Case) -> str:
    return reverse("admin:case_partners", args=[case.reference])


def act(client: Client, case: Case, name: str, **data: str) -> Any:
    there = partnering.organisation(case).pk
    return client.post(reverse("admin:case_partner_act", args=[case.reference, there, name]), data, follow=True)


def test_an_officer_invites_renews_revokes_and_excuses(case: Case, officer: Client) -> None:
    invited = told(act(officer, case, "invite", **INVITATION))
    assert "/partners/open/" in invited and "Sample Observatory is invited." in invited
    assert "/partners/open/" not in told(officer.get(page(case)))
    assert "Invited" in told(officer.get(page(case)))
    assert "The invitation opens nothing any more." in told(act(officer, case, "revoke"))
    refused = act(officer, case, "revoke")
    assert (refused.status_code, "no longer valid" in told(refused)) == (422, True)
    assert "It is recorded why Sample Observatory is not asked." in told(act(officer, case, "not-asked", reason="海外"))
    assert "Sample Observatory is asked again." in told(act(officer, case, "ask"))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("invite", {**INVITATION, "email": "nobody"}, "Enter a valid email address."),
        ("invite", {**INVITATION, "officer_name": ""}, "This field is required."),
        ("not-asked", {"reason": ""}, "This field is required."),
        ("revoke", {}, "no longer valid"),
    ],
)
def test_what_is_wrong_stands_beside_it(
    name: str, data: dict[str, str], words: str, case: Case, officer: Client
) -> None:
    answer = act(officer, case, name, **data)
    assert (answer.status_code, words in told(answer)) == (422, True)
    assert not PartnerPart.objects.exists()


def test_what_is_no_act_is_nothing(case: Case, officer: Client) -> None:
    assert act(officer, case, "confirm").status_code == 404


def test_those_who_only_read_see_no_form(case: Case, cast: Cast) -> None:
    partnering.confirmed(case, cast)
    shown = told(visitor(cast.auditor).get(page(case)))
    assert "Research Compliance Office" in shown
    assert "Send a new invitation" not in shown
    assert act(visitor(cast.auditor), case, "invite", **INVITATION).status_code == 422


def test_every_version_and_what_is_out_of_date_is_shown(case: Case, cast: Cast, officer: Client) -> None:
    made = partnering.confirmed(case, cast)
    part, actor = made.part, Actor.of_partner(made.part.newest_link)  # type: ignore[arg-type]
    part = partnering.drafted(part, actor, researchers_risk="yes")
    partnering.confirm(part, actor, why_corrected="新しい事実")
    stories.revise(case, cast, title_ja="別の主題", parties=(factories.partner(partnering.NAME, country="NO"),))
    with CaptureQueriesContext(connection) as asked:
        shown = told(officer.get(page(case)))
    assert "Version 2" in shown and "Earlier versions" in shown and "新しい事実" in shown
    assert "To be confirmed again" in shown
    assert len(asked) <= 40


def test_the_members_page_says_who_holds_a_declaration(case: Case, cast: Cast, officer: Client) -> None:
    _part, actor = partnering.opened(case, cast)
    partnering.held_declaration(case, partnering.own_people(case)[0], actor)
    shown = told(officer.get(reverse("admin:case_members", args=[case.reference])))
    assert "held by Sample Observatory" in shown
    person = partnering.own_people(case)[0]
    assert officer.get(reverse("admin:case_declaration", args=[case.reference, person.pk])).status_code == 404
