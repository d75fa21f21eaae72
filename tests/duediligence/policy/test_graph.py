from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.policy import graph

calm = settings(deadline=None)
NODES = [f"n{number}" for number in range(8)]
GRAPHS = st.dictionaries(
    st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=3, unique=True).map(tuple), max_size=8
).map(graph.without_strangers)
ORDERED = st.lists(st.sets(st.integers(0, 7), max_size=3), max_size=8).map(
    lambda rows: {
        NODES[row]: tuple(NODES[first] for first in sorted(firsts) if first < row) for row, firsts in enumerate(rows)
    }
)

DIAMOND = {"last": ("left", "right"), "left": ("first",), "right": ("first",), "first": ()}


def reaches(steps: graph.Graph, start: str, goal: str) -> bool:
    """The slow and plain way to tell whether ``start`` waits for ``goal``, however many steps between."""
    reached = set(steps[start])
    for _ in steps:
        reached |= {far for near in reached for far in steps[near]}
    return goal in reached


def test_strangers_are_dropped():
    assert graph.without_strangers({"a": ("b", "z"), "b": ()}) == {"a": ("b",), "b": ()}


def test_order_follows_what_comes_first_and_then_the_declaration():
    assert graph.in_order(DIAMOND) == ("first", "left", "right", "last")
    assert graph.in_order({"b": (), "a": ()}) == ("b", "a")


def test_earlier_and_later():
    assert graph.earlier(DIAMOND, "last") == {"left", "right", "first"}
    assert graph.earlier(DIAMOND, "first") == frozenset()
    assert graph.later(DIAMOND, "left") == {"last"}


def test_the_shortest_way_round_is_named():
    ring = {"a": ("b", "c"), "b": ("c",), "c": ("d",), "d": ("a",)}
    assert graph.cycles(ring) == (("a", "c", "d", "a"),)


@calm
@given(GRAPHS)
def test_a_cycle_is_found_exactly_when_some_step_waits_for_itself(steps):
    knotted = {node for node in steps if reaches(steps, node, node)}
    assert bool(graph.cycles(steps)) == bool(knotted)
    assert all(ring[0] in knotted for ring in graph.cycles(steps))


@calm
@given(GRAPHS)
def test_a_cycle_is_a_closed_path_of_steps_that_wait_for_the_next(steps):
    for ring in graph.cycles(steps):
        assert ring[0] == ring[-1]
        assert len(set(ring)) == len(ring) - 1
        assert all(then in steps[now] for now, then in pairwise(ring))


@calm
@given(GRAPHS)
def test_every_knot_is_named_once(steps):
    starts = [ring[0] for ring in graph.cycles(steps)]
    for node in steps:
        if reaches(steps, node, node):
            together = [s for s in starts if s == node or (reaches(steps, node, s) and reaches(steps, s, node))]
            assert len(together) == 1


@calm
@given(GRAPHS)
def test_the_order_leaves_out_only_knots_and_what_is_behind_them(steps):
    knotted = {node for node in steps if reaches(steps, node, node)}
    behind = {node for node in steps if any(reaches(steps, node, knot) for knot in knotted)}
    assert set(graph.in_order(steps)) == set(steps) - knotted - behind


@calm
@given(ORDERED)
def test_without_cycles_everything_is_in_order(steps):
    order = graph.in_order(steps)
    assert sorted(order) == sorted(steps)
    assert all(order.index(first) < order.index(node) for node in steps for first in steps[node])
    assert graph.cycles(steps) == ()


@calm
@given(GRAPHS, st.sampled_from(NODES), st.sampled_from(NODES))
def test_later_is_earlier_seen_from_the_other_side(steps, one, other):
    if one in steps and other in steps:
        assert (one in graph.later(steps, other)) == (other in graph.earlier(steps, one))
        assert (other in graph.earlier(steps, one)) == reaches(steps, one, other)
