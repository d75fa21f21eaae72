import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from screening.importers.base import ImportOptions, Limits, ParsedEntry, ParsedName
from screening.importers.base import NameType as T
from screening.importers.faults import ImportRefused, RowNote
from screening.importers.files import SourceFile
from screening.importers.own_table import OwnTable
from screening.names.kinds import NameKind
from tests.screening.importers.making import names, parsed, places, workbook, write

HEADER = "uid,kind,name,aliases,weak_aliases,native_names,country,birth_date,identifiers,programme,concern,note"


def csv_file(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    return write(folder, "watch.csv", "\n".join([header, *rows]) + "\n", encoding)


def test_reads_every_column(tmp_path: Path) -> None:
    printed = "Example Institute,Ex. Inst.;EI Beijing,EI,例示研究所"
    path = csv_file(tmp_path, f"W-1,organization,{printed},CN;香港,,ROR:01abc; lei:5493,P1,dual use,see p. 3")
    entries, errors = parsed(OwnTable(), path)
    assert errors == []
    assert entries == [
        ParsedEntry(
            uid="W-1",
            uid_is_stable=True,
            kind=NameKind.ORGANIZATION,
            names=(
                ParsedName("Example Institute", T.PRIMARY),
                ParsedName("Ex. Inst."),
                ParsedName("EI Beijing"),
                ParsedName("例示研究所", T.NATIVE),
                ParsedName("EI", T.LOW_QUALITY, is_weak=True),
            ),
            row=2,
            countries=("CN", "HK"),
            identifiers=(("ror", "01abc"), ("lei", "5493")),
            attributes={"programme": "P1", "concern": "dual use", "note": "see p. 3"},
        )
    ]


def test_an_entry_without_uid_gets_the_same_derived_one_each_time(tmp_path: Path) -> None:
    entries, _ = parsed(OwnTable(), csv_file(tmp_path, ",person,Nobody Atall,,,,,1970,,,,", header=HEADER))
    again, _ = parsed(OwnTable(), csv_file(tmp_path, ",person,Nobody  Atall,,,,,1970,,,,", header=HEADER))
    assert entries[0].uid == again[0].uid
    assert (entries[0].uid_is_stable, entries[0].birth_dates) == (False, ("1970",))


def test_two_rows_with_one_derived_uid_are_both_read(tmp_path: Path) -> None:
    same = ",person,Same Name,,,,,,,,,"
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, same, same))
    assert [entry.uid for entry in entries] == [entries[0].uid, f"{entries[0].uid}-2"]
    assert errors == []


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("=ROW()-1,person,A B,,,,,,,,,", (2, "uid", "formula_for_id")),
        ("1,robot,A B,,,,,,,,,", (2, "kind", "unknown_kind")),
        ("1,person,,,,,,,,,,", (2, "name", "name_missing")),
        ("1,person, ,Alias,,,,,,,,", (2, "name", "name_missing")),
        ("1,person,???,,,,,,,,,", (2, "name", "name_without_letters")),
        (f"1,person,{'x' * 10_000},,,,,,,,,", (2, "name", "name_too_long")),
        ("1,person,A\x07B,,,,,,,,,", (2, "name", "control_character")),
        ("1,person,A B,,,,,,,,", (2, "", "row_length")),
    ],
)
def test_a_row_that_cannot_be_used_is_one_error_and_no_entry(
    tmp_path: Path, row: str, place: tuple[int, str, str]
) -> None:
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, row))
    assert entries == []
    assert places(errors) == [place]
    assert str(errors[0]).startswith("watch.csv, row 2")


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (f"1,person,A B,{'y' * 10_000},,,,,,,,", (2, "aliases", "name_too_long")),
        ("1,person,A B,C\x1bD,,,,,,,,", (2, "aliases", "control_character")),
        ("1,person,A B,,,,,31/02/1980,,,,", (2, "birth_date", "bad_date")),
        ("1,person,A B,,,,,,12345,,,", (2, "identifiers", "bad_identifier")),
    ],
)
def test_a_bad_detail_is_an_error_beside_its_entry(tmp_path: Path, row: str, place: tuple[int, str, str]) -> None:
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, row))
    assert [entry.primary_name for entry in entries] == ["A B"]
    assert places(errors) == [place]


def test_a_repeated_uid_names_the_row_it_was_used_in(tmp_path: Path) -> None:
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, "1,person,A B,,,,,,,,,", "1,person,C D,,,,,,,,,"))
    assert len(entries) == 1
    assert str(errors[0]) == "watch.csv, row 3, uid: The identifier “1” was already used in row 2."


def test_direction_marks_and_odd_countries_are_noted_and_nothing_is_lost(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,person,\u202bA\u200f B\u202c,:,,,Atlantis,,,,,")
    entries, errors = parsed(OwnTable(), path)
    assert errors == []
    assert names(entries[0]) == [("A B", "primary", False)]
    assert entries[0].countries == ()
    assert entries[0].attributes == {"countries_as_printed": "Atlantis"}
    assert entries[0].notes == (
        RowNote("watch.csv", 2, "name", "direction_marks_removed", {"value": "A B"}),
        RowNote("watch.csv", 2, "aliases", "alias_without_letters", {"value": ":"}),
        RowNote("watch.csv", 2, "country", "unknown_country", {"value": "Atlantis"}),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_japanese_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path, "1,団体,哈爾浜工業大学,,,,中国,,,,,", encoding=encoding)
    entries, _ = parsed(OwnTable(), path)
    assert [(entry.primary_name, entry.countries) for entry in entries] == [("哈爾浜工業大学", ("CN",))]


def test_japanese_headings_are_known(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,個人,山田 例", header="識別子,種別,名称", encoding="cp932")
    assert OwnTable().recognises(SourceFile.at(path))
    assert parsed(OwnTable(), path)[0][0].kind is NameKind.PERSON


def test_other_headings_are_read_through_a_mapping(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "7,A University,UK", header="Ref,Body,Where")
    options = ImportOptions(columns={"uid": "Ref", "name": "Body", "country": "Where"})
    assert not OwnTable().recognises(SourceFile.at(path))
    assert OwnTable().recognises(SourceFile.at(path), options)
    entries, _ = parsed(OwnTable(), path, options)
    assert [(e.uid, e.kind, e.primary_name, e.countries) for e in entries] == [
        ("7", NameKind.UNKNOWN, "A University", ("GB",))
    ]


def test_columns_that_we_do_not_know_are_kept(tmp_path: Path) -> None:
    entries, _ = parsed(OwnTable(), csv_file(tmp_path, "1,A University,loud", header="uid,name,colour"))
    assert entries[0].attributes == {"colour": "loud"}


def test_a_workbook_is_read_and_a_formula_for_an_id_is_refused_with_its_row(tmp_path: Path) -> None:
    header = ["uid", "kind", "name", "birth_date"]
    rows = [header, [12, "person", "A B", "1970-01-02"], ["=ROW()-1", "person", "C D"]]
    path = workbook(tmp_path, "watch.xlsx", list=rows)
    entries, errors = parsed(OwnTable(), path)
    assert [(entry.uid, entry.primary_name, entry.row) for entry in entries] == [("12", "A B", 2)]
    assert str(errors[0]) == (
        "watch.xlsx, row 3, uid: The identifier is a spreadsheet formula; write the value itself."
    )


@pytest.mark.parametrize(
    ("header", "code"),
    [("uid,kind", "other_columns"), ("uid,name,name", "repeated_columns"), ("", "missing_columns")],
)
def test_a_table_without_its_headings_is_refused(tmp_path: Path, header: str, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(OwnTable(), csv_file(tmp_path, "", header=header))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("{h}\n{r}\n", "utf-8"),
        ("\n\n{h}\n\n{r}\n,,,\n", "utf-8"),
        ("本学の監視リスト\n2026年11月現在,,\n{h}\n{r}\n", "cp932"),
        ("{h}\n{r},,\n", "utf-8"),
        ("{h},\n{r},\n", "utf-8"),
    ],
    ids=["plain", "blank rows", "titles above", "empty cells behind", "empty column"],
)
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_table_is_read_as_programs_and_people_save_it(tmp_path: Path, text: str, encoding: str, sign: str) -> None:
    printed = text.format(h="識別子,種別,名称,国", r="1,団体,例示大学,中国").replace(",", sign)
    file = SourceFile.at(write(tmp_path, "watch.csv", printed, encoding))
    assert OwnTable().recognises(file)
    entries, errors = parsed(OwnTable(), file.path)
    assert [(one.uid, one.primary_name, one.countries, one.attributes) for one in entries] == [
        ("1", "例示大学", ("CN",), {})
    ]
    assert errors == []


def test_a_workbook_with_a_cover_titles_and_merged_cells_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["表紙"])
    sheet = book.create_sheet("list")
    for row in (["監視リスト"], [], ["uid", "kind", "name", "country"], [1, "団体", "A", "中国"], [2, "団体", "B"]):
        sheet.append(row)
    sheet.append([3, "団体", "C"])
    sheet.merge_cells("D4:D6")
    book.save(tmp_path / "watch.xlsx")
    assert OwnTable().recognises(SourceFile.at(tmp_path / "watch.xlsx"))
    entries, errors = parsed(OwnTable(), tmp_path / "watch.xlsx")
    assert [(one.row, one.primary_name, one.countries) for one in entries] == [
        (4, "A", ("CN",)),
        (5, "B", ("CN",)),
        (6, "C", ("CN",)),
    ]
    assert errors == []


def test_columns_without_a_heading_are_kept_apart(tmp_path: Path) -> None:
    entries, _ = parsed(OwnTable(), csv_file(tmp_path, "1,A B,x,y", header="uid,name,,"))
    assert entries[0].attributes == {"column 3": "x", "column 4": "y"}


def test_a_formula_that_was_never_computed_is_said_to_be_one(tmp_path: Path) -> None:
    path = workbook(tmp_path, "watch.xlsx", s=[["uid", "name", "country"], ["1", "A B", '="C"&"N"']])
    entries, errors = parsed(OwnTable(), path)
    assert [entry.countries for entry in entries] == [()]
    assert places(errors) == [(2, "country", "formula_without_value")]


@pytest.mark.parametrize(
    ("word", "type_"), [("vessel", "vessel"), ("船舶", "vessel"), ("航空機", "aircraft"), ("人材計画", "programme")]
)
def test_what_is_neither_person_nor_body_keeps_its_type(tmp_path: Path, word: str, type_: str) -> None:
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, f"1,{word},A B", header="uid,kind,name"))
    assert [(one.kind, one.attributes) for one in entries] == [(NameKind.UNKNOWN, {"entity_type": type_})]
    assert errors == []


@pytest.mark.parametrize(("printed", "code"), [("25570", "date_serial"), ("1970年代", "bad_date")])
def test_a_date_that_cannot_be_read_says_how_to_write_it(tmp_path: Path, printed: str, code: str) -> None:
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, f"1,A B,{printed}", header="uid,name,birth_date"))
    assert (entries[0].birth_dates, places(errors)) == ((), [(2, "birth_date", code)])
    assert "1970-01-31" in str(errors[0])


def test_an_unknown_date_of_birth_is_none(tmp_path: Path) -> None:
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, "1,A B,不明", header="uid,name,birth_date"))
    assert (entries[0].birth_dates, errors) == ((), [])


def test_an_identifier_beyond_its_column_is_an_error(tmp_path: Path) -> None:
    entries, errors = parsed(OwnTable(), csv_file(tmp_path, f"{'x' * 201},A B", header="uid,name"))
    assert (entries, places(errors)) == ([], [(2, "uid", "uid_too_long")])


def test_an_office_table_of_names_alone_is_known_to_the_office_s_own_list(tmp_path: Path) -> None:
    file = SourceFile.at(csv_file(tmp_path, "例示大学,中国", header="名称,国"))
    other = SourceFile.at(write(tmp_path, "other.csv", "name,topics\nA,B\n"))
    assert not OwnTable().recognises(file)
    assert OwnTable(name_suffices=True).recognises(file)
    assert not OwnTable(name_suffices=True).recognises(other)


def _read(path: Path, options: ImportOptions) -> None:
    if OwnTable().recognises(SourceFile.at(path), options):
        parsed(OwnTable(), path, options)


@pytest.mark.parametrize("columns", [{"name": "Corps"}, {"name": "Body", "country": "Land"}])
def test_a_mapping_to_headings_that_are_not_there_is_refused(tmp_path: Path, columns: dict[str, str]) -> None:
    path, options = csv_file(tmp_path, "7,A University", header="Ref,Body"), ImportOptions(columns=columns)
    with pytest.raises(ImportRefused) as refused:
        _read(path, options)
    assert refused.value.code == "mapping_unmet"
    assert refused.value.params["found"] == "Ref, Body"


def test_a_cell_beyond_all_bounds_is_named_by_its_row(tmp_path: Path) -> None:
    too_long = "x" * (csv.field_size_limit() + 1)
    with pytest.raises(ImportRefused) as refused:
        parsed(OwnTable(), csv_file(tmp_path, f"1,{too_long}", header="uid,name"))
    assert (refused.value.row, refused.value.code) == (2, "cell_too_long")


def test_a_table_without_entries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"watch\.csv: The file holds no entry of this list\."):
        parsed(OwnTable(), csv_file(tmp_path))


def test_a_mapping_of_unknown_fields_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(OwnTable(), csv_file(tmp_path), ImportOptions(columns={"nationality": "Nat"}))
    assert (refused.value.code, refused.value.params) == ("unknown_mapping", {"fields": "nationality"})


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    rows = [f"{n},person,A B,,,,,,,,," for n in range(5)]
    with pytest.raises(ImportRefused) as refused:
        parsed(OwnTable(), csv_file(tmp_path, *rows), ImportOptions(limits=Limits(rows=4)))
    assert refused.value.code == "too_many_rows"


def test_a_quote_that_never_closes_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(OwnTable(), csv_file(tmp_path, "1,person,A B,,,,,,,,,", '2,person,"C D'))
    assert (refused.value.code, refused.value.row) == ("broken_csv", 3)
