"""Days and moments as people in Japan and in English write them."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import get_language

_WEEKDAYS = "月火水木金土日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local(value: dt.date) -> dt.date:
    """Return ``value`` as its reader's clock shows it."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day(value: dt.date | None) -> str:
    """Return ``2026年11月21日(土)`` in Japanese and ``21 Nov 2026`` otherwise."""
    if value is None:
        return ""
    read = local(value)
    if get_language() == "ja":
        return f"{read.year}年{read.month}月{read.day}日({_WEEKDAYS[read.weekday()]})"
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


def month(kept: str) -> str:
    """Return a month kept as ``2026-04``: ``2026年4月`` in Japanese, ``Apr 2026`` otherwise; else as it stands."""
    year, between, number = kept.partition("-")
    if not between or not number.isdecimal() or int(number) not in range(1, 13):
        return kept
    return f"{year}年{int(number)}月" if get_language() == "ja" else f"{_MONTHS[int(number) - 1]} {year}"


def moment(value: dt.datetime | None) -> str:
    """Return the day and the time of day, to the minute."""
    if value is None:
        return ""
    separator = " " if get_language() == "ja" else ", "
    return f"{day(value)}{separator}{local(value):%H:%M}"
