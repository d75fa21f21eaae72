"""Which stages of a programme can stand beside each other."""

import datetime as dt

import pytest

from duediligence import errors
from duediligence.domain.programme import demand_orderly
from duediligence.enums import StageKind

MAY, JUNE, JULY = (dt.date(2026, month, 1) for month in (5, 6, 7))


def refused(*stages: tuple[StageKind, dt.date]) -> tuple[str, object]:
    with pytest.raises(errors.Refused) as raised:
        demand_orderly(stages)
    return raised.value.code, raised.value.params["row"]


def test_a_call_is_followed_by_its_stages_however_they_were_typed() -> None:
    demand_orderly(
        [
            (StageKind.CONTRACT, JULY),
            (StageKind.CALL, MAY),
            (StageKind.INTERVIEW, JUNE),
            (StageKind.CANDIDATE, JUNE),
            (StageKind.REPORT, JULY),
            (StageKind.REPORT, JULY.replace(year=2027)),
        ]
    )


def test_no_stage_at_all_is_in_order() -> None:
    demand_orderly([])


@pytest.mark.parametrize(("first", "second"), [(JUNE, MAY), (JULY, JUNE)])
def test_a_later_stage_does_not_end_before_an_earlier_one(first: dt.date, second: dt.date) -> None:
    assert refused((StageKind.INTERVIEW, first), (StageKind.CONTRACT, second)) == ("stage_before_earlier", 2)
    assert refused((StageKind.CONTRACT, second), (StageKind.INTERVIEW, first)) == ("stage_before_earlier", 2)


def test_a_stage_stands_there_once() -> None:
    assert refused((StageKind.CALL, MAY), (StageKind.CONTRACT, JULY), (StageKind.CALL, JUNE)) == ("stage_repeated", 3)


def test_a_yearly_report_stands_there_once_a_day() -> None:
    assert refused((StageKind.REPORT, MAY), (StageKind.REPORT, MAY)) == ("stage_repeated", 2)


@pytest.mark.parametrize("year", [26, 1999, 2101])
def test_a_slip_in_the_year_is_noticed(year: int) -> None:
    assert refused((StageKind.CALL, MAY), (StageKind.REPORT, dt.date(year, 6, 1))) == ("stage_day_implausible", 2)
