import base64

import pytest

from duediligence.api.pagination import cursor_after
from duediligence.models import Programme
from tests import factories
from tests.duediligence.api.calling import Caller, caller, faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> Caller:
    return caller(factories.client(*[factories.programme(code=f"p{number}") for number in range(5)]))


def codes(response: object) -> list[str]:
    return [one["code"] for one in response.json()["results"]]  # type: ignore[attr-defined]


def walk(five: Caller, limit: int) -> list[list[str]]:
    pages, address = [], f"/programmes?limit={limit}"
    while address:
        response = five.get(address)
        pages.append(codes(response))
        address = (response.json()["next"] or "").removeprefix("http://testserver/api/v1")
    return pages


@pytest.mark.parametrize(
    ("limit", "pages"),
    [
        (2, [["p4", "p3"], ["p2", "p1"], ["p0"]]),
        (5, [["p4", "p3", "p2", "p1", "p0"]]),
        (200, [["p4", "p3", "p2", "p1", "p0"]]),
        (1, [["p4"], ["p3"], ["p2"], ["p1"], ["p0"]]),
    ],
)
def test_pages_hold_everything_once(five: Caller, limit: int, pages: list[list[str]]) -> None:
    assert walk(five, limit) == pages


def test_what_is_added_or_removed_meanwhile_shifts_nothing(five: Caller) -> None:
    first = five.get("/programmes", {"limit": 2})
    Programme.objects.get(code="p3").delete()
    assert codes(five.get(first.json()["next"].removeprefix("http://testserver/api/v1"))) == ["p2", "p1"]


def test_the_next_address_keeps_the_filter(five: Caller) -> None:
    following = five.get("/programmes", {"limit": 2, "open": "true"}).json()["next"]
    assert "open=true" in following
    assert "limit=2" in following


def test_a_page_beyond_the_end_is_empty(five: Caller) -> None:
    assert five.get("/programmes", {"cursor": cursor_after(1)}).json() == {"results": [], "next": None}


@pytest.mark.parametrize(
    ("limit", "code"), [("0", "min_value"), ("201", "max_value"), ("x", "invalid"), ("-1", "min_value")]
)
def test_limits_have_limits(five: Caller, limit: str, code: str) -> None:
    assert faults(five.get("/programmes", {"limit": limit})) == [("limit", code)]


@pytest.mark.parametrize(
    "cursor", ["x", "%%%", "カーソル", base64.b64encode(b"after:x").decode(), cursor_after(10**19), "a" * 100]
)
def test_a_cursor_that_is_not_ours(five: Caller, cursor: str) -> None:
    assert faults(five.get("/programmes", {"cursor": cursor})) == [("cursor", "cursor")]
