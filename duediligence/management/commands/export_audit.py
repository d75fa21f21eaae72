"""Write the audit log as JSON Lines, each row with its hash, so that the chain can be verified elsewhere."""

from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duediligence.domain import audit
from duediligence.models import AuditEvent, Institution
from screening.management.writing import text_file


class Command(BaseCommand):
    help = _("Write the audit log as JSON Lines, oldest first.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--institution", help=_("only the chain of the institution with this code"))
        parser.add_argument("--output", type=Path, help=_("a file instead of standard output"))

    def handle(self, *args: Any, institution: str | None, output: Path | None, **options: Any) -> None:
        events = AuditEvent.objects.order_by("stream", "seq")
        if institution:
            owner = Institution.objects.filter(code=institution).first()
            if owner is None:
                raise CommandError(_("There is no institution “%(code)s”.") % {"code": institution})
            events = events.filter(institution=owner)
        with text_file(output) if output else nullcontext(self.stdout) as stream:
            for event in events.values().iterator(chunk_size=2000):
                stream.write(f"{audit.line(event)}\n")
