"""System checks: are there lists, and are they current?"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from screening.lists.health import SourceState, source_health


@register(Tags.database)
def lists_are_current(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    if not databases:
        return []
    try:
        health = source_health(timezone.localdate())
    except DatabaseError:
        return []
    if not any(one.edition for one in health):
        hint = "Load a published file with “manage.py load_list SOURCE FILE”, or in the web admin under Lists."
        return [Warning("No list is loaded: nothing can be screened.", hint=hint, id="screening.W001")]
    return [
        Warning(
            f"The list {one.source.code} is {one.age_days} days old; {one.source.allowed_age_days} are allowed.",
            hint=f"Load the current edition: {one.source.official_page}",
            id="screening.W002",
        )
        for one in health
        if one.state is SourceState.STALE
    ]
