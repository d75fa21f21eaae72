"""What a log line holds of a fault: where it happened, and nothing of what people typed."""

import logging
import sys

import pytest

from config.logging import hide_links, logging_settings


def line(*, json: bool) -> str:
    given = logging_settings(level="INFO", json=json)["formatters"]["line"]
    formatter = given.pop("()")(**given)
    try:
        password = "".join(["not", "-for-", "logs"])
        raise ValueError(f"a fault after {len(password)} characters")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Server Error", None, sys.exc_info())
    return str(formatter.format(record))


@pytest.mark.parametrize("json", [True, False], ids=["production", "terminal"])
def test_a_fault_is_logged_with_its_place_and_without_the_values_there(json: bool) -> None:
    text = line(json=json)

    assert "ValueError: a fault after 12 characters" in text
    assert "test_logging.py" in text
    assert "not-for-logs" not in text


def test_a_line_of_production_is_one_line() -> None:
    assert "\n" not in line(json=True)


def test_a_personal_link_does_not_reach_the_log() -> None:
    event = {"request": "GET /declarations/open/abc:def/?x=1", "event": "Not Found: /declarations/open/abc/", "n": 3}

    assert hide_links(None, "info", event) == {
        "request": "GET /declarations/open/…/?x=1",
        "event": "Not Found: /declarations/open/…/",
        "n": 3,
    }
