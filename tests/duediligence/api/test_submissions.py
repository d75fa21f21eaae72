"""What was submitted, listed for the funder that answers it, and its files as it takes them."""

from typing import Any

import pytest

from duediligence.enums import Scope, StepStatus
from duediligence.models import ApiClient, AuditEvent, Case, Confirmation, StoredFile
from tests.duediligence.api.calling import (
    NOT_FOUND,
    Caller,
    caller,
    faults,
    problem,
    problem_in,
    submitted,
)
from tests.factories import Cast

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7 sent"


@pytest.fixture
def path(case: Case, cast: Cast) -> str:
    """Of the submissions of a case with one of them, which awaits its answer."""
    submitted(case, cast.second_reviewer)
    return f"/cases/{case.reference}/submissions"


def shown(case: Case, number: int) -> dict[str, Any]:
    found = case.submissions.get(number=number)
    file = found.files.get()
    place = f"http://testserver/api/v1/cases/{case.reference}/submissions/{number}/files/"
    return {
        "number": number,
        "revision": 1,
        "submitted_at": "2026-06-01T09:00:00+09:00",
        "sha256": found.sha256,
        "files": [
            {
                "name": f"{case.reference}-questionnaire-{number}.pdf",
                "size": file.stored.size,
                "sha256": file.stored.sha256,
                "sealed": file.stored.is_sealed,
                "address": None if file.stored.is_sealed else place + file.stored.sha256,
            }
        ],
    }


def file_path(case: Case, number: int = 1) -> str:
    file = case.submissions.get(number=number).files.get()
    return f"/cases/{case.reference}/submissions/{number}/files/{file.stored.sha256}"


def again(case: Case, cast: Cast, **more: Any) -> None:
    """Submit a second time, after a return."""
    step = case.steps.get(kind="submit")
    step.status = StepStatus.RETURNED
    step.save()
    step.pk, step.round, step.status = None, 2, StepStatus.WAITING
    step.save(force_insert=True)
    submitted(case, cast.second_reviewer, **more)


def test_list_shows_what_was_submitted_the_newest_first(funder: Caller, path: str, case: Case, cast: Cast) -> None:
    again(case, cast, content=b"%PDF-1.7 again", sealed=True)
    assert funder.get(path).json() == {"results": [shown(case, 2), shown(case, 1)], "next": None}


def test_list_has_pages(funder: Caller, path: str, case: Case, cast: Cast) -> None:
    again(case, cast)
    first = funder.get(path, {"limit": 1}).json()
    assert [one["number"] for one in first["results"]] == [2]
    rest = funder.get(first["next"].removeprefix("http://testserver/api/v1")).json()
    assert ([one["number"] for one in rest["results"]], rest["next"]) == ([1], None)
    assert faults(funder.get(path, {"page": 2})) == [("page", "unknown_field")]


def test_list_of_a_case_without_any(funder: Caller, case: Case) -> None:
    assert funder.get(f"/cases/{case.reference}/submissions").json() == {"results": [], "next": None}


def test_retrieve_shows_one_and_knows_who_has_it(funder: Caller, path: str, case: Case) -> None:
    response = funder.get(f"{path}/1")
    assert response.json() == shown(case, 1)
    assert funder.get(f"{path}/1", if_none_match=response["ETag"]).status_code == 304


def test_reading_is_noted_in_the_file_of_the_case(funder: Caller, path: str, case: Case) -> None:
    funder.get(path)
    funder.get(f"{path}/1")
    events = AuditEvent.objects.filter(verb="api.read", case_reference=case.reference).order_by("pk")
    assert [event.after["part"] for event in events] == ["submissions", "submissions/1"]


def test_a_file_is_given_as_it_was_sent_and_each_taking_noted(funder: Caller, path: str, case: Case) -> None:
    response = funder.get(file_path(case), accept="application/pdf")
    sha256 = case.submissions.get().files.get().stored.sha256
    assert (response.status_code, response.content) == (200, CONTENT)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{case.reference}-questionnaire-1.pdf"'
    assert response["ETag"] == f'"{sha256}"'
    event = AuditEvent.objects.get(verb="submission.taken")
    assert (event.case_reference, event.request_id) == (case.reference, response["X-Request-ID"])
    assert event.actor.startswith("client:")
    assert event.after["sha256"] == sha256


def test_a_file_that_the_reader_has_is_not_sent_again(funder: Caller, path: str, case: Case) -> None:
    etag = funder.get(file_path(case))["ETag"]
    response = funder.get(file_path(case), if_none_match=etag)
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert AuditEvent.objects.filter(verb="submission.taken").count() == 1
    assert AuditEvent.objects.get(verb="api.read").after["part"].startswith("submissions/1/")


@pytest.mark.parametrize("headers", [{}, {"if_none_match": "*"}])
def test_a_sealed_file_is_never_given(funder: Caller, case: Case, cast: Cast, headers: dict[str, str]) -> None:
    name = submitted(case, cast.second_reviewer, sealed=True).files.get().name
    assert problem_in(funder.get(file_path(case), **headers)) == problem(
        "file_sealed",
        403,
        "The file is sealed",
        f"The file {name} states answers that are kept sealed. The institution hands it over itself; ask it there.",
    )
    assert not AuditEvent.objects.filter(verb="submission.taken").exists()


def test_a_damaged_file_is_refused(funder: Caller, path: str, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StoredFile, "content", b"%PDF-1.7 else")
    assert problem_in(funder.get(file_path(case)))["code"] == "file_damaged"


@pytest.mark.parametrize("end", ["", "/1", "/1/files/{sha256}"])
def test_foreign_and_missing_ones_are_alike(
    funder: Caller, other_funder: Caller, path: str, case: Case, end: str
) -> None:
    end = end.format(sha256=case.submissions.get().files.get().stored.sha256)
    assert problem_in(other_funder.get(path + end)) == NOT_FOUND
    assert problem_in(funder.get(f"/cases/NONE/submissions{end}")) == NOT_FOUND


def test_numbers_and_files_that_are_not_there(funder: Caller, path: str, case: Case) -> None:
    other = "0" * 64
    for end in ("/2", "/0", "/99999999999999999999", f"/1/files/{other}", f"/2{file_path(case)[-71:]}", "/1/files/x"):
        assert problem_in(funder.get(path + end)) == NOT_FOUND


@pytest.mark.parametrize("end", ["", "/1", "/1/files/{sha256}"])
def test_reading_needs_the_scope_of_cases(api_client: ApiClient, path: str, case: Case, end: str) -> None:
    other = caller(api_client, *[scope for scope in Scope if scope != Scope.CASES_READ])
    end = end.format(sha256=case.submissions.get().files.get().stored.sha256)
    assert problem_in(other.get(path + end))["detail"] == "This key lacks the scope cases:read."


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_written_here(funder: Caller, path: str, case: Case, method: str) -> None:
    for address in (path, f"{path}/1", file_path(case)):
        assert problem_in(funder.call(method, address))["code"] == "method_not_allowed"


def test_the_case_tells_what_is_awaited_of_the_funder(funder: Caller, path: str, case: Case) -> None:
    case.steps.filter(kind="external", role="funder").update(due_date="2026-06-30")
    told = funder.get(f"/cases/{case.reference}").json()
    assert (told["submission"], told["answer_due_date"]) == (1, "2026-06-30")
    case.steps.filter(kind="external", role="funder").update(status=StepStatus.COMPLETED)
    told = funder.get(f"/cases/{case.reference}").json()
    assert (told["submission"], told["answer_due_date"]) == (1, None)


def test_an_answer_names_what_it_answers(funder: Caller, path: str, case: Case, cast: Cast) -> None:
    again(case, cast)
    answers = f"/cases/{case.reference}/confirmations"
    assert problem_in(funder.post(answers, {"verdict": "confirmed", "submission": 1})) == problem(
        "stale_submission",
        409,
        "There is a newer submission",
        "Another submission is the newest one by now. Read that one before you answer.",
    )
    assert faults(funder.post(answers, {"verdict": "confirmed", "submission": 0})) == [("/submission", "min_value")]
    assert not Confirmation.objects.exists()
    assert funder.post(answers, {"verdict": "confirmed", "submission": 2}).json()["submission"] == 2
    assert funder.get(answers).json()["results"][0]["submission"] == 2


def test_an_answer_without_a_number_answers_the_newest(funder: Caller, path: str, case: Case) -> None:
    assert funder.post(f"/cases/{case.reference}/confirmations", {"verdict": "confirmed"}).json()["submission"] == 1


def test_the_pages_ask_no_more_with_more_submissions(
    funder: Caller, path: str, case: Case, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    again(case, cast)
    with django_assert_max_num_queries(14):
        assert len(funder.get(path).json()["results"]) == 2
