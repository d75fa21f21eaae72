"""Load what ships: policies, lists with their starter extracts, technology lists, the lexicon."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from duediligence.domain.actor import Actor
from duediligence.domain.reference import load_reference


class Command(BaseCommand):
    help = _("Load the policies, lists, starter extracts and technology lists that ship. May be run again at any time.")

    def handle(self, *args: Any, **options: Any) -> None:
        for line in load_reference(actor=Actor.of_system("load_reference")):
            self.stdout.write(line)
