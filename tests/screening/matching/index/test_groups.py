"""Lists of numbers one after another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.index.groups import Groups, run_starts

LISTS = st.lists(st.lists(st.integers(0, 1000), max_size=5), max_size=12)


def _groups(lists: list[list[int]]) -> Groups:
    groups = [place for place, members in enumerate(lists) for _ in members]
    flat = [member for members in lists for member in members]
    return Groups.build(np.array(groups, np.int64), np.array(flat, np.int32), len(lists))


@given(LISTS)
def test_each_group_holds_its_members_in_order(lists: list[list[int]]) -> None:
    groups = _groups(lists)
    assert [groups[place].tolist() for place in range(len(groups))] == lists


@given(LISTS, st.data())
def test_several_groups_are_read_one_after_another(lists: list[list[int]], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(range(len(lists))), max_size=8)) if lists else []
    members, counts = _groups(lists).of(np.array(chosen, np.int64))
    assert members.tolist() == [member for place in chosen for member in lists[place]]
    assert counts.tolist() == [len(lists[place]) for place in chosen]


def test_runs_of_equal_values_begin_where_the_value_changes() -> None:
    assert run_starts(np.array([3, 3, 5, 7, 7, 7])).tolist() == [0, 2, 3]
    assert run_starts(np.array([], int)).tolist() == []
