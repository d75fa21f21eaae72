"""Records in the reader's language."""

import json
from typing import Any

from django import template
from django.db import models
from django.utils.translation import get_language

from duediligence.models import AuditEvent

register = template.Library()


@register.simple_tag
def both(record: models.Model, field: str) -> str:
    """Return the words of ``field_ja`` or ``field_en`` in the reader's language, the other ones where it has none."""
    languages = ("ja", "en") if (get_language() or "").startswith("ja") else ("en", "ja")
    first, second = (str(getattr(record, f"{field}_{one}")) for one in languages)
    return first or second


@register.filter
def changes(event: AuditEvent) -> list[tuple[str, str, str]]:
    """Return the fields of an event with what they held before and hold after."""
    names = list(dict.fromkeys([*event.before, *event.after]))
    return [(name, _plain(event.before.get(name)), _plain(event.after.get(name))) for name in names]


def _plain(value: Any) -> str:
    if value in (None, "", [], {}):
        return "‐"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
