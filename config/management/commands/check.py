"""Django's checks, those about what the database holds included."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import check
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.utils.translation import gettext as _


class Command(check.Command):
    """Left to itself Django looks at no database; whoever asks whether all is well wants to know of that, too."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        asked = options["databases"] or [DEFAULT_DB_ALIAS]
        found = [alias for alias in asked if _answers(alias)]
        super().handle(*app_labels, **{**options, "databases": found})
        if found != asked:
            words = _("The database cannot be reached, so what it holds was not checked. See DATABASE_URL.")
            raise CommandError(words)


def _answers(alias: str) -> bool:
    try:
        connections[alias].ensure_connection()
    except DatabaseError:
        return False
    return True
