from pathlib import Path

import pytest

from duediligence.domain import partner, partner_part
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, CaseStatus, Role, Scope, StepStatus
from duediligence.models import ApiClient, AuditEvent, Case, CaseEdition, TechnologyAnswer
from screening.lists.technology import take_technology_list
from screening.models import ListSource, TechnologyHit, TechnologyListEdition
from tests import factories, partnering, stories
from tests.duediligence.api.calling import (
    NOT_FOUND,
    Caller,
    awaiting_funder,
    caller,
    faults,
    problem_in,
)
from tests.factories import Cast
from tests.screening.technology import small

pytestmark = pytest.mark.django_db


def test_retrieve_shows_where_the_case_stands(funder: Caller, case: Case) -> None:
    response = funder.get(f"/cases/{case.reference}")
    assert response.status_code == 200
    assert response.json() == {
        "reference": case.reference,
        "proposal": str(case.proposal.public_id),
        "revision": 1,
        "programme": "fictional-2026",
        "institution": case.institution.code,
        "status": "under_review",
        "outcome": "pending",
        "opened_at": "2026-06-01T09:00:00+09:00",
        "due_date": None,
        "closed_at": None,
        "submission": None,
        "answer_due_date": None,
        "steps_reached": [
            {
                "step": "department_review",
                "kind": "confirm",
                "status": "under_way",
                "reached_at": "2026-06-01T09:00:00+09:00",
                "done_at": None,
            }
        ],
        "list_editions": [],
        "technology": [],
        "partners": [],
    }


@pytest.mark.parametrize(
    ("status", "public"),
    [
        (CaseStatus.IN_PROGRESS, "under_review"),
        (CaseStatus.MONITORING, "followed_up"),
        (CaseStatus.CLOSED, "concluded"),
        (CaseStatus.WITHDRAWN, "discontinued"),
    ],
)
def test_status_has_a_public_name(funder: Caller, case: Case, status: CaseStatus, public: str) -> None:
    Case.objects.update(status=status, closed_at=factories.NOW, close_reason="internal")
    assert funder.get(f"/cases/{case.reference}").json()["status"] == public
    assert [one["reference"] for one in funder.get("/cases", {"status": public}).json()["results"]] == [case.reference]


@pytest.mark.parametrize(
    ("role", "public"), [(Role.FUNDER, "awaiting_funder"), (Role.GOVERNMENT, "awaiting_government")]
)
def test_status_names_whose_answer_is_awaited(funder: Caller, case: Case, role: Role, public: str) -> None:
    case.steps.filter(kind="external", role=role).update(status=StepStatus.OPEN, opened_at=factories.NOW)
    assert funder.get(f"/cases/{case.reference}").json()["status"] == public


def test_a_closed_case_awaits_nobody(funder: Caller, case: Case) -> None:
    awaiting_funder(case)
    Case.objects.update(status=CaseStatus.CLOSED, closed_at=factories.NOW, close_reason="internal")
    assert funder.get(f"/cases/{case.reference}").json()["status"] == "concluded"


@pytest.mark.parametrize(
    ("outcome", "public"),
    [
        (CaseOutcome.UNDECIDED, "pending"),
        (CaseOutcome.NO_MITIGATION, "no_measures"),
        (CaseOutcome.MITIGATION, "measures"),
        (CaseOutcome.NOT_PURSUED, "not_pursued_by_institution"),
    ],
)
def test_outcome_is_told_once_submitted(funder: Caller, case: Case, outcome: CaseOutcome, public: str) -> None:
    Case.objects.update(outcome=outcome)
    assert funder.get(f"/cases/{case.reference}").json()["outcome"] == "pending"
    awaiting_funder(case)
    assert funder.get(f"/cases/{case.reference}").json()["outcome"] == public


def test_steps_that_were_begun_again_are_not_told(funder: Caller, case: Case) -> None:
    first = case.steps.get(code="department_review")
    first.status = StepStatus.VOID
    first.save()
    first.pk, first.round, first.status, first.opened_at = None, 2, StepStatus.WAITING, None
    first.save(force_insert=True)
    assert funder.get(f"/cases/{case.reference}").json()["steps_reached"] == []


def test_list_editions_used_are_told_but_not_the_own_watch_list(funder: Caller, case: Case, tmp_path: Path) -> None:
    public = factories.watch_list(tmp_path, "1,organization,Example Institute,,CA")
    own = factories.watch_list(tmp_path, "1,organization,Another,,CA", code="us_1286")
    ListSource.objects.filter(pk=own.source.pk).update(owner_ref=f"institution:{case.institution.pk}")
    for edition in (public, own):
        CaseEdition.objects.create(case=case, edition=edition, source_code=edition.source.code, pinned_at=factories.NOW)
    assert funder.get(f"/cases/{case.reference}").json()["list_editions"] == [
        {
            "list": "jp_meti_eul",
            "edition": public.label,
            "issued_date": "2026-05-01",
            "effective_date": "2026-05-01",
            "sha256": public.sha256,
            "extract": False,
        }
    ]


def test_nothing_personal_or_internal_is_told(funder: Caller, case: Case, cast: factories.Cast) -> None:
    Case.objects.update(owner=cast.reviewer)
    text = funder.get(f"/cases/{case.reference}").content.decode()
    for secret in (cast.reviewer.username, cast.submitter.username, "見本", "owner", "hits", "policy", "close_reason"):
        assert secret not in text


def test_list_shows_what_retrieve_shows(funder: Caller, case: Case) -> None:
    one = funder.get(f"/cases/{case.reference}").json()
    assert funder.get("/cases").json() == {"results": [one], "next": None}


def test_list_can_be_narrowed(funder: Caller, case: Case) -> None:
    fitting = {
        "programme": "fictional-2026",
        "institution": case.institution.code,
        "proposal": str(case.proposal.public_id),
        "status": "under_review",
    }
    assert len(funder.get("/cases", fitting).json()["results"]) == 1
    for name, other in (
        ("programme", "none"),
        ("institution", "none"),
        ("proposal", "7f1f3f0e-52b5-4a0e-9c55-2f7a4b1c9d10"),
        ("status", "concluded"),
    ):
        assert funder.get("/cases", {name: other}).json()["results"] == []


@pytest.mark.parametrize("query", [{"status": "in_progress"}, {"proposal": "x"}, {"owner": "x"}])
def test_list_refuses_what_it_cannot_use(funder: Caller, query: dict[str, str]) -> None:
    assert [field for field, _ in faults(funder.get("/cases", query))] == list(query)


def test_another_funder_sees_none(other_funder: Caller, case: Case) -> None:
    assert other_funder.get("/cases").json()["results"] == []
    assert problem_in(other_funder.get(f"/cases/{case.reference}")) == NOT_FOUND


def test_a_voluntary_case_is_shown_to_no_funder(funder: Caller, cast: factories.Cast) -> None:
    factories.policy("voluntary", list_bindings=factories.only_list(), technology_bindings=[])
    voluntary = factories.case(cast.submitter)
    assert problem_in(funder.get(f"/cases/{voluntary.reference}")) == NOT_FOUND


def test_a_missing_one_is_answered_alike(funder: Caller) -> None:
    assert problem_in(funder.get("/cases/NONE-2026-0001")) == NOT_FOUND


def test_retrieve_is_noted_in_the_file_of_the_case(funder: Caller, case: Case) -> None:
    response = funder.get(f"/cases/{case.reference}")
    event = AuditEvent.objects.get(verb="api.read")
    assert (event.case_reference, event.institution) == (case.reference, case.institution)
    assert event.request_id == response["X-Request-ID"]


def test_retrieve_spares_a_reader_who_has_it(funder: Caller, case: Case) -> None:
    etag = funder.get(f"/cases/{case.reference}")["ETag"]
    assert funder.get(f"/cases/{case.reference}", If_None_Match=etag).status_code == 304
    awaiting_funder(case)
    assert funder.get(f"/cases/{case.reference}", If_None_Match=etag).status_code == 200


@pytest.mark.parametrize("path", ["/cases", "/cases/x"])
def test_scope_is_needed(api_client: ApiClient, path: str) -> None:
    response = caller(api_client, *[s for s in Scope if s != Scope.CASES_READ]).get(path)
    assert problem_in(response)["detail"] == "This key lacks the scope cases:read."


@pytest.mark.parametrize(("method", "path"), [("POST", "/cases"), ("PATCH", "/cases/x"), ("DELETE", "/cases/x")])
def test_wrong_method(funder: Caller, method: str, path: str) -> None:
    assert problem_in(funder.call(method, path))["code"] == "method_not_allowed"


def test_technology_areas_are_told_with_the_researchers_own_answer(funder: Caller, case: Case) -> None:
    run = case.current_run
    assert run
    TechnologyHit.objects.create(
        run=run, list_code="JP20", area_code="JP20-09", score=6.0, level="strong", action="review"
    )
    rows = [small.area_row("JP20-09"), small.area_row("JP20-11")]
    take_technology_list(small.list_data(code="JP20", areas=rows), now=factories.NOW)
    sha256 = TechnologyListEdition.objects.get().sha256
    pointed_at = {"worth_a_look": [{"code": "JP20-11", "probability": 0.5}]}
    run.technology = {"JP20": {"edition": "1", "edition_sha256": sha256, "second_opinion": pointed_at}}
    run.save()
    person = factories.user(case.institution)
    for area, answer in (("JP20-10", "advances"), ("JP20-09", "uses")):
        TechnologyAnswer.objects.create(
            case=case,
            revision=case.revision,
            list_code="JP20",
            area_code=area,
            answer=answer,
            reason="内部の理由",
            answered_by=person,
            answered_at=factories.NOW,
        )
    response = funder.get(f"/cases/{case.reference}")
    assert response.json()["technology"] == [
        {
            "list": "JP20",
            "edition": "1",
            "area": "JP20-09",
            "names": {"ja": "JP20-09領域", "en": "JP20-09"},
            "name_is_official": True,
            "verified": True,
            "level": "strong",
            "answer": "uses",
        },
        {
            "list": "JP20",
            "edition": "1",
            "area": "JP20-10",
            "names": None,
            "name_is_official": None,
            "verified": None,
            "level": "none",
            "answer": "advances",
        },
    ]
    assert "内部の理由" not in response.content.decode()
    TechnologyAnswer.objects.filter(area_code="JP20-09").update(replaced_at=factories.NOW)
    assert funder.get(f"/cases/{case.reference}").json()["technology"][0]["answer"] is None


def test_where_each_partner_stands_is_told(funder: Caller, case: Case, cast: Cast) -> None:
    name = "Sample Observatory"
    stories.revise(case, cast, parties=(factories.partner(name), factories.partner("Sample Archive")))
    case.refresh_from_db()
    there = case.revision.parties.get(organisation__name=name).organisation
    actor = Actor.of_user(cast.reviewer)
    who = {"officer_name": "Kari Sample", "email": "kari@partner.example"}
    part, token = partner.invite(case, there, actor=actor, now=factories.NOW, **who)
    officer = Actor.of_partner(partner_part.open_invitation(token, now=factories.NOW))
    partnering.confirm(partnering.drafted(part, officer, members={}), officer)

    assert funder.get(f"/cases/{case.reference}").json()["partners"] == [
        {"organisation": name, "ror": "", "status": "confirmed", "confirmed_date": "2026-06-01"},
        {"organisation": "Sample Archive", "ror": "", "status": "not_invited", "confirmed_date": None},
    ]
