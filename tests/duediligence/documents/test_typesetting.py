"""Documents as PDF: any words, many rows, the same bytes each time."""

import re

from duediligence.documents.typesetting import Document, Facts, Section, Table, Words, pdf


def document(*parts: Facts | Table | Words) -> Document:
    return Document("決定記録", "題目", "TEST-1", "第1版", "ja", [Section("見出し", parts)])


def test_the_same_content_gives_the_same_bytes() -> None:
    made = document(Facts([("氏名", "髙橋 晓 김")]), Words("本文"))
    assert pdf(made).startswith(b"%PDF-")
    assert pdf(made) == pdf(made)


def test_marks_of_markup_are_plain_words() -> None:
    pdf(document(Words("#panic() *a _b $x <c> @d \\ [e] `f` // g"), Facts([("#let x", "= y")])))


def test_a_table_flows_over_pages() -> None:
    long = document(Table(["氏名", "理由"], [["見本 一郎", "理由 " * 200]] * 40, [1, 3]))
    short = document(Table(["氏名", "理由"], [["見本 一郎", "理由"]], [1, 3]))
    assert (pages(pdf(short)), pages(pdf(long))) == (1, 9)


def pages(content: bytes) -> int:
    """The number that stands in the catalogue of pages."""
    found = re.search(rb"/Type/Pages/Count (\d+)", content)
    assert found
    return int(found[1])
