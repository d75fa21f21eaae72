"""Each type of column: what it takes, the one spelling it keeps, and what it refuses."""

import pytest

from duediligence.policy import cells
from duediligence.policy.cells import CellRefused, last_day, read_cell, values_of
from duediligence.policy.form import Choice, Column, ColumnType, Names
from duediligence.policy.text import Text

NAME = Text("欄", "Column")


def column(kind: ColumnType, *, many: bool = False) -> Column:
    choices = (Choice("full_time", Text("常勤", "Full time")), Choice("part_time", Text("非常勤", "Part time")))
    return Column("c", NAME, kind, True, many, choices=choices if kind is ColumnType.CHOICE else ())


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (ColumnType.TEXT, "  東都　大学 ", "東都 大学"),
        (ColumnType.TEXT, " \n ", ""),
        (ColumnType.LONG_TEXT, " 一行目 \r\n 二行目 ", "一行目\n二行目"),
        (ColumnType.DATE, "2026/4/1", "2026-04-01"),
        (ColumnType.DATE, "２０２６年４月１日", "2026-04-01"),
        (ColumnType.YEAR_MONTH, "2026年4月", "2026-04"),
        (ColumnType.YEAR_MONTH, "2026-04-01", "2026-04"),
        (ColumnType.PERIOD, "2020-04/2023-03", "2020-04/2023-03"),
        (ColumnType.PERIOD, "2020-04/", "2020-04/"),
        (ColumnType.PERIOD, "2020/4〜2023/3", "2020-04/2023-03"),
        (ColumnType.PERIOD, "2020年4月から現在", "2020-04/"),
        (ColumnType.PERIOD, "2020-04 to present", "2020-04/"),
        (ColumnType.AMOUNT_JPY, "１,２００,０００円", "1200000"),
        (ColumnType.PERIOD, "2020年4月から2023年3月まで", "2020-04/2023-03"),
        (ColumnType.PERIOD, "自 平成30年4月 至 令和5年3月", "2018-04/2023-03"),
        (ColumnType.PERIOD, "自 平成30年4月 至 現在", "2018-04/"),
        (ColumnType.PERIOD, "平成３０年４月１日～令和元年９月３０日", "2018-04/2019-09"),
        (ColumnType.PERIOD, "2020/4 - 2023/3", "2020-04/2023-03"),
        (ColumnType.PERIOD, "2020.4〜在職中", "2020-04/"),
        (ColumnType.DATE, "令和６年４月１日", "2024-04-01"),
        (ColumnType.DATE, "r6.4.1", "2024-04-01"),
        (ColumnType.DATE, "2026 年 4 月 1 日", "2026-04-01"),
        (ColumnType.DATE, "20260401", "2026-04-01"),
        (ColumnType.DATE, "2026-04-01T09:30:00", "2026-04-01"),
        (ColumnType.YEAR_MONTH, "昭和64年1月", "1989-01"),
        (ColumnType.YEAR_MONTH, "Ｈ２１．３", "2009-03"),
        (ColumnType.YEAR_MONTH, "202604", "2026-04"),
        (ColumnType.AMOUNT_JPY, "¥0500", "500"),
        (ColumnType.AMOUNT_JPY, "4,500千円", "4500000"),
        (ColumnType.AMOUNT_JPY, "120万円", "1200000"),
        (ColumnType.AMOUNT_JPY, "JPY 1,200,000", "1200000"),
        (ColumnType.YES_NO, "有", "yes"),
        (ColumnType.YES_NO, "NO", "no"),
        (ColumnType.CHOICE, "常勤", "full_time"),
        (ColumnType.CHOICE, "part TIME", "part_time"),
        (ColumnType.DATE, "2024-05", "2024-05"),
        (ColumnType.DATE, "令和6年5月", "2024-05"),
        (ColumnType.DATE, "2024年", "2024"),
    ],
)
def test_one_spelling_is_kept_and_reads_as_itself(kind: ColumnType, typed: str, kept: str) -> None:
    assert read_cell(column(kind), typed) == kept
    assert read_cell(column(kind), kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (ColumnType.TEXT, "a\x00b", "control_characters"),
        (ColumnType.TEXT, "a" * (cells.MOST_TEXT + 1), "too_long"),
        (ColumnType.LONG_TEXT, "a" * (cells.MOST_TEXT + 1), "too_long"),
        (ColumnType.DATE, "2026-13", "not_a_month"),
        (ColumnType.DATE, "1026", "not_a_day"),
        (ColumnType.DATE, "2026年度", "not_a_day"),
        (ColumnType.DATE, "2026-02-30", "not_a_day"),
        (ColumnType.DATE, "1026-04-01", "not_a_day"),
        (ColumnType.DATE, "昭和65年1月1日", "not_a_day"),
        (ColumnType.YEAR_MONTH, "令和0年4月", "not_a_month"),
        (ColumnType.YEAR_MONTH, "last spring", "not_a_month"),
        (ColumnType.YEAR_MONTH, "2026-13", "not_a_month"),
        (ColumnType.YEAR_MONTH, "2626-01", "not_a_month"),
        (ColumnType.PERIOD, "2020-04", "not_a_period"),
        (ColumnType.PERIOD, "〜2023-03", "not_a_month"),
        (ColumnType.PERIOD, "2020-04〜later", "not_a_month"),
        (ColumnType.PERIOD, "2023-04/2020-03", "ends_before_it_begins"),
        (ColumnType.AMOUNT_JPY, "-5", "not_an_amount"),
        (ColumnType.AMOUNT_JPY, "1,20", "not_an_amount"),
        (ColumnType.AMOUNT_JPY, "約100万円", "not_an_amount"),
        (ColumnType.YES_NO, "perhaps", "not_yes_or_no"),
        (ColumnType.CHOICE, "never", "unknown_choice"),
    ],
)
def test_what_does_not_fit_is_refused(kind: ColumnType, typed: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_cell(column(kind), typed)
    assert refused.value.code == code


def test_several_values_stand_in_one_cell() -> None:
    many = column(ColumnType.TEXT, many=True)

    assert read_cell(many, "A；B ;\n C;") == "A; B; C"
    assert read_cell(many, "東 一郎、西 二郎") == "東 一郎; 西 二郎"
    assert values_of(many, "A; B; C") == ("A", "B", "C")
    assert values_of(many, "") == ()
    assert values_of(column(ColumnType.TEXT), "A; B") == ("A; B",)
    with pytest.raises(CellRefused, match="too_many_values"):
        read_cell(many, ";".join("a" * (cells.MOST_VALUES + 1)))


@pytest.mark.parametrize(
    "typed",
    [
        "Ito Ren, Kim Minjun",
        "Ito R, Kim M, Park S",
        "A. Smith and B. Jones",
        "山田太郎,鈴木花子",
        ", ".join(["A. B."] * 300),
    ],
)
def test_several_people_in_one_name_are_asked_about(typed: str) -> None:
    authors = Column("c", NAME, ColumnType.TEXT, False, True, names=Names.PERSON)

    with pytest.raises(CellRefused, match="several_names"):
        read_cell(authors, typed)


@pytest.mark.parametrize(
    "typed", ["Ito, Ren", "Smith, John, Jr.", "山田,太郎", "Ito, Ren A.", "van der Berg, J. W.; Ito, R."]
)
def test_a_family_name_before_its_comma_is_one_name(typed: str) -> None:
    authors = Column("c", NAME, ColumnType.TEXT, False, True, names=Names.PERSON)

    assert read_cell(authors, typed) == typed


def test_a_day_of_which_the_year_is_known_lasts_until_its_end() -> None:
    assert last_day(column(ColumnType.DATE), "2024") == "2024-12"
    assert last_day(column(ColumnType.DATE), "2024-05") == "2024-05"


def test_a_period_that_goes_on_has_no_last_day() -> None:
    period, month, text = (column(k) for k in (ColumnType.PERIOD, ColumnType.YEAR_MONTH, ColumnType.TEXT))

    assert last_day(period, "2020-04/") == "9999"
    assert last_day(period, "2020-04/2021-03") == "2021-03"
    assert last_day(month, "2020-04") == "2020-04"
    assert last_day(text, "2020-04") == ""


def test_a_name_is_shorter_than_what_is_said_about_it() -> None:
    named = Column("c", NAME, ColumnType.TEXT, True, False, names=Names.ORGANIZATION)
    assert len(read_cell(column(ColumnType.TEXT), "あ" * 9_000)) == 9_000
    assert read_cell(named, "あ" * cells.MOST_NAME) == "あ" * cells.MOST_NAME
    with pytest.raises(CellRefused) as refused:
        read_cell(named, "あ" * (cells.MOST_NAME + 1))
    assert refused.value.code == "too_long"
