from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.policy.calendar import (
    add_months,
    add_working_days,
    fiscal_year,
    is_working_day,
    working_days_between,
)

calm = settings(deadline=None)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 25),  # Saturday
        date(2026, 4, 26),  # Sunday
        date(2026, 4, 29),  # Showa Day
        date(2026, 5, 6),  # substitute holiday for 3 May, a Sunday
        date(2026, 9, 22),  # a day between two holidays
        date(2026, 12, 29),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2025, 1, 3),
    ],
)
def test_closed_days(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 4, 28), date(2026, 5, 7), date(2026, 12, 28), date(2027, 1, 4)])
def test_open_days(day):
    assert is_working_day(day)


def test_an_office_may_close_on_days_of_its_own():
    foundation_day = date(2026, 4, 28)
    assert not is_working_day(foundation_day, {foundation_day})
    assert add_working_days(date(2026, 4, 27), 1, {foundation_day}) == date(2026, 4, 30)
    assert working_days_between(date(2026, 4, 27), date(2026, 4, 30), {foundation_day}) == 1


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 4, 28), 0, date(2026, 4, 28)),
        (date(2026, 4, 29), 0, date(2026, 4, 30)),
        (date(2026, 4, 28), 1, date(2026, 4, 30)),
        (date(2026, 4, 25), 1, date(2026, 4, 27)),
        (date(2026, 4, 30), 2, date(2026, 5, 7)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 5, 7), -1, date(2026, 5, 1)),
        (date(2026, 5, 5), -2, date(2026, 4, 30)),
    ],
)
def test_adding_working_days(day, count, expected):
    assert add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 4, 28), date(2026, 4, 28), 0),
        (date(2026, 4, 28), date(2026, 4, 30), 1),
        (date(2026, 4, 24), date(2026, 4, 27), 1),
        (date(2026, 4, 30), date(2026, 4, 28), -1),
        (date(2026, 12, 25), date(2027, 1, 5), 3),
    ],
)
def test_counting_working_days(first, last, expected):
    assert working_days_between(first, last) == expected


@calm
@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_agree(day, count):
    due = add_working_days(day, count)
    assert is_working_day(due)
    assert working_days_between(day, due) == count


@calm
@given(DAYS, st.integers(1, 60))
def test_going_back_undoes_going_on(day, count):
    start = add_working_days(day, 0)
    assert add_working_days(add_working_days(start, count), -count) == start


@calm
@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_two_strides_are_one(day, one, other):
    assert add_working_days(add_working_days(day, one), other) == add_working_days(
        add_working_days(day, 0) if one + other == 0 or (one == 0 and other) else day, one + other
    )


@calm
@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_counting_is_additive(day, one, other):
    middle, last = day + timedelta(days=one), day + timedelta(days=one + other)
    parts = working_days_between(day, middle) + working_days_between(middle, last)
    assert working_days_between(day, last) == parts


@pytest.mark.parametrize(("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026)])
def test_the_fiscal_year_begins_in_april(day, year):
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 6, 1), 12, date(2027, 6, 1)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 60, date(2031, 12, 31)),
    ],
)
def test_months_are_added_to_the_last_day_of_a_shorter_month(day, months, later):
    assert add_months(day, months) == later
