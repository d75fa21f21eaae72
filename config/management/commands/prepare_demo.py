"""Make the data ready, do the main job on the demonstration proposals and print the result."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from duediligence.management.commands.seed_demo import demo_password
from duediligence.models import RoleGrant, User


class Command(BaseCommand):
    help = _("Make the data ready, screen the demonstration proposals and print the result and who can sign in.")
    # Checks read every page of the web admin, which the web server reads anyway.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False, stdout=self.stdout)
        call_command("load_reference", stdout=self.stdout)
        with transaction.atomic():  # an interrupt leaves no half office, which would be taken for a whole one
            call_command("seed_demo", stdout=self.stdout)
        self.stdout.write("")
        call_command("due_report", stdout=self.stdout)
        people = User.objects.filter(institution__is_demo=True, is_active=True).order_by("pk")
        self.stdout.write("\n" + _("Sign in as one of these, password %(password)s:") % {"password": demo_password()})
        for user in people:
            self.stdout.write(f"  {user.username:<16} {', '.join(roles_of(user))}")


def roles_of(user: User) -> list[str]:
    return [str(grant.get_role_display()) for grant in RoleGrant.objects.filter(user=user).order_by("pk")]
