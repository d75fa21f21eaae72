"""Spreadsheets of candidates as offices send them: titles above, spaced headings, tabs, several sheets, formulas."""

import io

import pytest
from openpyxl import Workbook

from duediligence.domain.candidate_sheet import read_sheet
from duediligence.errors import FileRefused

HEAD = ["受付番号", "課題名", "氏 名", "役 割", "連携機関"]
ROW = ["K-1", "雲", "見本 一", "代表", "架空研究所"]


def book(*sheets: list[list[str]]) -> bytes:
    made, stream = Workbook(), io.BytesIO()
    made.remove(made.worksheets[0])
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(row)
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("題.xlsx", book([["2026年度 採択候補一覧"], [], HEAD, ROW])),
        ("題.xlsx", book([["凡例"]], [HEAD, ROW])),
        ("題.csv", "採択候補一覧,,\n{}\n{}\n".format(",".join(HEAD), ",".join(ROW)).encode("cp932")),
        ("題.txt", "{}\n{}\n".format("\t".join(HEAD), "\t".join(ROW)).encode("utf-16")),
    ],
)
def test_the_table_is_found_wherever_it_stands(name: str, content: bytes) -> None:
    sheet = read_sheet(content, name)

    (group,) = sheet.groups
    assert (group.topic, sheet.ignored) == ({"external_id": "K-1", "title_ja": "雲"}, ())
    assert [words for _row, words in group.members] == [{"name": "見本 一", "role": "代表"}]


def test_an_organisation_repeated_in_every_row_is_one() -> None:
    (group,) = read_sheet(book([HEAD, ROW, ["", "", "見本 二", "学生", "架空研究所"]]), "x.xlsx").groups

    assert (len(group.members), group.parties) == (2, [(2, {"name": "架空研究所"})])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (book([HEAD, ROW], [HEAD, ["K-2", *ROW[1:]]]), "x.xlsx: Several sheets hold such a table: Sheet, Sheet1."),
        (book([HEAD, [*ROW[:2], '="見本"&" 一"', *ROW[3:]]]), "x.xlsx, row 2, 氏 名: The cell is a formula"),
        (book([["課題名", "氏名"], ["雲", "見本"]]), "x.xlsx, row 1: Columns are missing: 受付番号 / Reference."),
    ],
    ids=["two sheets", "formula", "no number"],
)
def test_what_would_be_read_by_half_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_sheet(content, "x.xlsx")

    assert str(refused.value.params["detail"]).startswith(words)


def test_nothing_in_a_file_is_no_proposal() -> None:
    assert read_sheet(b"\n,,\n", "x.csv").groups == ()
