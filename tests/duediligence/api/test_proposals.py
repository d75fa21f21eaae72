from typing import Any
from uuid import uuid4

import pytest

from duediligence.enums import Scope
from duediligence.models import ApiClient, AuditEvent, Case, Institution, Membership, Programme, Proposal
from tests import factories
from tests.duediligence.api.calling import NOT_FOUND, Caller, caller, faults, problem, problem_in, proposal_body

pytestmark = pytest.mark.django_db

MEMBER = {"person": {"name": "見本 一郎"}, "role": "pi"}


@pytest.fixture
def body(programme: Programme, cast: factories.Cast) -> dict[str, Any]:
    return proposal_body(programme, cast.institution, external_id="FQ-1", stage_deadline_date="2036-09-30")


def nothing_recorded() -> bool:
    return not Proposal.objects.exists() and not Case.objects.exists() and not Membership.objects.exists()


def test_create_records_the_proposal_and_opens_its_case(
    funder: Caller, body: dict[str, Any], cast: factories.Cast
) -> None:
    response = funder.post("/proposals", body)
    proposal = Proposal.objects.get()
    reference = f"{cast.institution.code.upper()}-{Case.objects.get().opened_at.year}-0001"
    content = response.json()
    moments = (content.pop("created_at"), content["revision"].pop("created_at"))
    assert response.status_code == 201
    assert content == {
        "id": str(proposal.public_id),
        "programme": "fictional-2026",
        "institution": cast.institution.code,
        "external_id": "FQ-1",
        "stage_deadline_date": "2036-09-30",
        "case": reference,
        "revision": {
            "number": 1,
            "title_ja": "架空の量子センサー",
            "title_en": "",
            "abstract_ja": "",
            "abstract_en": "",
            "keywords_ja": ["量子センサー"],
            "keywords_en": [],
            "members": [
                {
                    "name": "見本 一郎",
                    "role": "pi",
                    "organisation": "見本大学",
                    "start_date": None,
                    "end_date": None,
                },
                {
                    "name": "見本 花子",
                    "role": "student",
                    "organisation": None,
                    "start_date": "2026-10-01",
                    "end_date": None,
                },
            ],
            "parties": [{"name": "Example Institute", "country": "CA", "role": "partner"}],
            "material": True,
            "recorded_by": "funder",
            "reason": "",
        },
    }
    assert moments[0] == moments[1] == proposal.created_at.astimezone(factories.NOW.tzinfo).isoformat()
    assert response["Location"] == f"http://testserver/api/v1/proposals/{proposal.public_id}"
    assert response["ETag"] == funder.get(f"/proposals/{proposal.public_id}")["ETag"]


def test_create_is_audited_under_the_request_id(funder: Caller, api_client: ApiClient, body: dict[str, Any]) -> None:
    response = funder.post("/proposals", body)
    written = AuditEvent.objects.filter(request_id=response["X-Request-ID"])
    assert set(written.values_list("actor", flat=True)) == {f"client:{api_client.funder.code}/{api_client.name}"}
    assert {"proposal.received", "case.opened", "screening.asked", "step.open"} <= set(
        written.values_list("verb", flat=True)
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"programme": "none"}, ("/programme", "programme_unknown")),
        ({"programme": None}, ("/programme", "null")),
        ({"institution": "none"}, ("/institution", "institution_unknown")),
        ({"title_ja": " "}, ("/title_ja", "title_missing")),
        ({"title_ja": "あ" * 501}, ("/title_ja", "max_length")),
        ({"title_ja": "a\x07b"}, ("/title_ja", "control_characters")),
        ({"title_ja": "a\x00b"}, ("/title_ja", "null_characters_not_allowed")),
        ({"abstract_en": "a" * 20_001}, ("/abstract_en", "max_length")),
        ({"members": []}, ("/members", "members_missing")),
        ({"members": "見本"}, ("/members", "not_a_list")),
        ({"members": [{**MEMBER, "role": "student"}]}, ("/members", "pi_missing")),
        ({"members": [{**MEMBER, "role": "boss"}]}, ("/members/0/role", "invalid_choice")),
        ({"members": [{"role": "pi"}]}, ("/members/0/person", "required")),
        ({"members": [{**MEMBER, "person": {"name": ""}}]}, ("/members/0/person/name", "blank")),
        ({"members": [{**MEMBER, "person": {"name": "\u200b"}}]}, ("/members/0/person/name", "empty_name")),
        ({"members": [{**MEMBER, "person": {"name": "あ" * 10_000}}]}, ("/members/0/person/name", "max_length")),
        ({"members": [{**MEMBER, "person": {"name": "x", "orcid": "1"}}]}, ("/members/0/person/orcid", "invalid")),
        (
            {"members": [{**MEMBER, "person": {"name": "x", "nationality": "JP"}}]},
            ("/members/0/person/nationality", "unknown_field"),
        ),
        ({"members": [MEMBER, MEMBER]}, ("/members/1", "same_person")),
        (
            {"members": [{**MEMBER, "start_date": "2026-10-01", "end_date": "2026-09-01"}]},
            ("/members/0/end_date", "period"),
        ),
        (
            {"parties": [{"organisation": {"name": "x", "country": "XYZ"}, "role": "partner"}]},
            ("/parties/0/organisation/country", "invalid"),
        ),
        ({"parties": [{"organisation": {"name": "x"}, "role": "other"}]}, ("/parties/0/role", "invalid_choice")),
        ({"stage_deadline_date": "2020-01-01"}, ("/stage_deadline_date", "in_the_past")),
        ({"stage_deadline_date": "soon"}, ("/stage_deadline_date", "invalid")),
        ({"keywords_ja": "量子"}, ("/keywords_ja", "not_a_list")),
        ({"merit_score": 5}, ("/merit_score", "unknown_field")),
        ({"a/b~c": 5}, ("/a~1b~0c", "unknown_field")),
    ],
)
def test_create_refuses_by_field(
    funder: Caller, body: dict[str, Any], changes: dict[str, Any], fault: tuple[str, str]
) -> None:
    response = funder.post("/proposals", {**body, **changes})
    assert (response.status_code, faults(response)) == (422, [fault])
    assert nothing_recorded()


def test_create_names_the_other_place_as_it_names_the_first(funder: Caller, body: dict[str, Any]) -> None:
    (fault,) = funder.post("/proposals", {**body, "members": [MEMBER, MEMBER]}).json()["errors"]
    assert "/members/0" in fault["detail"]
    assert "members[0]" not in fault["detail"]


def test_create_names_every_fault(funder: Caller, body: dict[str, Any]) -> None:
    response = funder.post("/proposals", {**body, "programme": "", "unknown": 1, "members": [MEMBER, {}]})
    assert faults(response) == [
        ("/unknown", "unknown_field"),
        ("/members/1/person", "required"),
        ("/members/1/role", "required"),
        ("/programme", "blank"),
    ]


@pytest.mark.parametrize(
    ("body", "code"), [("[]", "invalid"), ('"text"', "invalid"), ("1", "invalid"), ("null", "null")]
)
def test_create_refuses_what_is_no_object(funder: Caller, body: str, code: str) -> None:
    response = funder.call("POST", "/proposals", body, Idempotency_Key="k")
    assert (response.status_code, faults(response)) == (422, [("", code)])


def test_create_hides_programmes_not_granted(other_funder: Caller, body: dict[str, Any]) -> None:
    assert faults(other_funder.post("/proposals", body)) == [("/programme", "programme_unknown")]
    assert nothing_recorded()


def test_create_refuses_another_institution_for_an_institutions_own_programme(
    funder: Caller, body: dict[str, Any], programme: Programme
) -> None:
    programme.institution = factories.institution()
    programme.save()
    assert faults(funder.post("/proposals", body)) == [("/institution", "institution_unknown")]


def test_create_refuses_a_closed_programme(funder: Caller, body: dict[str, Any]) -> None:
    Programme.objects.update(is_open=False)
    assert faults(funder.post("/proposals", body)) == [("/programme", "programme_closed")]


def test_create_twice_under_two_keys_is_refused(funder: Caller, body: dict[str, Any]) -> None:
    funder.post("/proposals", body)
    assert faults(funder.post("/proposals", body)) == [("/external_id", "already_recorded")]
    assert Proposal.objects.count() == 1


def test_create_keeps_nothing_when_no_policy_covers_it(funder: Caller, body: dict[str, Any]) -> None:
    Programme.objects.update(is_designated=False)
    assert problem_in(funder.post("/proposals", body)) == problem(
        "no_policy",
        409,
        "No policy covers this proposal",
        "No published policy covers this proposal (ordinary). Publish one first.",
    )
    assert nothing_recorded()


def test_create_needs_its_scope(api_client: ApiClient, body: dict[str, Any]) -> None:
    response = caller(api_client, *[s for s in Scope if s != Scope.PROPOSALS_WRITE]).post("/proposals", body)
    assert problem_in(response)["detail"] == "This key lacks the scope proposals:write."
    assert nothing_recorded()


def test_list_shows_what_retrieve_shows(funder: Caller, case: Case) -> None:
    one = funder.get(f"/proposals/{case.proposal.public_id}").json()
    assert funder.get("/proposals").json() == {"results": [one], "next": None}
    assert one["case"] == case.reference


def test_list_hides_another_funders(other_funder: Caller, case: Case) -> None:
    assert other_funder.get("/proposals").json() == {"results": [], "next": None}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"programme": "fictional-2026"}, 1),
        ({"programme": "none"}, 0),
        ({"external_id": "FQ-1"}, 0),
        ({"created_from": "2026-06-01T00:00:00+09:00"}, 1),
        ({"created_from": "2026-06-02T00:00:00+09:00"}, 0),
        ({"created_before": "2026-06-02T00:00:00+09:00"}, 1),
        ({"created_before": "2026-06-01T00:00:00+09:00"}, 0),
    ],
)
def test_list_can_be_narrowed(funder: Caller, case: Case, query: dict[str, str], count: int) -> None:
    assert len(funder.get("/proposals", query).json()["results"]) == count


def test_list_can_be_narrowed_to_an_institution(funder: Caller, case: Case, cast: factories.Cast) -> None:
    assert len(funder.get("/proposals", {"institution": cast.institution.code}).json()["results"]) == 1
    assert funder.get("/proposals", {"institution": "none"}).json()["results"] == []


@pytest.mark.parametrize("query", [{"created_from": "yesterday"}, {"limit": "0"}, {"programm": "x"}, {"cursor": "%"}])
def test_list_refuses_what_it_cannot_use(funder: Caller, query: dict[str, str]) -> None:
    response = funder.get("/proposals", query)
    assert (response.status_code, [field for field, _ in faults(response)]) == (400, list(query))


def test_retrieve_is_noted_at_the_institution(funder: Caller, case: Case) -> None:
    response = funder.get(f"/proposals/{case.proposal.public_id}")
    event = AuditEvent.objects.get(verb="api.read")
    assert (event.institution, event.object_type, event.object_id) == (
        case.institution,
        "proposal",
        str(case.proposal.pk),
    )
    assert event.request_id == response["X-Request-ID"]


def test_retrieve_leaves_out_what_only_the_institution_knows(
    funder: Caller, cast: factories.Cast, programme: Programme
) -> None:
    from duediligence.domain.content import PartyInput
    from duediligence.domain.party import NameInput, OrganisationInput
    from duediligence.enums import NameType, PartyRole

    hidden = PartyInput(OrganisationInput("Hidden Fund", "CA"), PartyRole.OTHER, note="scholarship")
    member = factories.member(
        orcid="0000-0000-0000-0001", erad_number="12345678", names=(NameInput("旧姓 一郎", NameType.FORMER),)
    )
    proposal = factories.proposal(cast.submitter, into=programme, members=(member,), parties=(hidden,))
    revision = funder.get(f"/proposals/{proposal.public_id}").json()["revision"]
    assert revision["parties"] == []
    assert revision["members"] == [
        {"name": "見本 一郎", "role": "pi", "organisation": None, "start_date": None, "end_date": None}
    ]
    assert (revision["recorded_by"], revision["reason"]) == ("institution", "")


def test_retrieve_answers_a_foreign_and_a_missing_one_alike(funder: Caller, other_funder: Caller, case: Case) -> None:
    foreign = other_funder.get(f"/proposals/{case.proposal.public_id}")
    assert [problem_in(r) for r in (foreign, funder.get(f"/proposals/{uuid4()}"), funder.get("/proposals/x"))] == [
        NOT_FOUND
    ] * 3


def test_retrieve_spares_a_reader_who_has_it(funder: Caller, case: Case) -> None:
    path = f"/proposals/{case.proposal.public_id}"
    etag = funder.get(path)["ETag"]
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        response = funder.get(path, If_None_Match=known)
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert funder.get(path, If_None_Match='"other"').status_code == 200


@pytest.mark.parametrize("path", ["/proposals", "/proposals/x"])
def test_reading_needs_its_scope(api_client: ApiClient, path: str) -> None:
    response = caller(api_client, *[s for s in Scope if s != Scope.PROPOSALS_READ]).get(path)
    assert problem_in(response)["code"] == "scope_missing"


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/proposals"), ("DELETE", "/proposals/x"), ("PATCH", "/proposals/x")]
)
def test_wrong_method(funder: Caller, method: str, path: str) -> None:
    assert problem_in(funder.call(method, path))["code"] == "method_not_allowed"


def test_institution_of_the_body_is_any_that_uses_the_system(funder: Caller, body: dict[str, Any]) -> None:
    other = Institution.objects.create(code="another", name_ja="別の大学", name_en="Another University")
    assert funder.post("/proposals", {**body, "institution": "another"}).json()["case"].startswith("ANOTHER-")
    assert Proposal.objects.get().institution == other
