"""A technology list comes back as it went out, and what is wrong with a file is named by its place."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.lists.technology_file import read_technology_list
from screening.technology.faults import TechnologyFault
from screening.technology.shipped import read_list
from screening.technology.taxonomy import TechnologyList
from screening.technology.taxonomy_table import COLUMNS, rows_of
from tests.screening.technology import small
from tests.screening.technology.shipped_words import SHIPPED

HEAD = {name: value for name, value in small.list_data().items() if name != "areas"}
ROW = ["L-1", "", "名", "Name", "yes", "no", "", "", "", "", "", ""]


def read(folder: Path, content: bytes, head: dict[str, Any] = HEAD) -> TechnologyList:
    path = folder / "list"
    path.write_bytes(content)
    name = "list.xlsx" if content.startswith(b"PK") else "list.csv"
    return read_technology_list(SourceFile(path, name), head)[0]


def table(*rows: list[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def workbook(*rows: list[str]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("write", [table, workbook])
@pytest.mark.parametrize("code", ["JP20", "CA_STRA"])
def test_a_shipped_list_comes_back_from_a_table(write: Any, code: str, tmp_path: Path) -> None:
    shipped = read_list(SHIPPED, code)
    data = json.loads((SHIPPED / "lists" / f"{code.lower()}.json").read_text())
    head = {name: value for name, value in data.items() if name != "areas"}
    assert read(tmp_path, write(*rows_of(shipped)), head) == shipped


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_a_table_in_another_encoding_and_order_is_read(encoding: str, tmp_path: Path) -> None:
    text = "note,verified,name_is_official,name_en,name_ja,code\n注,はい,いいえ,Name,量子,L-1\n"
    (area,) = read(tmp_path, text.encode(encoding)).areas
    assert (area.code, area.name_ja, area.note, area.verified, area.name_is_official) == (
        "L-1", "量子", "注", True, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        ({"verified": "maybe"}, "row 2, verified", "unknown_choice"),
        ({"code": ""}, "row 2, code", "text_empty"),
        ({"parent": "L-9"}, "row 2, parent", "unknown_parent"),
        ({"name_ja": "", "name_en": ""}, "row 2, name_en", "area_unnamed"),
        ({"code": "L 1"}, "areas.L 1", "concept_code"),
    ],
)
def test_what_is_wrong_with_a_row_is_named(row: dict[str, str], place: str, code: str, tmp_path: Path) -> None:
    cells = [{**dict(zip(COLUMNS, ROW, strict=True)), **row}[name] for name in COLUMNS]
    with pytest.raises(TechnologyFault) as fault:
        read(tmp_path, table(list(COLUMNS), cells))
    assert (fault.value.path, fault.value.code) == (place, code)


@pytest.mark.parametrize(
    ("head", "path", "code"),
    [
        ({}, "file", "table_without_list"),
        (HEAD | {"edition": ""}, "edition", "text_empty"),
        (HEAD | {"edition": "x" * 41}, "edition", "text_too_long"),
    ],
)
def test_what_a_table_does_not_say_is_asked_for(head: dict[str, Any], path: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(TechnologyFault) as fault:
        read(tmp_path, table(list(COLUMNS), ROW), head)
    assert (fault.value.path, fault.value.code) == (path, code)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "broken_json"),
        (b'{"code": "L\\u0000"}', "binary_content"),
        (b"code,name_ja\nL-1,x\n", "other_columns"),
        (table(list(COLUMNS), ROW[:-1]), "row_length"),
        (b"PK\x03\x04nothing", "not_a_workbook"),
    ],
    ids=["half JSON", "NUL", "columns missing", "short row", "no workbook"],
)
def test_a_file_that_cannot_be_used_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(tmp_path, content)
    assert refused.value.code == code


def test_json_says_everything_itself(tmp_path: Path) -> None:
    data = small.list_data(areas=[small.area_row("L-1")])
    assert read(tmp_path, json.dumps(data).encode(), {}).code == "L"
