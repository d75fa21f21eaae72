from datetime import date

import pytest

from screening.importers.dates import day_in_name, partial_dates, printed_day


@pytest.mark.parametrize(
    ("printed", "dates"),
    [
        ("10 Dec 1948", ("1948-12-10",)),
        ("Sept 1965", ("1965-09",)),
        ("circa 1950", ("1950",)),
        ("1941年8月20日", ("1941-08-20",)),
        ("1970年頃", ("1970",)),
        ("２０２０年", ("2020",)),
        ("1952-10-07", ("1952-10-07",)),
        ("1969-01-01T00:00:00", ("1969-01-01",)),
        ("1970-00-00", ("1970",)),
        ("12/05/1970", ("1970-05-12",)),
        ("dd/mm/1970", ("1970",)),
        ("dd/05/1970", ("1970-05",)),
        ("1965 to 1968", ("1965", "1966", "1967", "1968")),
        ("1979-1982", ("1979", "1980", "1981", "1982")),
        ("between 1960 and 1961", ("1960", "1961")),
        ("01 Mar 1965 to 31 Mar 1965", ("1965-03",)),
        ("01 Mar 1965 to 05 Apr 1965", ("1965",)),
        ("1900 to 1999", ()),
        ("1968 to 1965", ()),
        ("1965 to ?", ()),
        ("30 Feb 1970", ()),
        ("10 Foo 1970", ()),
        ("unknown", ()),
        ("昭和45年1月2日", ("1970-01-02",)),
        ("令和元年5月", ("2019-05",)),
        ("平成31年生まれ", ("2019",)),
        ("Ｓ４５．１．２", ("1970-01-02",)),
        ("h1/1/8", ("1989-01-08",)),
        ("昭和65年1月1日", ()),
        ("昭和0年", ()),
        ("19700102", ("1970-01-02",)),
        ("19701302", ()),
        ("02.01.1970", ("1970-01-02",)),
        ("January 2, 1970", ("1970-01-02",)),
        ("Foo 2, 1970", ()),
        ("約1970年", ("1970",)),
    ],
)
def test_partial_dates(printed: str, dates: tuple[str, ...]) -> None:
    assert partial_dates(printed) == dates


def test_printed_day() -> None:
    assert printed_day("02/03/2025") == date(2025, 3, 2)
    assert printed_day("02/03/2025", month_first=True) == date(2025, 2, 3)
    assert printed_day("2025-03") is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20250929_4.xlsx", date(2025, 9, 29)),
        ("shisantouketsu20260305.xlsx", date(2026, 3, 5)),
        ("20251399.xlsx", None),
        ("list.xlsx", None),
    ],
)
def test_day_in_name(name: str, day: date | None) -> None:
    assert day_in_name(name) == day
