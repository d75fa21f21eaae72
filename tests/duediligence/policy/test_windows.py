from datetime import date

import pytest

from duediligence.policy.keeping import Window, WindowUnit
from duediligence.policy.text import Mark, SourceMark, Text
from duediligence.policy.windows import window_start


def window(unit: WindowUnit, count: int) -> Window:
    return Window("funding", Text("研究費", "Funding"), unit, count, SourceMark(Mark.OWN))


@pytest.mark.parametrize(
    ("day", "count", "start"),
    [
        (date(2026, 4, 1), 3, date(2023, 4, 1)),
        (date(2027, 3, 31), 3, date(2023, 4, 1)),
        (date(2026, 3, 31), 3, date(2022, 4, 1)),
        (date(2026, 8, 1), 0, date(2026, 4, 1)),
    ],
)
def test_fiscal_years_begin_on_1_april(day, count, start):
    assert window_start(window(WindowUnit.FISCAL_YEARS, count), day) == start


@pytest.mark.parametrize(
    ("day", "count", "start"),
    [
        (date(2026, 8, 15), 5, date(2021, 8, 15)),
        (date(2028, 2, 29), 1, date(2027, 3, 1)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
    ],
)
def test_years_count_back_from_the_day(day, count, start):
    assert window_start(window(WindowUnit.YEARS, count), day) == start
