"""Input that no honest program sends: one clear refusal, never a fault of our own, never anything told."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from rest_framework.exceptions import Throttled

from duediligence.api.errors import problem_of
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, MemberRole
from duediligence.models import AuditEvent, Programme, Proposal
from tests import declaring, factories, stories
from tests.duediligence.api.calling import Caller, caller, faults, problem_in, proposal_body

pytestmark = pytest.mark.django_db


def test_a_format_that_we_do_not_write_is_no_way_around_the_key() -> None:
    response = Client().get("/api/v1/programmes", headers={"Accept": "text/html"})
    assert problem_in(response)["code"] == "unauthenticated"
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_format_that_we_do_not_write_is_refused_under_the_clients_name(funder: Caller) -> None:
    assert problem_in(funder.get("/programmes", Accept="text/html"))["code"] == "not_acceptable"
    assert AuditEvent.objects.get(verb="api.refused").after["code"] == "not_acceptable"


@pytest.mark.parametrize(
    "body",
    [
        r'{"\u0000": 1}',
        r'{"\ud800": 1}',
        r'{"members": [{"person": {"name": "a"}, "role": "\udfff"}]}',
    ],
)
def test_characters_that_cannot_be_kept_are_refused_before_anything_is(funder: Caller, body: str) -> None:
    response = funder.call("POST", "/proposals", body, Idempotency_Key="once")
    assert (response.status_code, problem_in(response)["code"]) == (400, "malformed_body")


def test_a_nul_in_a_choice_is_named_and_the_refusal_kept(funder: Caller, programme: Programme) -> None:
    sent = {"members": [{"person": {"name": "見本"}, "role": "a\0b"}], "programme": programme.code, "institution": "x"}
    first, again = (funder.post("/proposals", sent, Idempotency_Key="once") for _ in range(2))
    assert faults(first) == [("/members/0/role", "invalid_choice")]
    assert json.loads(first.content) == json.loads(again.content)
    assert (first.json()["errors"][0]["detail"], again["Idempotent-Replay"]) == (
        f"“a\N{REPLACEMENT CHARACTER}b” is none of {', '.join(MemberRole)}.",
        "true",
    )


def test_a_backslash_in_front_of_u0000_is_no_nul(funder: Caller, programme: Programme, cast: factories.Cast) -> None:
    sent = proposal_body(programme, cast.institution, title_ja="\\u0000 😀")
    assert funder.post("/proposals", sent).status_code == 201


@pytest.mark.parametrize("path", ["/programmes/%00", "/cases/%00", "/cases/%00/confirmations", "/proposals/%00"])
def test_an_address_with_a_nul_leads_nowhere(funder: Caller, path: str) -> None:
    assert problem_in(funder.get(path))["code"] == "not_found"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("name", ["created_from", "created_before"])
def test_a_moment_at_the_end_of_time_is_refused(funder: Caller, name: str, moment: str) -> None:
    assert faults(funder.get("/proposals", {name: moment})) == [(name, "overflow")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_ja": 5}, "/title_ja"),
        ({"external_id": 5}, "/external_id"),
        ({"keywords_en": ["one", 2.5]}, "/keywords_en/1"),
        (
            {"members": [{"person": {"name": "見本", "erad_number": 12345678}, "role": "pi"}]},
            "/members/0/person/erad_number",
        ),
    ],
)
def test_a_number_is_no_text(
    funder: Caller, programme: Programme, cast: factories.Cast, changes: dict[str, Any], field: str
) -> None:
    assert faults(funder.post("/proposals", proposal_body(programme, cast.institution, **changes))) == [
        (field, "invalid")
    ]
    assert not Proposal.objects.exists()


def test_the_query_names_no_format(funder: Caller) -> None:
    response = funder.get("/programmes", {"format": "xml"})
    assert faults(response) == [("format", "unknown_field")]
    assert response.json()["type"] == "http://testserver/api/v1/problems/invalid_query"


@pytest.mark.parametrize(("wait", "told"), [(0.2, "1"), (1.0, "1"), (1.2, "2"), (None, "1")])
def test_whoever_waits_as_long_as_told_is_taken(wait: float | None, told: str, rf: Any) -> None:
    assert problem_of(Throttled(wait), rf.get("/")).headers["Retry-After"] == told


def test_a_decision_taken_back_before_it_was_submitted_is_never_told(cast: factories.Cast, tmp_path: Path) -> None:
    programme = factories.programme()
    case = stories.designated_case(cast, tmp_path, programme)
    declaring.none_required(case)
    stories.approve(case, factories.user(cast.institution, factories.Role.DEPARTMENT_OFFICER))
    stories.approve(case, cast.reviewer)
    stories.needed(case, cast.second_reviewer)
    stories.agreed_measure(case, cast)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ", now=factories.NOW)
    assert case.outcome == CaseOutcome.MITIGATION
    shown = caller(factories.client(programme)).get(f"/cases/{case.reference}").json()
    assert (shown["status"], shown["outcome"]) == ("discontinued", "pending")


def test_a_decision_taken_back_after_it_was_submitted_stays_told(cast: factories.Cast, tmp_path: Path) -> None:
    programme = factories.programme()
    case = stories.submitted(stories.designated_case(cast, tmp_path, programme), cast)
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ", now=factories.NOW)
    shown = caller(factories.client(programme)).get(f"/cases/{case.reference}").json()
    assert (shown["status"], shown["outcome"]) == ("discontinued", "no_measures")
