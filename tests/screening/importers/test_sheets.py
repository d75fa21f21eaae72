import datetime
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.sheets import UNPACKED_BYTES, cell_text, is_workbook, position, sheets
from tests.screening.importers.making import workbook, write

LIMITS = Limits()


def refusal(path: Path, limits: Limits = LIMITS) -> ImportRefused:
    with pytest.raises(ImportRefused) as refused:
        list(sheets(SourceFile.at(path), limits))
    return refused.value


def repacked(path: Path, **members: bytes) -> bytes:
    """The workbook with members replaced or added."""
    buffer = io.BytesIO()
    names = {name.replace("__", "/").replace("_dot_", "."): data for name, data in members.items()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, names.get(name) or old.read(name))
    return buffer.getvalue()


def test_rows_carry_the_numbers_that_people_see(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", one=[["a", 1], [], [None, 2.5]], two=[["x"]])
    one, two = sheets(SourceFile.at(path), Limits())
    assert [(row.number, row.cells) for row in one.rows] == [(1, ["a", "1"]), (3, ["", "2.5"])]
    assert (one.name, two.name, two.rows[0].cells) == ("one", "two", ["x"])


def test_formulas_are_known_by_their_place(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", s=[["id", "x"], ["=ROW()-1", "y"]])
    assert next(sheets(SourceFile.at(path), Limits())).formulas == frozenset({(2, 0)})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (3.5, "3.5"),
        (True, "TRUE"),
        (datetime.date(1970, 1, 2), "1970-01-02"),
        (datetime.datetime.fromisoformat("1970-01-02"), "1970-01-02"),
        (datetime.datetime.fromisoformat("1970-01-02T03:04"), "1970-01-02T03:04:00"),
        (datetime.time(3, 4), "03:04:00"),
        (None, ""),
    ],
)
def test_cells_read_as_people_see_them(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(("reference", "place"), [("A1", (1, 0)), ("AB12", (12, 27)), ("", (0, 0))])
def test_position(reference: str, place: tuple[int, int]) -> None:
    assert position(reference) == place


def test_an_old_or_encrypted_workbook_is_refused_by_what_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert refusal(path).code == "old_or_encrypted_workbook"


def test_a_text_file_is_no_workbook(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", "uid,name\n")
    assert not is_workbook(SourceFile.at(path))
    assert refusal(path).code == "not_a_workbook"


def test_a_zip_of_other_things_is_no_workbook(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", "[]")
    assert not is_workbook(SourceFile.at(write(tmp_path, "a.zip", buffer.getvalue())))


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(workbook(tmp_path, "a.xlsx", s=[["abc"] * 50] * 50).read_bytes())
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        offset = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[offset + 80] ^= 0xFF
    assert refusal(write(tmp_path, "b.xlsx", bytes(data))).code == "not_a_workbook"


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", s=[["x" * 100] * 100])
    assert refusal(path, Limits(unpacked_bytes=1000)).code == "expands_too_much"


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", s=[["x"]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b'r="A1"', b'r="XFD1048576"')
    bomb = write(tmp_path, "b.xlsx", repacked(path, xl__worksheets__sheet1_dot_xml=far))
    found = refusal(bomb)
    assert (found.code, found.params["cells"]) == ("too_many_cells", 1048576 * 16384)


def test_a_sheet_of_broken_xml_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", s=[["x"]])
    broken = write(tmp_path, "b.xlsx", repacked(path, xl__worksheets__sheet1_dot_xml=b"<worksheet><a>"))
    assert refusal(broken).code == "not_a_workbook"


def test_a_workbook_without_its_relations_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", s=[["x"]])
    broken = repacked(path, xl___rels__workbook_dot_xml_dot_rels=b"<a>")
    assert refusal(write(tmp_path, "b.xlsx", broken)).code == "not_a_workbook"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(workbook(tmp_path, "a.xlsx", s=[["x"]]).read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(write(tmp_path, "b.xlsx", bytes(data))).code == "encrypted_archive"


def test_a_sheet_that_is_missing_from_the_archive_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", one=[["x"]], two=[["y"]])
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet2.xml":
                new.writestr(name, old.read(name))
    found = refusal(write(tmp_path, "b.xlsx", buffer.getvalue()))
    assert (found.code, found.params) == ("not_a_workbook", {"reason": "the sheet “two” is missing"})


def test_a_cell_whose_text_is_lost_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", s=[[1]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    lost = sheet.replace(b't="n"', b't="s"').replace(b"<v>1</v>", b"<v>x</v>")
    broken = write(tmp_path, "b.xlsx", repacked(path, xl__worksheets__sheet1_dot_xml=lost))
    assert refusal(broken).code == "not_a_workbook"


def test_a_sheet_of_charts_has_no_rows_and_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["x"])
    book.create_chartsheet("chart").add_chart(BarChart())
    book.save(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in sheets(SourceFile.at(tmp_path / "a.xlsx"), LIMITS)] == ["Sheet"]


def test_a_small_workbook_that_unpacks_far_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, "a.xlsx", one=[["a"]])
    far = write(tmp_path, "b.xlsx", repacked(path, xl__workbook_dot_xml=b" " * (UNPACKED_BYTES + 1)))
    assert (far.stat().st_size < 1_000_000, refusal(far).code) == (True, "expands_too_much")
