"""Dates as people in Japan and in English write them, and the days that are left in words."""

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from duediligence.days import day, local, moment

register = template.Library()

_SOON_DAYS = 3

register.filter(day)
register.filter(moment)


@register.filter
def remaining(due: dt.date | None, today: dt.date | None = None) -> str:
    """Return the days from ``today`` to ``due`` in words: ``3 days left``, ``Due today``, ``2 days overdue``."""
    if due is None:
        return ""
    days = (due - (today or timezone.localdate())).days
    if days == 0:
        return gettext("Due today")
    if days > 0:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return ngettext("%(count)s day overdue", "%(count)s days overdue", -days) % {"count": -days}


@register.simple_tag
def time(value: dt.date | dt.datetime | None) -> SafeString | str:
    """Return a ``<time>`` element; a datetime shows its time of day."""
    if value is None:
        return ""
    text = moment(value) if isinstance(value, dt.datetime) else day(value)
    return format_html('<time datetime="{}">{}</time>', local(value).isoformat(), text)


@register.inclusion_tag("duediligence/components/due.html")
def due(value: dt.date | None, today: dt.date | None = None) -> dict[str, Any]:
    """Show a due date and what is left of the time: in words, and in red once it has passed."""
    if value is None:
        return {"value": None}
    left = (value - (today or timezone.localdate())).days
    state = "overdue" if left < 0 else "soon" if left <= _SOON_DAYS else "open"
    return {"value": value, "state": state, "words": remaining(value, today)}
