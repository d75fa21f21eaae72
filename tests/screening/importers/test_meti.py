from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from screening.importers.base import FileFacts, ParsedEntry
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.meti import MetiTranscription, MetiWorkbook, alias_lines
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, workbook, write

FOLDER = DATA / "lists" / "jp_meti_eul"
HEADINGS = [
    "No.",
    "国名、地域名\nCountry or Region",
    "企業名､組織名\nCompany or Organization",
    "別名\nAlso Known As",
    "懸念区分\nType of WMD",
    "通常兵器\nConventional Weapons",
]
CHINA = "中国\nPeople's Republic of China"


def sheet(folder: Path, *rows: list[object], headings: list[str] = HEADINGS) -> Path:
    return workbook(folder, "list.xlsx", ユーザーリスト=[headings, *rows])


def test_native_names_acronyms_and_aliases_become_names_of_their_own(tmp_path: Path) -> None:
    name = "Example Institute （EXI）\n(例示工業大学)"
    aliases = "・Ex Inst\n(例示学院)\n・EXINST"
    path = sheet(tmp_path, ["=ROW()-1", CHINA, name, aliases, "ミサイル、核\nＭ,N", "通常兵器\nCW"])
    (entry,), errors = parsed(MetiWorkbook(), path)
    assert errors == []
    assert names(entry) == [
        ("Example Institute", "primary", False),
        ("例示工業大学", "native", False),
        ("Ex Inst", "aka", False),
        ("例示学院", "native", False),
        ("EXINST", "aka", False),
        ("EXI", "acronym", True),
    ]
    assert (entry.uid_is_stable, entry.countries, entry.row) == (False, ("CN",), 2)
    assert entry.attributes == {"wmd_types": ("missile", "nuclear"), "conventional_arms": "yes"}


def test_the_layout_without_conventional_arms_is_read(tmp_path: Path) -> None:
    path = sheet(tmp_path, [1, CHINA, "Example Institute", "", "核\nN"], headings=HEADINGS[:5])
    (entry,), _ = parsed(MetiWorkbook(), path)
    assert entry.attributes == {"wmd_types": "nuclear"}


def test_headings_may_follow_a_title(tmp_path: Path) -> None:
    rows = [["外国ユーザーリスト"], [], HEADINGS, [1, CHINA, "Example", "", "核\nN", ""]]
    path = workbook(tmp_path, "list.xlsx", s=rows)
    (entry,), _ = parsed(MetiWorkbook(), path)
    assert (entry.primary_name, entry.row) == ("Example", 4)


@pytest.mark.parametrize(
    ("cell", "aliases"),
    [
        ("・A One\n・B Two", ["A One", "B Two"]),
        ("・A One\nMashinostroeniya\n・B Two", ["A One Mashinostroeniya", "B Two"]),
        ("・A One; and\n・B Two", ["A One", "B Two"]),
        (" ・A One \n\n", ["A One"]),
        ("A CO., LTD", ["A CO., LTD"]),
        ("・A One\n中国一号", ["A One", "中国一号"]),
    ],
)
def test_alias_lines(cell: str, aliases: list[str]) -> None:
    assert alias_lines(cell) == aliases


def test_a_cjk_mark_is_no_part_of_the_name(tmp_path: Path) -> None:
    (entry,), _ = parsed(MetiWorkbook(), sheet(tmp_path, [1, CHINA, "Example", "・例示学院 (CJK)", "", ""]))
    assert names(entry)[1:] == [("例示学院", "native", False)]


def test_a_row_without_a_name_is_an_error(tmp_path: Path) -> None:
    path = sheet(tmp_path, [1, CHINA, "Example"], [2, CHINA, "", "・Alias"])
    entries, errors = parsed(MetiWorkbook(), path)
    assert len(entries) == 1
    assert places(errors) == [(3, "Company or Organization", "name_missing")]


def test_a_row_with_nothing_but_its_number_is_none(tmp_path: Path) -> None:
    entries, errors = parsed(MetiWorkbook(), sheet(tmp_path, [1, CHINA, "Example"], [2, "", "", "", "", ""]))
    assert (len(entries), errors) == (1, [])


@pytest.mark.parametrize(
    "headings",
    [
        ["No.", "国名、地域名", "企業名､組織名", "別名", "懸念区分", "通常兵器"],
        ["No.", "Country  or\nRegion", "Ｃｏｍｐａｎｙ or Organization", "ALSO KNOWN AS", "Type of WMD", ""],
    ],
    ids=["Japanese alone", "English alone, widths and breaks"],
)
def test_headings_in_one_language_are_known(tmp_path: Path, headings: list[str]) -> None:
    path = workbook(tmp_path, "list.xlsx", s=[["外国ユーザーリスト"], [], headings, [1, CHINA, "Example", "・Ex"]])
    assert MetiWorkbook().recognises(SourceFile.at(path))
    (entry,), errors = parsed(MetiWorkbook(), path)
    assert (entry.countries, names(entry)[1:], errors) == (("CN",), [("Ex", "aka", False)], [])


def test_a_country_merged_over_several_rows_counts_for_each(tmp_path: Path) -> None:
    path = sheet(tmp_path, [1, CHINA, "Example"], [2, "", "Other"])
    book = load_workbook(path)
    book.worksheets[0].merge_cells("B2:B3")
    book.save(path)
    entries, _ = parsed(MetiWorkbook(), path)
    assert [entry.countries for entry in entries] == [("CN",), ("CN",)]


def test_a_name_that_is_a_formula_without_a_value_is_said_to_be_one(tmp_path: Path) -> None:
    entries, errors = parsed(MetiWorkbook(), sheet(tmp_path, [1, CHINA, '="A"&"B"']))
    assert (entries, places(errors)) == (
        [],
        [
            (2, "Company or Organization", "formula_without_value"),
            (2, "Company or Organization", "name_missing"),
        ],
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_the_workbook_saved_as_csv_is_read_like_it(tmp_path: Path, encoding: str) -> None:
    head = ",".join(f'"{cell}"' for cell in HEADINGS)
    path = write(tmp_path, "20250929.csv", f'{head}\r\n1,"{CHINA}","Example","・Ex\n・Exa",B,\r\n', encoding)
    assert MetiWorkbook().recognises(SourceFile.at(path))
    (entry,), errors = parsed(MetiWorkbook(), path)
    assert ([name.text for name in entry.names], entry.countries, errors) == (["Example", "Ex", "Exa"], ("CN",), [])


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    whole = sheet(tmp_path, [1, CHINA, "Example"]).read_bytes()
    half = write(tmp_path, "half.xlsx", whole[: len(whole) // 2])
    with pytest.raises(ImportRefused) as refused:
        parsed(MetiWorkbook(), half)
    assert (refused.value.file, refused.value.code) == ("half.xlsx", "not_a_workbook")


def test_a_workbook_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, "list.xlsx", s=[HEADINGS[:3], [1, CHINA, "Example"]])
    assert not MetiWorkbook().recognises(SourceFile.at(path))
    with pytest.raises(ImportRefused) as refused:
        parsed(MetiWorkbook(), path)
    assert refused.value.code == "missing_columns"


def test_the_file_name_states_the_day(tmp_path: Path) -> None:
    path = workbook(tmp_path, "20250929_4.xlsx", s=[HEADINGS, [1, CHINA, "Example"]])
    assert MetiWorkbook().facts(SourceFiles.at(path)) == FileFacts(issued=date(2025, 9, 29))


def test_a_transcription_is_read_like_the_workbook(tmp_path: Path) -> None:
    text = (
        "no,country_ja,country_en,company_or_organization,also_known_as,type_of_wmd,conventional_weapons\n"
        '1,中国,China,Example Institute （EXI）,Ex Inst; EXINST,"M,N",CW\n2,中国\n'
    )
    path = write(tmp_path, "list.csv", text)
    (entry,), errors = parsed(MetiTranscription(), path)
    assert MetiTranscription().facts(SourceFiles.at(path)) == FileFacts()
    assert MetiTranscription().editions_in(SourceFiles.at(path)) == ()
    assert names(entry) == [
        ("Example Institute", "primary", False),
        ("Ex Inst", "aka", False),
        ("EXINST", "aka", False),
        ("EXI", "acronym", True),
    ]
    assert (entry.countries, entry.attributes["wmd_types"]) == (("CN",), ("missile", "nuclear"))
    assert places(errors) == [(3, "", "row_length")]


@needs_data
def test_the_edition_of_september_2025() -> None:
    entries, errors = parsed(MetiWorkbook(), FOLDER / "20250929_4.xlsx")
    assert (len(entries), errors) == (835, [])
    assert [note for entry in entries for note in entry.notes] == []
    assert len({entry.countries for entry in entries}) == 15
    assert sum("wmd_types" not in entry.attributes for entry in entries) == 54
    assert names(by_name(entries, "Northwestern Polytechnical University")) == [
        ("Northwestern Polytechnical University", "primary", False),
        ("西北工業大学", "native", False),
        ("Northwest Polytechnic University", "aka", False),
        ("Northwest Polytechnical University", "aka", False),
        ("Northwestern Polytechnic University", "aka", False),
        ("NPU", "acronym", True),
    ]


@needs_data
def test_the_transcribed_edition_of_january_2025_has_the_uids_of_the_published_one() -> None:
    january, errors = parsed(MetiTranscription(), FOLDER / "derived_meti_eul_20250131.csv")
    september, _ = parsed(MetiWorkbook(), FOLDER / "20250929_4.xlsx")
    before, after = {e.uid for e in january}, {e.uid for e in september}
    assert (len(january), errors) == (748, [])
    assert (len(after - before), len(before - after)) == (94, 7)


def by_name(entries: list[ParsedEntry], name: str) -> ParsedEntry:
    return next(entry for entry in entries if entry.primary_name == name)


def test_a_bullet_before_the_name_itself_is_not_part_of_it(tmp_path: Path) -> None:
    (entry,), _ = parsed(MetiWorkbook(), sheet(tmp_path, [1, CHINA, "・Example Works （例示工場）", "", "", ""]))
    assert [name.text for name in entry.names] == ["Example Works", "例示工場"]
