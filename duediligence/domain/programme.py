"""The stages of a programme: which deadlines can stand beside each other."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from duediligence import errors
from duediligence.enums import StageKind
from duediligence.labels import label

YEARS: Final = range(2000, 2101)
"""A deadline outside of these years is a slip of the hand."""


def demand_orderly(stages: Sequence[tuple[StageKind, dt.date]]) -> None:
    """Check the rows of one programme in the order in which they were typed; a call has each stage once.

    The reports alone are yearly and stand there several times. ``row`` of a refusal counts from one.
    Raises ``StageDayImplausible``, ``StageRepeated``, ``StageBeforeEarlier``.
    """
    order = list(StageKind)
    for number, (kind, day) in enumerate(stages, start=1):
        if day.year not in YEARS:
            raise errors.StageDayImplausible(row=number, stage=label(kind), day=day)
        for earlier, (other, other_day) in enumerate(stages[: number - 1], start=1):
            if other is kind:
                if kind is not StageKind.REPORT or other_day == day:
                    raise errors.StageRepeated(row=number, stage=label(kind), earlier=earlier)
            elif (order.index(other) < order.index(kind)) != (other_day <= day):
                raise errors.StageBeforeEarlier(
                    row=number, stage=label(kind), day=day, beside=label(other), beside_day=other_day
                )
