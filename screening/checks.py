"""System checks: are there lists, and are they current?"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.lists.health import SourceHealth, SourceState, source_health


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
        hint = _("Load a published file with “manage.py load_list SOURCE FILE”, or in the web admin under Lists.")
        return [Warning(_("No list is loaded: nothing can be screened."), hint=hint, id="screening.W001")]
    return [warning for one in health if (warning := _warning(one))]


def _warning(one: SourceHealth) -> CheckMessage | None:
    facts = {"list": one.source.code, "age": one.age_days, "allowed": one.source.allowed_age_days}
    hint = _("Load the current edition: %(page)s") % {"page": one.source.official_page}
    if one.state is SourceState.STALE:
        words = _("The list %(list)s is %(age)d days old; %(allowed)d are allowed.")
        return Warning(words % facts, hint=hint, id="screening.W002")
    if one.state is SourceState.EXTRACT:
        words = _("The list %(list)s is a starter extract, not for operation.")
        return Warning(words % facts, hint=hint, id="screening.W003")
    return None
