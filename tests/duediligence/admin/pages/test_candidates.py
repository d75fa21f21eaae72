"""Cases opened by a spreadsheet: uploaded, looked at row by row, opened by a job, and seen by those with the right."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from duediligence import tasks
from duediligence.domain.candidate_sheet import COLUMNS
from duediligence.enums import CandidateListStatus
from duediligence.models import CandidateList, Case, Proposal
from tests import factories
from tests.candidate_sheets import HEAD, ROWS, brought, checked, confirmed, table, worked_on
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PAGE, TEMPLATE = "/proposals/candidates/", "/proposals/candidates/template/"


def sent(client: Client, content: bytes, name: str = "候補.csv") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def address(one: CandidateList, act: str = "") -> str:
    return f"{PAGE}{one.pk}/{act}"


@pytest.fixture
def client(cast: Cast) -> Client:
    return visitor(cast.reviewer)


def test_a_list_is_uploaded_checked_by_a_job_and_opened_by_another(client: Client) -> None:
    cases = Case.objects.count()
    answer = sent(client, table([HEAD, *ROWS]))
    one = CandidateList.objects.get()

    assert answer["Location"] == address(one)
    assert "The rows are being checked" in told(client.get(address(one)))
    assert "0 / 2" in told(client.get(address(one, "progress/")))
    assert tasks.work_on_candidates(one.pk) == CandidateListStatus.READY
    assert client.get(address(one, "progress/"))["HX-Refresh"] == "true"
    assert "2 to open, 0 there already" in told(client.get(address(one)))
    assert Case.objects.count() == cases

    for _click in range(2):
        assert client.post(address(one, "open/"))["Location"] == address(one)
    assert "opened one by one" in told(client.get(address(one)))
    for _time in range(2):
        assert tasks.work_on_candidates(one.pk) == CandidateListStatus.OPENED

    page = told(client.get(address(one)))
    assert "2 cases are opened." in page and Case.objects.count() == cases + 2
    assert f"/cases/{Proposal.objects.get(external_id='K-02').cases.get().reference}/" in page


def test_what_is_there_already_is_said_with_its_case(client: Client, cast: Cast) -> None:
    worked_on(confirmed(cast.reviewer))

    page = told(client.get(address(checked(cast.reviewer))))

    assert "0 to open, 2 there already" in page and "nothing is left to open" in page
    assert f"/cases/{Proposal.objects.get(external_id='K-01').cases.get().reference}/" in page
    again = worked_on(confirmed(cast.reviewer))
    assert "nothing was opened" in told(client.get(address(again)))


def test_every_faulty_row_is_named_and_nothing_can_be_opened(client: Client, cast: Cast) -> None:
    one = checked(cast.reviewer, table([HEAD, ["X", "題", "", "見本", "社長", "架空大学", "Japan", "", ""]]))

    page = told(client.get(address(one)))

    assert "Nothing can be opened yet" in page and "row 2" in page and "“社長” is not one of these: Principal" in page
    assert "“Japan” is not a two-letter country code." in page
    assert "open/" not in page
    assert "This list is no longer as the page showed it." in told(client.post(address(one, "open/"), follow=True))


def test_faults_are_said_in_the_language_of_whoever_reads_them(client: Client, cast: Cast) -> None:
    one = checked(cast.reviewer, table([HEAD, ["X", "題", "", "見本", "社長", "", "", "", ""]]))
    client.cookies["django_language"] = "ja"

    assert "「社長」は次のいずれでもありません" in told(client.get(address(one)))


def test_more_faults_than_a_page_holds_are_counted(client: Client, cast: Cast) -> None:
    rows = [[f"X-{number}", "題", "", "見本", "社長", "", "", "", ""] for number in range(101)]

    page = told(client.get(address(checked(cast.reviewer, table([HEAD, *rows])))))

    assert "2 more faults are not shown." in page


def test_a_list_is_put_away(client: Client, cast: Cast) -> None:
    one = checked(cast.reviewer)
    assert "候補.csv" in told(client.get(PAGE))

    assert "候補.csv was put away" in told(client.post(address(one, "discard/"), follow=True))
    assert "候補.csv" not in told(client.get(PAGE))


def test_one_being_worked_on_is_not_put_away(client: Client, cast: Cast) -> None:
    one = brought(cast.reviewer)

    answer = client.post(address(one, "discard/"), follow=True)

    assert "This list is no longer as the page showed it." in told(answer)


def test_work_that_was_given_up_says_so(client: Client, cast: Cast) -> None:
    one = brought(cast.reviewer)
    CandidateList.objects.update(attempts=3)
    tasks.tick()

    page = told(client.get(address(one)))

    assert "was given up." in page and "discard/" in page


def test_the_tick_takes_up_what_no_worker_was_woken_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = brought(cast.reviewer)
    taken: list[int] = []
    monkeypatch.setattr(tasks.work_on_candidates, "delay", taken.append)

    assert tasks.tick()["candidates_taken_up"] == 1
    assert taken == [one.pk]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.csv", "氏名\n見本\n".encode(), "Columns are missing: 受付番号 / Reference"),
        ("x.csv", "受付番号,氏名\n".encode(), "“x.csv” is empty"),
        ("x.csv", "受付番号\n".encode(), "Columns are missing: 氏名 / Name"),
        ("x.xlsx", b"%PDF-1.7", "This is no table."),
        ("x.csv", b"", "empty"),
        ("x.xlsx", b"PK\x03\x04half of a workbook", "x.xlsx"),
        ("x.csv", b"x" * 2_000_001, "larger than"),
    ],
    ids=["no number", "headings only", "no name", "PDF", "empty", "half", "large"],
)
def test_a_file_that_is_no_such_table_is_refused(name: str, content: bytes, words: str, client: Client) -> None:
    response = sent(client, content, name)

    assert response.status_code == 422
    assert words in told(response)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_table_that_is_taken(kind: str, client: Client, cast: Cast) -> None:
    response = client.get(TEMPLATE, {"format": kind})

    if kind == "xlsx":
        heads: list[Any] = [cell.value for cell in load_workbook(io.BytesIO(response.content)).worksheets[0][1]]
    else:
        heads = next(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert heads == [en for _name, _ja, en in COLUMNS]
    given = {"Reference": "T-1", "Title (English)": "Clouds", "Name": "Sample Person", "Role": "pi"}
    one = checked(cast.reviewer, table([heads, [given.get(head, "") for head in heads]]))
    assert "1 to open" in told(client.get(address(one)))


def test_a_researcher_opens_no_list(cast: Cast) -> None:
    client, one = visitor(cast.submitter), checked(cast.reviewer)

    assert sent(client, table([HEAD, *ROWS])).status_code == 403
    assert client.get(PAGE).status_code == 200
    assert client.post(address(one, "open/")).status_code == 404
    assert "Candidates from a spreadsheet" not in told(client.get("/"))


@pytest.mark.parametrize("act", ["", "progress/"])
def test_a_stranger_finds_no_list(act: str, cast: Cast) -> None:
    one = checked(cast.reviewer)

    assert visitor(cast.stranger).get(address(one, act)).status_code == 404
    assert visitor(cast.second_reviewer).get(address(one, act)).status_code == 200


def test_an_officer_of_a_department_finds_the_own_lists(cast: Cast) -> None:
    one = checked(cast.reviewer)
    other = factories.user(cast.institution, *cast.department_officer.roles())

    assert visitor(other).get(address(one)).status_code == 404
    assert visitor(cast.department_officer).get(address(checked(cast.department_officer))).status_code == 200
