"""Whatever is put anywhere into a policy, the check answers with faults and never breaks."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.policy.export import as_data
from duediligence.policy.faults import MESSAGES
from duediligence.policy.parse import check_policy, parse_policy
from tests.duediligence.policy.sample import small_policy

Place = tuple[str | int, ...]

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(
        [0, -1, 10**400, 0.5, float("nan"), float("inf"), "", "x", "\x00", "x" * 3000, [], {}, [[]], [None]]
    ),
    st.sampled_from(["review", "approval", "decide", "strong", "2026-04-01", "is", "any_of", "国籍"]),
    st.dictionaries(st.sampled_from(["code", "ja", "en", "mark", "国籍"]), st.just("x"), max_size=3),
)


def places(data: Any, at: Place = ()) -> list[Place]:
    """Every place in the data but the whole."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for key, value in items for found in ((*at, key), *places(value, (*at, key)))]


PLACES = places(small_policy())


def spoil(data: Any, place: Place, value: object) -> Any:
    inner = data
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return data


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_junk_is_a_fault_or_another_policy(place, junk):
    data = spoil(small_policy(), place, junk)
    faults = check_policy(data)
    assert all(str(fault) and fault.code in MESSAGES for fault in faults)
    if not faults:
        assert parse_policy(as_data(parse_policy(data))) == parse_policy(data)


@settings(deadline=None)
@given(st.sampled_from([place for place in PLACES if isinstance(place[-1], str)]))
def test_a_key_left_out_is_named_or_was_optional(place):
    data = small_policy()
    inner: Any = data
    for key in place[:-1]:
        inner = inner[key]
    del inner[place[-1]]
    faults = check_policy(data)
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place)[1:]
    optional = {"separate_from", "may_return_to", "requires", "window", "ref", "items"}
    assert (path, "missing_key") in [(fault.path, fault.code) for fault in faults] or place[-1] in optional
