from typing import Any
from uuid import uuid4

import pytest

from duediligence.api.views.revisions import carried_over
from duediligence.domain.content import PartyInput
from duediligence.domain.party import NameInput, OrganisationInput
from duediligence.enums import NameType, PartyRole, Scope
from duediligence.models import ApiClient, AuditEvent, Case, Programme, Proposal, Revision
from tests import factories
from tests.duediligence.api.calling import (
    CONTENT,
    NOT_FOUND,
    Caller,
    caller,
    faults,
    problem,
    problem_in,
    proposal_body,
)

pytestmark = pytest.mark.django_db

CHANGED = {**CONTENT, "title_en": "A fictional quantum sensor", "reason": "English title"}


@pytest.fixture
def path(funder: Caller, programme: Programme, cast: factories.Cast) -> str:
    sent = funder.post("/proposals", proposal_body(programme, cast.institution))
    return f"/proposals/{sent.json()['id']}"


def revise(funder: Caller, path: str, body: Any = CHANGED, **headers: str | None) -> Any:
    return funder.post(f"{path}/revisions", body, **{"If-Match": funder.get(path)["ETag"], **headers})


def test_create_writes_the_next_revision(funder: Caller, path: str) -> None:
    response = revise(funder, path)
    content = response.json()
    content.pop("created_at")
    assert response.status_code == 201
    assert content == {
        "number": 2,
        "title_ja": "架空の量子センサー",
        "title_en": "A fictional quantum sensor",
        "abstract_ja": "",
        "abstract_en": "",
        "keywords_ja": ["量子センサー"],
        "keywords_en": [],
        "members": [
            {"name": "見本 一郎", "role": "pi", "organisation": "見本大学", "start_date": None, "end_date": None},
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
        "reason": "English title",
    }


def test_names_are_shown_as_this_proposal_has_them(funder: Caller, programme: Programme, cast: factories.Cast) -> None:
    """How another funder spells a person or an organisation stays with it."""
    body = proposal_body(programme, cast.institution)
    known = {"orcid": "0000-0002-1825-0097"}
    for number, (person, body_name) in enumerate([("見本 一郎", "見本大学"), ("Ichiro Mihon", "Mihon University")]):
        employer = {"name": body_name, "ror": "057zh3y96"}
        sent = {
            "external_id": f"N-{number}",
            "members": [{"person": {"name": person, **known}, "role": "pi", "organisation": employer}],
            "parties": [{"organisation": employer, "role": "partner"}],
        }
        shown = funder.post("/proposals", {**body, **sent}).json()["revision"]
        assert [(one["name"], one["organisation"]) for one in shown["members"]] == [(person, body_name)]
        assert [one["name"] for one in shown["parties"]] == [body_name]


def test_create_moves_the_case(funder: Caller, path: str) -> None:
    revise(funder, path)
    case = Case.objects.get()
    assert case.revision.number == 2
    assert funder.get(path).json()["revision"]["number"] == 2
    assert AuditEvent.objects.filter(verb="case.revision_followed").count() == 1


def test_create_needs_if_match(funder: Caller, path: str) -> None:
    assert problem_in(revise(funder, path, **{"If-Match": None})) == problem(
        "precondition_required", 428, "If-Match is needed", "Read the object and send its ETag in the header If-Match."
    )
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("etag", ['"other"', "other"])
def test_create_refuses_a_stale_etag(funder: Caller, path: str, etag: str) -> None:
    assert problem_in(revise(funder, path, **{"If-Match": etag})) == problem(
        "precondition_failed",
        412,
        "The object has changed",
        "It no longer has the ETag given in If-Match. Read it again and decide anew.",
    )
    assert Revision.objects.count() == 1


def test_create_refuses_a_weak_etag(funder: Caller, path: str) -> None:
    assert revise(funder, path, **{"If-Match": f"W/{funder.get(path)['ETag']}"}).status_code == 412


def test_create_takes_any_state_when_told_so(funder: Caller, path: str) -> None:
    assert revise(funder, path, **{"If-Match": "*"}).status_code == 201


def test_create_refuses_who_read_before_the_last_revision(funder: Caller, path: str) -> None:
    etag = funder.get(path)["ETag"]
    revise(funder, path)
    assert revise(funder, path, {**CHANGED, "title_en": "Third"}, **{"If-Match": etag}).status_code == 412


def test_create_refuses_when_nothing_differs(funder: Caller, path: str) -> None:
    response = revise(funder, path, {**CONTENT, "reason": "none"})
    assert problem_in(response) == problem(
        "proposal_unchanged", 409, "Nothing was changed", "Nothing differs from the present revision."
    )
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"reason": ""}, ("/reason", "blank")),
        ({"programme": "x"}, ("/programme", "unknown_field")),
        ({"title_ja": "", "title_en": ""}, ("/title_ja", "title_missing")),
    ],
)
def test_create_refuses_by_field(funder: Caller, path: str, changes: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(revise(funder, path, {**CHANGED, **changes})) == [fault]
    assert Revision.objects.count() == 1


def test_create_keeps_what_the_institution_found(funder: Caller, cast: factories.Cast, programme: Programme) -> None:
    aliases = (NameInput("HF", NameType.ALIAS),)
    found = PartyInput(OrganisationInput("Hidden Fund", "CA", "", aliases), PartyRole.OTHER, "scholarship")
    proposal = factories.proposal(cast.submitter, into=programme, parties=(found,))
    revise(funder, f"/proposals/{proposal.public_id}")
    kept = Proposal.objects.get().current_revision
    assert kept
    assert [(p.organisation.name, p.role, p.note) for p in kept.parties.filter(role="other")] == [
        ("Hidden Fund", "other", "scholarship")
    ]
    assert kept.parties.get(role="other").organisation.names.count() == 2


def test_nothing_is_carried_over_from_no_revision() -> None:
    assert carried_over(None) == ()


def test_create_for_a_foreign_or_missing_proposal(other_funder: Caller, funder: Caller, path: str) -> None:
    foreign = other_funder.post(f"{path}/revisions", CHANGED, **{"If-Match": "*"})
    missing = funder.post(f"/proposals/{uuid4()}/revisions", CHANGED, **{"If-Match": "*"})
    assert [problem_in(foreign), problem_in(missing)] == [NOT_FOUND, NOT_FOUND]
    assert Revision.objects.count() == 1


def test_create_needs_its_scope(api_client: ApiClient, path: str) -> None:
    reader = caller(api_client, Scope.PROPOSALS_READ)
    assert problem_in(revise(reader, path))["detail"] == "This key lacks the scope proposals:write."


def test_list_shows_the_newest_first(funder: Caller, path: str) -> None:
    second = revise(funder, path).json()
    content = funder.get(f"{path}/revisions").json()
    assert content["next"] is None
    assert content["results"][0] == second
    assert [revision["number"] for revision in content["results"]] == [2, 1]


def test_list_is_noted_at_the_institution(funder: Caller, path: str) -> None:
    funder.get(f"{path}/revisions")
    event = AuditEvent.objects.get(verb="api.read")
    assert (event.object_type, event.institution) == ("proposal", Proposal.objects.get().institution)
    assert event.after == {"path": f"/api/v1{path}/revisions", "part": "revisions"}


def test_list_of_a_foreign_proposal(other_funder: Caller, path: str) -> None:
    assert problem_in(other_funder.get(f"{path}/revisions")) == NOT_FOUND


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_wrong_method(funder: Caller, path: str, method: str) -> None:
    assert problem_in(funder.call(method, f"{path}/revisions"))["code"] == "method_not_allowed"
