from pathlib import Path

import pytest

from screening.importers.base import ImportOptions, ParsedEntry
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.importers.section_1286 import Section1286Csv
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, write

HEADER = "schema,name,aliases,topics,program,authority,reason,report-date,start-date,end-date,country,notes,source_url"
FILE = DATA / "lists" / "us_1286" / "section_1286_fy22-24.csv"


def csv_file(folder: Path, *rows: str) -> Path:
    return write(folder, "1286.csv", "\n".join([HEADER, *rows]) + "\n")


def row(name: str, year: str, aliases: str = "", country: str = "") -> str:
    return f"Company,{name},{aliases},debarment,Section 1286,Congress,,{year},,,{country},,https://e.example"


def test_a_file_of_several_years_needs_one_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, row("A Institute", "2023"), row("B Institute", "2022"))
    assert Section1286Csv().editions_in(SourceFiles.at(path)) == ("2022", "2023")
    with pytest.raises(ImportRefused) as refused:
        parsed(Section1286Csv(), path)
    assert (refused.value.code, refused.value.params) == ("edition_not_named", {"editions": "2022, 2023"})


def test_a_file_without_rows_has_no_entries(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(Section1286Csv(), csv_file(tmp_path))
    assert refused.value.code == "no_entries"


def test_only_the_named_year_is_read(tmp_path: Path) -> None:
    path = csv_file(tmp_path, row("A Institute", "2023"), row("B Institute", "2022"))
    entries, _ = parsed(Section1286Csv(), path, ImportOptions(edition="2022"))
    assert [(entry.primary_name, entry.row) for entry in entries] == [("B Institute", 3)]
    assert Section1286Csv().facts(SourceFiles.at(path), ImportOptions(edition="2022")).edition == "2022"


def test_a_year_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, row("A Institute", "2023"))
    with pytest.raises(ImportRefused) as refused:
        parsed(Section1286Csv(), path, ImportOptions(edition="2025"))
    assert refused.value.code == "edition_unknown"


def test_the_only_year_needs_no_name(tmp_path: Path) -> None:
    entries, _ = parsed(Section1286Csv(), csv_file(tmp_path, row("Example Institute (EXI)", "2023", "Ex; Exin", "CN")))
    assert names(entries[0]) == [
        ("Example Institute", "primary", False),
        ("Ex", "aka", False),
        ("Exin", "aka", False),
        ("EXI", "acronym", True),
    ]
    assert (entries[0].countries, entries[0].uid_is_stable) == (("CN",), False)


@pytest.mark.parametrize(
    ("name", "kind", "entry_type"),
    [
        ("Thousand Talents Plan", NameKind.UNKNOWN, "talent_programme"),
        ("Pearl River Talent Program", NameKind.UNKNOWN, "talent_programme"),
        ("Changjiang Scholar Distinguished Professorship", NameKind.UNKNOWN, "talent_programme"),
        ("Project 5-100", NameKind.UNKNOWN, "talent_programme"),
        ("Example Institute", NameKind.ORGANIZATION, "institution"),
    ],
)
def test_talent_programmes_are_entries_of_their_own_kind(
    tmp_path: Path, name: str, kind: NameKind, entry_type: str
) -> None:
    entries, _ = parsed(Section1286Csv(), csv_file(tmp_path, row(name, "2024")))
    assert (entries[0].kind, entries[0].attributes["entry_type"]) == (kind, entry_type)


def test_a_short_row_is_an_error(tmp_path: Path) -> None:
    _, errors = parsed(Section1286Csv(), csv_file(tmp_path, row("A Institute", "2024"), "Company,B"))
    assert places(errors) == [(3, "", "row_length")]


@needs_data
def test_the_published_years() -> None:
    years: dict[str, list[ParsedEntry]] = {}
    for year in Section1286Csv().editions_in(SourceFiles.at(FILE)):
        years[year], errors = parsed(Section1286Csv(), FILE, ImportOptions(edition=year))
        assert errors == []
    assert {year: len(entries) for year, entries in years.items()} == {"2022": 48, "2023": 105, "2024": 134}
    programmes = [e.primary_name for e in years["2024"] if e.attributes["entry_type"] == "talent_programme"]
    assert programmes == [
        "Changjiang Scholar Distinguished Professorship",
        "Hundred Talents Plan",
        "Pearl River Talent Program",
        "Project 5-100",
        "River Talents Plan",
        "Thousand Talents Plan",
    ]
