"""Django's own migrations, which first look at the code alone."""

from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    """What is missing in the database is what this command mends: the guards of the audit log, missing, must not
    keep it from installing them again, and an empty database has no policy yet."""

    def check(self, *args: Any, **options: Any) -> None:
        super().check(*args, **{**options, "databases": None})
