"""Documents as PDF: any words, many rows, the same bytes each time."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from duediligence.documents.typesetting import Document, Facts, Section, Table, Words, pdf

A4_WIDTH = 595.3


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
    assert (pages(pdf(short)), pages(pdf(long))) == (1, 10)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the pages")
def test_sixty_long_rows_stand_whole_within_the_page(tmp_path: Path) -> None:
    address = "https://example.org/" + "a" * 300 + "/end"
    rows = [
        [f"行{number:02d}頭", "説明" * (900 if number == 30 else 30) + f"行{number:02d}尾", address]
        for number in range(60)
    ]
    set_in = tmp_path / "long.pdf"
    set_in.write_bytes(pdf(document(Table(["氏名", "内容", "所在"], rows, [3, 5, 4]), Words(address))))

    words = [part for line in read(set_in, "-bbox").splitlines() for part in re.findall(r'="([\d.]+)"', line)]
    places = [tuple(map(float, words[at : at + 4])) for at in range(2, len(words) - 3, 4)]
    text = re.sub(r"\s", "", read(set_in))

    assert all(f"行{number:02d}{end}" in text for number in range(60) for end in "頭尾")
    assert text.count("/end") == 61
    assert pages(set_in.read_bytes()) > 10
    assert places and all(right <= A4_WIDTH for _left, _top, right, _bottom in places)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the pages")
@pytest.mark.parametrize(("words", "widths"), [("説明の文 " * 25, [3, 5]), ("説明の文 " * 160, [3, 8])])
def test_no_page_begins_with_the_rest_of_a_row_that_fits_on_one(words: str, widths: list[int], tmp_path: Path) -> None:
    rows = [[f"【見本{number:02d}】", f"{words}終わり"] for number in range(30)]
    set_in = tmp_path / "rows.pdf"
    set_in.write_bytes(pdf(document(Table(["氏名", "内容"], rows, widths))))

    for page in read(set_in).split("\f")[:-1]:
        assert page.count("【見本") == page.count("終わり") > 0


def read(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True, text=True).stdout


def pages(content: bytes) -> int:
    """The number that stands in the catalogue of pages."""
    found = re.search(rb"/Type/Pages/Count (\d+)", content)
    assert found
    return int(found[1])
