import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from duediligence.templatetags.dates import day, moment, remaining

SATURDAY = dt.date(2026, 11, 21)
LATE_IN_LONDON = dt.datetime(2026, 11, 20, 16, 5, tzinfo=dt.UTC)  # already the 21st in Tokyo


def rendered(source: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load dates %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(("language", "text"), [("ja", "2026年11月21日(土)"), ("en", "21 Nov 2026")])
def test_a_day_is_written_as_its_readers_write_it(language: str, text: str) -> None:
    with translation.override(language):
        assert day(SATURDAY) == text


@pytest.mark.parametrize("offset", range(7))
def test_every_weekday_has_its_own_sign(offset: int) -> None:
    with translation.override("ja"):
        assert day(SATURDAY + dt.timedelta(days=offset))[-2] == "土日月火水木金"[offset]


@pytest.mark.parametrize(("language", "text"), [("ja", "2026年11月21日(土) 01:05"), ("en", "21 Nov 2026, 01:05")])
def test_a_moment_is_told_by_the_readers_clock(language: str, text: str) -> None:
    with translation.override(language):
        assert moment(LATE_IN_LONDON) == text


def test_the_day_of_a_moment_is_that_of_the_readers_clock() -> None:
    with translation.override("en"):
        assert day(LATE_IN_LONDON) == "21 Nov 2026"


def test_nothing_is_written_for_no_date() -> None:
    assert (day(None), moment(None), remaining(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("due", "ja", "en"),
    [
        (dt.date(2026, 11, 24), "残り3日", "3 days left"),
        (dt.date(2026, 11, 22), "残り1日", "1 day left"),
        (dt.date(2026, 11, 21), "本日期限", "Due today"),
        (dt.date(2026, 11, 20), "1日超過", "1 day overdue"),
        (dt.date(2026, 11, 19), "2日超過", "2 days overdue"),
    ],
)
def test_what_is_left_is_said_in_words(due: dt.date, ja: str, en: str) -> None:
    with translation.override("ja"):
        assert remaining(due, SATURDAY) == ja
    with translation.override("en"):
        assert remaining(due, SATURDAY) == en


def test_what_is_left_counts_from_today_when_no_day_is_given() -> None:
    with translation.override("en"):
        assert remaining(dt.date(2000, 1, 1)).endswith("days overdue")


def test_a_time_element_carries_the_date_for_programs() -> None:
    assert rendered("{% time at %}", "en", at=SATURDAY) == '<time datetime="2026-11-21">21 Nov 2026</time>'


def test_a_time_element_of_a_moment_shows_the_time_of_day() -> None:
    expected = '<time datetime="2026-11-21T01:05:00+09:00">21 Nov 2026, 01:05</time>'

    assert rendered("{% time at %}", "en", at=LATE_IN_LONDON) == expected


def test_no_time_element_for_no_date() -> None:
    assert rendered("{% time at %}", "en", at=None) == ""


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (dt.date(2026, 11, 20), "overdue"),
        (dt.date(2026, 11, 21), "soon"),
        (dt.date(2026, 11, 24), "soon"),
        (dt.date(2026, 11, 25), "open"),
    ],
)
def test_a_due_date_shows_its_state(due: dt.date, state: str) -> None:
    assert f'data-state="{state}"' in rendered("{% due at today %}", "en", at=due, today=SATURDAY)


def test_no_due_date_is_a_dash() -> None:
    assert rendered("{% due at %}", "en", at=None) == "‐"
