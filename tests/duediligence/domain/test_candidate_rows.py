"""The rows of a spreadsheet of candidates: headings, roles, days and deadlines read, every fault named."""

import datetime as dt

import pytest
from django.utils import timezone

from duediligence.domain.candidate_sheet import COLUMNS, HEADINGS
from duediligence.domain.member_words import plain
from duediligence.enums import CandidateListStatus, Role, StageKind
from duediligence.models import Proposal
from tests import factories
from tests.beginnings import begun
from tests.candidate_sheets import checked, confirmed, places_of_faults, table, workbook, worked_on
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)


@pytest.fixture(autouse=True)
def _policy(cast: Cast) -> None:
    factories.policy()


def test_a_workbook_takes_the_deadline_of_the_programmes_next_stage(cast: Cast) -> None:
    into = factories.programme(designated=False)
    today = timezone.localdate(NOW)
    for days in (-5, 20, 90):
        into.stages.create(kind=StageKind.CONTRACT, deadline_date=today + dt.timedelta(days))
    head = ["Reference", "Programme", "Stage", "Title (English)", "Name", "Role", "From", "Romanised", "備考"]
    more = {"Name": "Second Person"}
    row = [
        "W-1",
        into.name_ja,
        "contract",
        "Clouds",
        "Sample Person",
        "pi",
        dt.date(2026, 4, 1),
        "S. Person; P. S.",
        "x",
    ]

    one = checked(
        cast.reviewer, workbook([head, row, [more.get(name, "") for name in head], [""] * 8 + ["y"]]), name="x.xlsx"
    )

    assert one.ignored == ["備考"]
    assert one.rows[0]["deadline"] == (today + dt.timedelta(20)).isoformat()
    assert (one.rows[0]["programme"], one.rows[0]["members"]) == (into.pk, 2)


def test_every_fault_is_named_with_its_row_and_column(cast: Cast) -> None:
    into = factories.programme(code="closed-call")
    type(into).objects.update(is_open=False)
    factories.programme(code="no-stage", designated=False)
    head = [
        "受付番号", "プログラム", "段階", "期限", "部局", "研究課題名",
        "氏名", "役割", "研究者番号", "所属機関", "所属機関の国", "機関名", "機関の役割", "開始日", "終了日",
    ]  # fmt: skip
    rows = [
        ["", "", "", "", "", "題", "見本 一", "代表", "", "", "", "", "", "", ""],
        ["F-1", "closed-call", "", "来年", "魔法学部", "題", "見本 一", "代表", "12", "", "", "", "", "", ""],
        ["F-1", "", "", "", "", "別の題", "", "社長", "", "", "", "", "", "", ""],
        ["F-2", "no-such", "祭", "", "", "", "見本 二", "学生", "", "", "", "機関", "魔王", "", ""],
        [
            "F-3",
            "no-stage",
            "contract",
            "2020-01-01",
            "",
            "題",
            "見本 三",
            "代表",
            "",
            "架空大学",
            "Japan",
            "",
            "",
            "",
            "",
        ],
        [
            "F-4",
            "no-stage",
            "contract",
            "",
            "eng",
            "題",
            "見本 四",
            "代表",
            "",
            "",
            "",
            "♪",
            "",
            "2026-05",
            "2026-04-01",
        ],
        ["F-4", "", "", "", "", "", "見本 四", "学生", "", "", "", "", "", "2026-05-01", "2026-04-01"],
    ]

    one = checked(cast.reviewer, table([head, *rows]))

    assert one.status == CandidateListStatus.FAULTY and one.rows == [] and one.file is None
    assert places_of_faults(one) == {
        (2, "受付番号"), (3, "プログラム"), (3, "期限"), (3, "部局"), (3, "研究者番号"), (4, "研究課題名"), (4, "氏名"),
        (4, "役割"), (5, "プログラム"), (5, "段階"), (5, "研究課題名"), (5, ""), (5, "機関の役割"), (6, "期限"),
        (6, "所属機関の国"), (7, "段階"), (7, "機関名"), (7, "開始日"), (8, "終了日"), (8, ""),
    }  # fmt: skip
    words = {(fault["row"], fault["column"]["ja"]): fault["words"]["en"] for fault in one.faults}
    assert "This differs from row 3" in words[4, "研究課題名"]
    assert words[8, ""] == "Members: 見本 四 is the same person as Member 1."
    assert words[5, ""].startswith("Members: ") and "principal investigator" in words[5, ""]


def test_a_column_of_roles_and_dates_is_read_in_either_language(cast: Cast) -> None:
    head = [en for _name, _ja, en in COLUMNS]
    given = {
        "Reference": "E-1", "Title (English)": "Clouds", "Name": "Sample Person", "Role": "Principal investigator",
        "Former names": "Old Name", "Furigana": "みほん", "Until": "2027-03-31", "Organisation": "Institute",
        "Organisation country": "jp", "Deadline": "2026-08-01", "Department": "Engineering",
    }  # fmt: skip

    more = {"Organisation": "Laboratory", "Organisation role": "lead"}
    rows = [[one.get(name, "") for name in head] for one in (given, more)]

    worked_on(confirmed(cast.reviewer, table([head, *rows])))

    proposal = Proposal.objects.get(external_id="E-1")
    assert proposal.department and proposal.department.code == "eng"
    assert proposal.stage_deadline_date == dt.date(2026, 8, 1)


def test_no_policy_is_a_fault_of_every_row(cast: Cast) -> None:
    factories.PolicyEdition.objects.published().update(status="retired")

    assert {row for row, _column in places_of_faults(checked(cast.reviewer))} == {2, 4}


def test_department_officers_bring_for_their_department(cast: Cast) -> None:
    worked_on(confirmed(cast.department_officer))

    departments = {one.department for one in Proposal.objects.all()}
    assert departments == {cast.department_officer.department}
    assert Role.DEPARTMENT_OFFICER in cast.department_officer.roles()


def test_the_headings_are_written_with_half_width_brackets_and_read_with_either() -> None:
    headings = [heading for _name, *both in COLUMNS for heading in both]
    assert not [heading for heading in headings if "（" in heading]
    assert HEADINGS[plain("研究課題名（英語）")] == HEADINGS[plain("研究課題名(英語)")] == "title_en"
