"""Working days in Japan: no weekends, no public holidays, no year's end (29 December to 3 January).

``closed`` adds days on which an office does not work, such as a university's foundation day.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """A year at once: asking day by day is what takes time."""
    return frozenset(day for day, _ in jpholiday.year_holidays(year))


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    at_year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    is_public = day.weekday() < 5 and not at_year_end and day not in _holidays(day.year)
    return is_public and day not in closed


def add_working_days(day: date, count: int, closed: Collection[date] = ()) -> date:
    """Return the working day that is ``count`` working days after ``day``, or before it when negative.

    Zero gives ``day`` itself, or the next working day when it is none.
    """
    step = -_DAY if count < 0 else _DAY
    left = abs(count)
    while left or not is_working_day(day, closed):
        day += step
        if left and is_working_day(day, closed):
            left -= 1
    return day


def working_days_between(first: date, last: date, closed: Collection[date] = ()) -> int:
    """Return how many working days come after ``first`` up to and including ``last``; negative backwards."""
    if last < first:
        return -working_days_between(last, first, closed)
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=number), closed) for number in range(1, span + 1))


def fiscal_year(day: date) -> int:
    """Return the fiscal year of a day; it begins on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, its last day where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = monthrange(first.year, first.month)[1]
    return first.replace(day=min(day.day, last))
