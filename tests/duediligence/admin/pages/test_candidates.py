"""Cases opened by a spreadsheet: read, looked at row by row, opened all or none, and never twice."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from duediligence.admin.forms.candidate_table import COLUMNS
from duediligence.enums import StageKind
from duediligence.models import Case, Proposal
from tests import factories
from tests.duediligence.admin.typing_in import Forms
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

PAGE, OPEN, TEMPLATE = "/proposals/candidates/", "/proposals/candidates/open/", "/proposals/candidates/template/"
DISCARD = "/proposals/candidates/discard/"
HEAD = ["受付番号", "研究課題名", "キーワード", "氏名", "役割", "所属機関", "所属機関の国", "機関名", "機関の役割"]
ROWS = [
    ["K-01", "海底地形の観測", "海底、地形", "試験 花子", "研究代表者", "架空大学", "JP", "架空研究所", "連携機関"],
    ["", "", "", "髙橋 一", "学生", "架空大学", "JP", "Imaginary Institute", "lead"],
    ["K-02", "雲の観測", "", "見本 次郎", "PI", "", "", "", ""],
]


def table(rows: list[list[str]], encoding: str = "utf-8") -> SimpleUploadedFile:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return SimpleUploadedFile("候補.csv", stream.getvalue().encode(encoding))


def workbook(rows: list[list[Any]]) -> SimpleUploadedFile:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(stream)
    return SimpleUploadedFile("候補.xlsx", stream.getvalue())


def sent(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post(PAGE, {"file": file})


def opened(client: Client, preview: Any) -> Any:
    return client.post(OPEN, {"seen": Forms(told(preview)).given["seen"]}, follow=True)


@pytest.fixture
def client(cast: Cast) -> Client:
    return visitor(cast.reviewer)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_is_looked_at_and_opened_once(encoding: str, client: Client, cast: Cast) -> None:
    cases = Case.objects.count()
    preview = sent(client, table([HEAD, *ROWS], encoding))

    assert (preview.status_code, Case.objects.count()) == (200, cases)
    assert "2 to open, 0 there already" in told(preview)
    assert "2 cases are opened." in told(opened(client, preview))
    proposal = Proposal.objects.get(external_id="K-01")
    revision = proposal.current_revision
    assert revision and [(one.name, one.role) for one in revision.memberships.all()] == [
        ("試験 花子", "pi"),
        ("髙橋 一", "student"),
    ]
    assert [(one.name, one.role) for one in revision.parties.all()] == [
        ("架空研究所", "partner"),
        ("Imaginary Institute", "lead"),
    ]
    again = sent(client, table([HEAD, *ROWS], encoding))
    assert "0 to open, 2 there already" in told(again)
    assert proposal.cases.get().reference in told(again)
    assert "seen" not in Forms(told(again)).given
    assert Case.objects.count() == cases + 2


def test_an_upload_that_is_not_opened_is_shown_again_or_put_away(client: Client) -> None:
    cases = Case.objects.count()
    preview = sent(client, table([HEAD, *ROWS]))
    assert f'formaction="{DISCARD}"' in told(preview)

    assert "候補.csv was read and its cases are not opened yet." in told(client.get(PAGE))
    assert "2 to open, 0 there already" in told(client.get(PAGE, {"again": ""}))
    assert "候補.csv was put away; nothing of it was recorded." in told(client.post(DISCARD, follow=True))

    assert "候補.csv" not in told(client.get(PAGE, {"again": ""}))
    assert "Upload it once more." in told(opened(client, preview))
    assert client.post(DISCARD).status_code == 302
    assert Case.objects.count() == cases


def test_a_workbook_takes_the_deadline_of_the_programmes_next_stage(client: Client) -> None:
    into = factories.programme(designated=False)
    today = timezone.localdate()
    for days in (-5, 20, 90):
        into.stages.create(kind=StageKind.CONTRACT, deadline_date=today + dt.timedelta(days))
    head = ["Reference", "Programme", "Stage", "Title (English)", "Name", "Role", "From", "備考"]
    row = ["W-1", into.name_ja, "contract", "Clouds", "Sample Person", "pi", dt.date(2026, 4, 1), "x"]

    preview = sent(client, workbook([head, row]))
    opened(client, preview)

    proposal = Proposal.objects.get(external_id="W-1")
    assert "These columns are not taken over: 備考" in told(preview)
    assert (proposal.programme, proposal.stage_deadline_date) == (into, today + dt.timedelta(20))


def test_every_fault_is_told_with_its_row_and_column_and_nothing_is_opened(client: Client) -> None:
    into = factories.programme(code="closed-call")
    type(into).objects.update(is_open=False)
    coming = factories.programme(code="no-stage")
    head = [
        "受付番号", "プログラム", "段階", "期限", "部局", "研究課題名",
        "氏名", "役割", "研究者番号", "所属機関の国", "機関名", "機関の役割",
    ]  # fmt: skip
    rows = [
        ["", "", "", "", "", "題", "見本 一", "代表", "", "", "", ""],
        ["F-1", "closed-call", "", "来年", "魔法学部", "題", "見本 一", "代表", "12", "", "", ""],
        ["F-1", "", "", "", "", "別の題", "", "社長", "", "", "", ""],
        ["F-2", "no-such", "祭", "", "", "", "見本 二", "学生", "", "", "機関", "魔王"],
        ["F-3", "no-stage", "contract", "", "", "題", "見本 三", "代表", "", "Japan", "", ""],
        ["F-4", "", "", "", "", "題", "見本 四", "学生", "", "", "", ""],
    ]
    before = Case.objects.count()

    response = sent(client, table([head, *rows]))

    found = {(fault.row, fault.column) for fault in response.context["faults"]}
    assert coming.is_open and response.status_code == 422
    assert found == {
        (2, "受付番号"), (3, "プログラム"), (3, "期限"), (3, "部局"), (4, "研究課題名"), (4, "氏名"), (4, "役割"),
        (5, "プログラム"), (5, "段階"), (5, "研究課題名"), (5, "機関の役割"), (6, "段階"), (6, "所属機関の国"),
    }  # fmt: skip
    assert "This differs from row 3" in told(response)
    assert Case.objects.count() == before


def test_what_only_the_domain_knows_is_told_at_the_row_too(client: Client) -> None:
    rows = [
        ["D-1", "題", "", "見本 一", "学生", "", "", "", ""],
        ["D-2", "題", "", "見本 二", "代表", "", "1", "", ""],
        ["D-3", "題", "", "見本 三", "代表", "", "", "", ""],
        ["D-3", "", "", "見本 三", "学生", "", "", "", ""],
    ]
    rows[1][5] = "架空大学"

    response = sent(client, table([HEAD, *rows]))

    faults = [(fault.row, fault.column, fault.words) for fault in response.context["faults"]]
    assert [row for row, _column, _words in faults] == [2, 3, 5]
    assert "principal investigator" in faults[0][2]
    assert "same person" in faults[2][2]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("x.csv", "氏名\n見本\n".encode()), "Columns are missing: 受付番号 / Reference"),
        (SimpleUploadedFile("x.csv", "受付番号,課題番号\n1,2\n".encode()), "Columns appear twice"),
        (SimpleUploadedFile("x.csv", "受付番号\n".encode()), "the table is empty"),
        (SimpleUploadedFile("x.csv", b""), "empty"),
        (SimpleUploadedFile("x.csv", b"\x00" * 100), "x.csv"),
        (SimpleUploadedFile("x.xlsx", b"PK\x03\x04half of a workbook"), "x.xlsx"),
        (SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100), "old XLS format"),
        (SimpleUploadedFile("x.csv", b"x" * 2_000_001), "larger than"),
    ],
    ids=["no number", "twice", "headings only", "empty", "nul", "half", "old", "large"],
)
def test_a_file_that_is_no_such_table_is_refused(file: SimpleUploadedFile, words: str, client: Client) -> None:
    file.seek(0)
    response = sent(client, file)

    assert response.status_code == 422
    assert words in told(response)


def test_only_the_file_that_was_looked_at_is_opened(client: Client) -> None:
    before = Case.objects.count()
    sent(client, table([HEAD, *ROWS]))

    answer = client.post(OPEN, {"seen": "another"}, follow=True)

    assert "This is not the file that was looked at last." in told(answer)
    assert Case.objects.count() == before


def test_what_has_become_impossible_meanwhile_opens_nothing(client: Client) -> None:
    into = factories.programme(code="call-1", designated=False)
    rows = [[*HEAD, "プログラム"], [*ROWS[0], "call-1"], [*ROWS[2], ""]]
    preview = sent(client, table(rows))
    before = Case.objects.count()
    type(into).objects.update(is_open=False)

    answer = opened(client, preview)

    assert answer.status_code == 422 and "the programme call-1 takes no proposals" in told(answer)
    assert Case.objects.count() == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_table_that_is_taken(kind: str, client: Client) -> None:
    response = client.get(TEMPLATE, {"format": kind})

    if kind == "xlsx":
        heads: list[Any] = [cell.value for cell in load_workbook(io.BytesIO(response.content)).worksheets[0][1]]
    else:
        heads = next(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert heads == [en for _name, _ja, en in COLUMNS]
    given = {"Reference": "T-1", "Title (English)": "Clouds", "Name": "Sample Person", "Role": "pi"}
    assert "1 to open" in told(sent(client, table([heads, [given.get(head, "") for head in heads]])))


def test_a_researcher_opens_no_list(cast: Cast) -> None:
    client = visitor(cast.submitter)

    assert sent(client, table([HEAD, *ROWS])).status_code == 403
    assert client.post(OPEN, {"seen": "x"})["Location"] == PAGE
    assert "Candidates from a spreadsheet" not in told(client.get("/"))
