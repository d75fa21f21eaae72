"""A document as a workbook: words alone, printable, and nothing of a long cell lost."""

import io
from typing import Any

from openpyxl import load_workbook

from duediligence.documents.document_workbook import document_workbook
from duediligence.documents.typesetting import Document, Facts, Heading, Section, Table, Words


def opened(*sections: Section) -> Any:
    document = Document("Form", "", "U-1", "A & B", "ja", sections)
    return load_workbook(io.BytesIO(document_workbook(document)))


def test_no_cell_is_a_formula_and_every_sheet_has_a_title_of_its_own() -> None:
    parts = [
        Facts([("=1+1", "@SUM(A1)")]),
        Heading("見出し"),
        Table(["＋", "-"], [['=HYPERLINK("x")', "\x07tab"]], [1, 1]),
        Words("'"),
    ]
    sections = [Section("1. 名[称]: " + "長" * 40, parts), Section("1. 名 称   " + "長" * 40, [Words("二枚目")])]
    made = document_workbook(Document("", "", "", "", "ja", sections))
    book = load_workbook(io.BytesIO(made))
    assert len(book.sheetnames) == 2
    assert all(len(name) <= 31 for name in book.sheetnames)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert '=HYPERLINK("x")' in [cell.value for cell in cells]


def test_a_long_cell_goes_on_in_the_rows_below_under_the_same_tag() -> None:
    long = "漢字かな混じりの長い文章。\n" * 20 + "abc " * 3_000
    sheet = opened(Section("1.", [Table(["Who", "What"], [["【A】", long], ["【B】", "short"]], [1, 1])])).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=2)]
    told = [row for row in rows if str(row[0]).startswith("【A】")]
    assert "".join(row[1] for row in told) == long
    assert len(told) > 5 and {row[0] for row in told[1:]} == {"【A】 (続き)"}
    assert rows[-1] == ["【B】", "short"]
    for row in told:
        drawn = sum(-(-len(line.encode("cp932")) // 58) or 1 for line in row[1].splitlines())
        assert drawn <= 24


def test_a_long_label_and_long_words_are_cut_and_whole() -> None:
    sheet = opened(Section("1.", [Facts([("あ" * 400, "い" * 2_000)]), Words("う" * 300)])).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    for sign, length in (("あ", 400), ("い", 2_000), ("う", 300)):
        assert sum(cell.count(sign) for cell in cells if set(cell) == {sign}) == length


def test_every_sheet_prints_on_a4_with_reference_and_edition() -> None:
    for sheet in opened(Section("1.", [Words("x")]), Section("2.", [Words("y")])):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert (sheet.oddHeader.right.text, sheet.oddFooter.left.text) == ("U-1", "A && B")


def test_headings_are_bold_and_the_title_stands_first() -> None:
    sheet = opened(Section("1.", [Table(["Head"], [["cell"]], [1])])).worksheets[0]
    found = {cell.value: cell.font.bold for row in sheet.iter_rows() for cell in row if cell.value}
    assert list(found) == ["Form", "A & B", "1.", "Head", "cell"]
    assert [found[word] for word in ("1.", "Head", "cell")] == [True, True, False]
