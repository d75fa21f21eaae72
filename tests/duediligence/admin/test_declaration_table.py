"""The entries of an item from a file: all of them, or none with each fault named."""

import datetime as dt
import json
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from duediligence.admin.forms.declaration_table import EntryTable, read_table
from duediligence.policy.answers import CONFIDENTIAL
from duediligence.policy.parse import parse_policy
from tests.duediligence.policy.sample import FIXTURES

FORM = parse_policy(json.loads((FIXTURES / "policies" / "jp-manual-2025.json").read_text())).declaration_form


def read(content: bytes, code: str = "career", name: str = "x.csv") -> EntryTable:
    with translation.override("en"):
        return read_table(SimpleUploadedFile(name, content), FORM.item(code), language="en", since=None)


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
        ("期間,所属機関,職名・内容", "x.csv: the table is empty."),
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
