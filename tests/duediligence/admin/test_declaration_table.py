"""The entries of an item from a file: all of them, or none with each fault named."""

import datetime as dt
import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from duediligence.admin.forms.declaration_table import EntryTable, read_table
from duediligence.policy.answers import CONFIDENTIAL
from duediligence.policy.parse import parse_policy
from tests.duediligence.policy.sample import FIXTURES

FORM = parse_policy(json.loads((FIXTURES / "policies" / "jp-manual-2025.json").read_text())).declaration_form


HEAD = "期間,所属機関,職名・内容\n"
ENTRY = {"period": "2019-04/2020-03", "organization": "A", "content": "B"}


def read(content: bytes, code: str = "career", name: str = "x.csv", **more: Any) -> EntryTable:
    with translation.override("en"):
        return read_table(SimpleUploadedFile(name, content), FORM.item(code), language="en", since=None, **more)


def workbook(*tables: list[list[object]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    for number, table in enumerate(tables, start=1):
        sheet = book.create_sheet(f"S{number}")
        for row in table:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_workbook_is_read_by_its_headings() -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["Date", "Programme and project", "Funder", "Period", "Amount (JPY)", "NDA"])
    book.active.append([dt.date(2025, 4, 1), "基金", "架空財団", "2025-04/2026-03", 1200000, "有"])
    book.active.append([dt.date(2025, 5, 1), "基金", "架空財団", "2025-04/2026-03", 5, "無"])
    kept = BytesIO()
    book.save(kept)

    rows = read(kept.getvalue(), "research_funding", "研究費.xlsx").rows

    assert [(row["date"], row["amount"], row.get(CONFIDENTIAL)) for row in rows] == [
        ("2025-04-01", "1200000", "yes"),
        ("2025-05-01", "5", None),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "Period,Organisation,Position and content\n2019/4〜2020/3,A,B\n,,\n,C,\n",
            "x.csv, row 4, Period: This is missing.",
        ),
        ("期間,所属機関\n2019/4〜2020/3,A", "x.csv: these columns are missing: Position and content."),
        ("期間,所属機関,職名・内容", "x.csv: no entry stands below the headings."),
        ("\n,,\n", "x.csv: the table is empty."),
        (HEAD + "該当なし,,\n", "x.csv: This item cannot be answered with “none”."),
        (HEAD + "なし,A,B\n", "x.csv, row 2, Period: "),
        (HEAD + "なし,,\n2019/4〜2020/3,A,B\n", "x.csv, row 2, Period: "),
        (b"%PDF-1.7", "x.csv: This is no table."),
        ("<!DOCTYPE html><table>", "x.csv: This is no table."),
        (HEAD + "2019/4〜2020/3,A,B\n" * 1_001, "x.csv: There are more than 1000 entries."),
        ("期間,所属機関,所属機関,職名・内容\n2019/4〜,A,A,B", "x.csv: these columns are there twice: 所属機関."),
        (HEAD + "2019/4〜2020/3,A,B,C", "x.csv, row 2: there are more cells than headings."),
        (
            "氏名,メール\nA,B",
            "x.csv: these columns are missing: Period, Organisation, Position and content. The file has: 氏名, メール.",
        ),
        ('期間,"所属機関\n', "x.csv, row"),
        (b"\xff\xfe\x00\xd8", "x.csv"),
    ],
)
def test_a_fault_names_its_place_and_takes_nothing(content: str | bytes, words: str) -> None:
    found = read(content if isinstance(content, bytes) else content.encode())
    assert found.rows == ()
    assert found.errors[0].startswith(words)


def test_a_single_answer_takes_no_second_row() -> None:
    assert read(b"Listed\nno\nyes\n", "own_listing").errors == (
        "x.csv: There is one answer to this item; take the others out.",
    )


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "2019/4〜2020/3,A,B\n",
        "\ufeff" + HEAD + "平成３１年４月～令和２年３月,A,B\n",
        (HEAD + "2019年4月～2020年3月,A,B\n").encode("cp932"),
        HEAD.replace(",", "\t") + "2019/4〜2020/3\tA\tB\n",
        HEAD.replace(",", ";") + "2019/4〜2020/3;A;B\n",
        "PERIOD,Ｏｒｇａｎｉｓａｔｉｏｎ, position  AND content\n2019/4〜2020/3,A,B\n",
        "研究経歴\n\n" + HEAD + "\n,,\n2019/4〜2020/3,A,B\n",
        "期間：開始,期間：終了,所属機関,職名・内容\n2019/4,2020/3,A,B\n,,,\n",
        HEAD + "2019/4〜2020/3,A,B\n" * 3,
        HEAD + "2019/4〜2020/3,A,B,,\n",
    ],
)
def test_tables_as_people_make_them(content: str | bytes) -> None:
    found = read(content if isinstance(content, bytes) else content.encode())
    assert (found.rows, found.errors) == ((ENTRY,), ())


def test_a_workbook_is_read_on_the_sheet_that_has_the_headings() -> None:
    head: list[object] = ["期間", "所属機関", "職名・内容", "備考"]
    found = read(workbook([["説明"]], [["様式"], head, ["2019/4〜2020/3", "A", "B", "x"]]), name="x.xlsx")
    assert found.rows == (ENTRY,)
    assert found.notes == (
        "These columns are not part of the item and were left out: 備考.",
        "The sheet “S2” was read; these were not: S1.",
    )


@pytest.mark.parametrize("blank", [[], [None], ["", "y"]])
def test_what_stands_beside_the_headings_of_a_workbook_is_named(blank: list[object]) -> None:
    head: list[object] = ["期間", "所属機関", "職名・内容", *blank[:1]]
    rows: list[list[object]] = [["様式"], head, ["2019/4〜2020/3", "A", "B", "x", *blank[1:]], ["2020/4〜", "A", "B"]]
    found = read(workbook(rows), name="x.xlsx")
    assert found.notes == ("What stands below no heading was left out: x.xlsx, row 3.",)
    assert len(found.rows) == 2


def test_merged_cells_count_in_every_row() -> None:
    rows: list[list[object]] = [["期間", "所属機関", "職名・内容"], ["2019/4〜2020/3", "A", "B"], [None, "A", "C"]]
    assert read(workbook(rows, merged="A2:A3"), name="x.xlsx").rows == (ENTRY, {**ENTRY, "content": "C"})


def test_a_workbook_without_anything_is_empty() -> None:
    assert read(workbook(), name="x.xlsx").errors == ("x.xlsx: the table is empty.",)


def test_a_formula_without_a_value_is_named() -> None:
    rows: list[list[object]] = [["期間", "所属機関", "職名・内容"], ["2019/4〜2020/3", "=A1&B1", "B"]]
    found = read(workbook(rows), name="x.xlsx").errors[0]
    assert found.startswith("x.xlsx, row 2, 所属機関: The cell is a formula without a value;")


def test_entries_of_somebody_else_are_refused() -> None:
    table = "氏名," + HEAD + "見本　一郎,2019/4〜2020/3,A,B\n,2020/4〜,A,B\n見本 花子,2019/4〜2020/3,A,B\n"
    found = read(table.encode(), names={"見本一郎"})
    assert found.errors == ("x.csv, row 4: this entry is of 見本 花子 and not of the member. Take it out.",)


def test_entries_that_are_there_already_are_not_added_again() -> None:
    there = ({"period": "2019年4月〜2020年3月", "organization": " A", "content": "B"},)
    found = read((HEAD + "2019/4〜2020/3,A,B\n2020/4〜,A,B\n").encode(), present=there)
    assert [row["period"] for row in found.rows] == ["2020-04/"]
    assert found.notes == ("1 entry was there already and is not added again.",)


@pytest.mark.parametrize(("mark", "kept"), [("○", "yes"), ("有", "yes"), ("×", None), ("ＮＯ", None), ("－", None)])
def test_the_flag_of_secrecy_as_people_write_it(mark: str, kept: str | None) -> None:
    head = "年月日,制度・課題名,資金提供者,期間,金額（円）,秘密保持\n"
    rows = read(f"{head}令和7年4月1日,基金,架空財団,2025/4〜2026/3,120万円,{mark}\n".encode(), "research_funding").rows
    assert [row.get(CONFIDENTIAL) for row in rows] == [kept]


def test_many_faults_are_counted() -> None:
    errors = read((HEAD + "いつか,A,B\n" * 50).encode()).errors
    assert (len(errors), errors[-1]) == (41, "and 10 more faults")


@pytest.mark.parametrize("cells", [["該当なし"], ["-", "None.", "ー"], ["", " N/A "]])
def test_a_file_whose_only_row_says_that_nothing_applies_leads_to_that_answer(cells: list[str]) -> None:
    item = next(one for one in FORM.items if one.none_allowed)
    table = workbook([[column.name.en for column in item.columns], list(cells)])

    assert read(table, item.code, "x.xlsx").errors == (
        "x.xlsx: its only row says that nothing applies. Nothing was taken over: "
        "choose “No, nothing applies (none)” instead.",
    )
