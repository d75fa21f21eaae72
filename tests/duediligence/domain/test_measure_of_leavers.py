"""Measures about a member end with their part: by a revision, or once their last day is over."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duediligence.domain import measure
from duediligence.enums import MeasureAct, MeasureTarget, MemberRole
from duediligence.enums import MeasureStatus as Status
from duediligence.models import Person
from tests import factories, stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_a_revision_ends_the_measures_about_whoever_left(cast: Cast, tmp_path: Path) -> None:
    second = factories.member("見本 二郎", role=MemberRole.PARTICIPANT)
    case = stories.screened_case(cast, tmp_path, members=(factories.member(), second))
    kept = stories.proposed_measure(case, cast)
    gone = stories.proposed_measure(case, cast, person=Person.objects.get(name="見本 二郎"))
    room = stories.proposed_measure(case, cast, person=None, target=MeasureTarget.DATA_SET, place="観測データ")
    stories.revise(case, cast, members=(factories.member(),))
    for one in (kept, gone, room):
        one.refresh_from_db()
    assert [one.status for one in (kept, gone, room)] == ["proposed", "ended", "proposed"]
    assert gone.records.latest("pk").text == "計画の変更"


def test_the_day_after_their_last_one_ends_the_measures_about_a_member(
    cast: Cast, tmp_path: Path, time_machine: Any
) -> None:
    time_machine.move_to(factories.NOW)
    last = factories.TODAY + dt.timedelta(days=30)
    leaving = replace(factories.member("見本 二郎", role=MemberRole.PARTICIPANT), end_date=last)
    case = stories.screened_case(cast, tmp_path, members=(factories.member(), leaving))
    kept = stories.proposed_measure(case, cast)
    gone = stories.proposed_measure(case, cast, person=Person.objects.get(name="見本 二郎"))
    assert measure.cases_of_leavers(last) == []
    after = last + dt.timedelta(days=1)
    assert measure.cases_of_leavers(after) == [case.pk]
    noon = dt.datetime.combine(after, dt.time(12), tzinfo=dt.UTC)
    time_machine.move_to(noon)
    for _twice in range(2):
        measure.end_of_leavers(case.pk, actor=factories.SYSTEM, now=noon)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.status, gone.status) == (Status.PROPOSED, Status.ENDED)
    assert gone.records.filter(act=MeasureAct.END).values_list("text", flat=True).get() == "member_left"
    assert measure.cases_of_leavers(after) == []
