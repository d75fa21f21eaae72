"""Make the demonstration office and live through its stories."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from duediligence.errors import NoPolicy
from duediligence.management.demo import office, stories
from duediligence.messages import explain
from duediligence.models import Institution


class Command(BaseCommand):
    help = _("Make a fictional university with its people, programmes and proposals, and screen them. Done once only.")

    def handle(self, *args: Any, **options: Any) -> None:
        if Institution.objects.filter(is_demo=True).exists():
            self.stdout.write(_("The demonstration office is there already."))
            return
        if taken := office.names_taken():
            problem = _(
                "The demonstration office was not made: this installation uses some of its names already (%(names)s). "
                "Make it in a database of its own."
            )
            raise CommandError(problem % {"names": ", ".join(taken)})
        try:
            with transaction.atomic():
                made = office.make(password=demo_password())
                for line in stories.live_through(made):
                    self.stdout.write(line)
        except NoPolicy as refused:
            raise CommandError(explain(refused)) from refused


def demo_password() -> str:
    """Return this installation's password for all demonstration accounts, made on first use."""
    path = settings.DATA_DIR / "demo_password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
