from datetime import date
from pathlib import Path

import pytest

from screening.importers.base import NameType as T
from screening.importers.base import ParsedEntry, ParsedName
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.importers.mof import MofWorkbook
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import parsed, workbook

PEOPLE = "9.例示国（個人）"
BODIES = "28.例示国(団体)"
MIXED = "2.例示関係者等"
PERSON_HEAD = [
    "告示日付",
    "告示番号",
    "日本語表記",
    "英語表記",
    "別名",
    "確定に十分でない別名",
    "生年月日",
    "国籍",
    "旅券番号",
    "住所",
]
PERSON = [
    "2013.2.27",
    "1",
    "アルファ・ブラボー",
    "ALPHA BRAVO\n（original script：ألفا）",
    "(a)アルファ（Alfa）",
    "背高（The Tall）",
    "(a)1970年頃 (b)1971-02-03",
    "アトランティス",
    "P1",
    "東京都、日本",
]
BODY_HEAD = ["告示日付", "告示番号", "日本語表記", "英語表記", "別称・旧称", "所在地"]
BODY = [
    "2022.3.8",
    "*2",
    "例示研究所",
    "Example Institute",
    "（旧称）旧研究所\n(f.k.a. Old Institute)",
    "1 Road, Moscow, Russia",
]


def list_file(folder: Path) -> Path:
    return workbook(
        folder,
        "shisantouketsu20260305.xlsx",
        **{
            "一覧": [["このファイルは"]],
            "8.【解除】例示": [["【2015年告示廃止】"]],
            PEOPLE: [
                ["例示国の者"],
                PERSON_HEAD,
                PERSON,
                ["2014.1.1削除", "2", "", ""],
                ["", "", "", "", "", "", "続き"],
            ],
            BODIES: [["題"], ["注"], BODY_HEAD, BODY, ["2022.3.9", "", "番号なし", "No Number"]],
            MIXED: [["題"], PERSON_HEAD[:4], ["2001.1.1", "3", "例示信託", ""]],
        },
    )


def test_each_programme_is_read_by_its_own_columns(tmp_path: Path) -> None:
    entries, errors = parsed(MofWorkbook(), list_file(tmp_path))
    assert entries == [
        ParsedEntry(
            uid="9-1",
            uid_is_stable=True,
            kind=NameKind.PERSON,
            names=(
                ParsedName("ALPHA BRAVO", T.PRIMARY),
                ParsedName("アルファ・ブラボー", T.NATIVE, language="ja"),
                ParsedName("ألفا", T.NATIVE),
                ParsedName("アルファ"),
                ParsedName("Alfa"),
                ParsedName("背高", T.LOW_QUALITY, is_weak=True),
                ParsedName("The Tall", T.LOW_QUALITY, is_weak=True),
            ),
            row=3,
            countries=("JP",),
            birth_dates=("1970", "1971-02-03"),
            identifiers=(("passport", "P1"),),
            attributes={
                "programme": "例示国（個人）",
                "birth_dates_as_printed": "(a)1970年頃 (b)1971-02-03",
                "nationality_as_printed": "アトランティス",
                "addresses": "東京都、日本",
                "notice": "2013.2.27",
            },
        ),
        ParsedEntry(
            uid="28-2",
            uid_is_stable=True,
            kind=NameKind.ORGANIZATION,
            names=(
                ParsedName("Example Institute", T.PRIMARY),
                ParsedName("例示研究所", T.NATIVE, language="ja"),
                ParsedName("旧研究所", T.FORMER),
                ParsedName("Old Institute", T.FORMER),
            ),
            row=4,
            countries=("RU",),
            attributes={
                "programme": "例示国(団体)",
                "addresses": "1 Road, Moscow, Russia",
                "notice": "2022.3.8",
            },
        ),
        ParsedEntry(
            uid="2-3",
            uid_is_stable=True,
            kind=NameKind.UNKNOWN,
            names=(ParsedName("例示信託", T.PRIMARY),),
            row=3,
            attributes={"programme": "例示関係者等", "notice": "2001.1.1"},
        ),
    ]
    assert [str(error) for error in errors] == [
        f"shisantouketsu20260305.xlsx [{BODIES}], row 5, uid: The row has no identifier."
    ]


def test_rows_below_an_entry_go_on_with_its_cells_and_emptied_ones_are_passed_over(tmp_path: Path) -> None:
    head = ["告示\n日付", "告示番号", "日本語\n表記", "英語表記", "別名", "その他の情報"]
    rows = [
        ["", "", "", "", "", "before the first"],
        ["2010.5.1", "1", "例", "Example", "Ex", "first"],
        ["", "", "", "", "Exa", "second"],
        ["2012.10.25", "2", "", "", "", ""],
        ["2012.10.25", "3", "", "", "", "no name"],
    ]
    path = workbook(tmp_path, "a.xlsx", **{MIXED: [head, *rows]})
    (entry,), errors = parsed(MofWorkbook(), path)
    assert [name.text for name in entry.names] == ["Example", "例", "Ex", "Exa"]
    assert entry.attributes["remarks"] == "first second"
    assert [(error.row, error.code) for error in errors] == [
        (2, "uid_missing"),
        (2, "name_missing"),
        (6, "name_missing"),
    ]


def test_the_file_name_states_the_day(tmp_path: Path) -> None:
    files = SourceFiles.at(list_file(tmp_path))
    assert MofWorkbook().recognises(files.primary)
    assert MofWorkbook().facts(files).issued == date(2026, 3, 5)


def test_a_workbook_without_any_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(MofWorkbook(), workbook(tmp_path, "a.xlsx", s=[["x"]]))
    assert refused.value.code == "missing_columns"


@needs_data
def test_the_list_of_2026_03_05() -> None:
    path = DATA / "lists" / "jp_mof_asset_freeze" / "shisantouketsu20260305.xlsx"
    entries, errors = parsed(MofWorkbook(), path)
    assert (len(entries), errors) == (2862, [])
    by_uid = {entry.uid: entry for entry in entries}
    assert [name.text for name in by_uid["20-1"].names] == [
        "ATOMIC ENERGY ORGANISATION OF IRAN",
        "イラン原子力庁",
        "サーズマーネ・エナジー・アトミー",
        "エー・イー・オー・アイ",
        "Sazeman-e Energy Atomi",
        "AEOI",
    ]
