"""Write the evidence bundle of a case."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duediligence.documents import bundle
from duediligence.domain.actor import Actor
from duediligence.models import Case
from screening.management.writing import told_when_unwritable


class Command(BaseCommand):
    help = _("Write one archive that proves what was checked, found and decided in a case.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", help=_("the case's reference"))
        parser.add_argument("--output", type=Path, required=True, metavar="F", help=_("the ZIP file to write"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, reference: str, output: Path, **options: Any) -> None:
        case = Case.objects.filter(reference=reference).first()
        if case is None:
            raise CommandError(_("There is no case “%(reference)s”.") % {"reference": reference})
        part = output.with_name(f"{output.name}.part")
        with told_when_unwritable(output):
            try:
                with part.open("wb") as stream:
                    manifest = bundle.write(case, stream, actor=Actor.of_system("command:case_bundle"))
                part.replace(output)
            finally:
                part.unlink(missing_ok=True)
        facts = {"file": str(output), "count": len(manifest["files"]) + 1, "reference": reference}
        facts["manifest_sha256"] = bundle.digest(manifest)
        words = _("%(file)s: %(count)d files of case %(reference)s. SHA-256 of the manifest: %(manifest_sha256)s")
        self.stdout.write(json.dumps(facts, ensure_ascii=False) if options["json"] else words % facts)
