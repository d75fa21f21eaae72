"""Archives as publishers give them out, and as people make them."""

import json
import zipfile
from pathlib import Path

import pytest

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, Limits, ParsedEntry
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.importers.packed import unpacked
from screening.importers.registry import SOURCE_BY_CODE
from tests.screening.importers.making import workbook, write
from tests.screening.importers.test_ofac_csv import ADD, ALT, SDN
from tests.screening.importers.test_ror import RECORD

OWN = "uid,kind,name\n1,person,A B\n"
OTHER = "some,other\n1,2\n"


def archive(folder: Path, **members: str) -> Path:
    path = folder / "list.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def names(code: str, path: Path, options: ImportOptions = DEFAULT_OPTIONS) -> list[str]:
    source = SOURCE_BY_CODE[code]
    with unpacked(SourceFiles.at(path), source, options) as files:
        items = list(source.importer_for(files).parse(files))
    return [item.primary_name for item in items if isinstance(item, ParsedEntry)]


def refusal(code: str, path: Path, options: ImportOptions = DEFAULT_OPTIONS) -> ImportRefused:
    with pytest.raises(ImportRefused) as refused:
        names(code, path, options)
    assert refused.value.file
    return refused.value


def test_a_file_that_is_no_archive_is_itself(tmp_path: Path) -> None:
    assert names("own_watch_list", write(tmp_path, "a.csv", OWN)) == ["A B"]
    assert names("own_watch_list", workbook(tmp_path, "a.xlsx", s=[["uid", "name"], ["1", "A B"]])) == ["A B"]


def test_the_data_of_a_release_is_found_beside_its_notes(tmp_path: Path) -> None:
    members = {"v2.csv": "id,name\n" * 99, "v2.json": json.dumps([RECORD]), "__MACOSX/v2.json": "x", ".hidden": "x"}
    assert names("ror", archive(tmp_path, **members, **{"notes/": ""})) == ["Example University"]


def test_files_that_belong_together_are_read_together(tmp_path: Path) -> None:
    path = archive(tmp_path, **{"sdn.csv": SDN, "alt.csv": ALT, "add.csv": ADD})
    assert names("us_ofac_sdn", path) == names("us_ofac_sdn", _triple(tmp_path))


def _triple(folder: Path) -> Path:
    write(folder, "alt.csv", ALT)
    write(folder, "add.csv", ADD)
    return write(folder, "sdn.csv", SDN)


def test_of_several_lists_none_is_guessed(tmp_path: Path) -> None:
    found = refusal("own_watch_list", archive(tmp_path, **{"2024/a.csv": OWN, "2025/a.csv": OWN + "2,person,C D\n"}))
    assert (found.code, found.params) == ("archive_with_several", {"names": "a.csv, a.csv"})


def test_an_archive_without_the_list_is_refused(tmp_path: Path) -> None:
    assert refusal("own_watch_list", archive(tmp_path, a=OTHER, b=OTHER)).code == "archive_without_list"
    assert refusal("own_watch_list", archive(tmp_path, **{".hidden": OWN})).code == "archive_without_list"


def test_one_file_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    found = refusal("un_sc", archive(tmp_path, **{"un.xml": "<!DOCTYPE a><CONSOLIDATED_LIST/>"}))
    assert (found.file, found.code) == ("un.xml", "doctype")


@pytest.mark.parametrize(
    ("limits", "code"), [(Limits(unpacked_bytes=10), "expands_too_much"), (Limits(file_bytes=5), "too_large")]
)
def test_an_archive_beyond_the_limits_is_refused(tmp_path: Path, limits: Limits, code: str) -> None:
    assert refusal("own_watch_list", archive(tmp_path, a=OWN), ImportOptions(limits=limits)).code == code


def test_half_an_archive_is_refused(tmp_path: Path) -> None:
    assert refusal("own_watch_list", write(tmp_path, "a.zip", b"PK\x03\x04rest")).code == "damaged_archive"


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, a=OWN * 50)
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    assert refusal("own_watch_list", write(tmp_path, "b.zip", bytes(data))).code == "damaged_archive"
