"""Write an office's judgements of technology areas as labelled texts, for ``train_second_opinion``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duediligence.domain.actor import Actor
from duediligence.domain.training_items import training_items
from duediligence.errors import Refused
from duediligence.models import Institution
from screening.management.writing import write_text
from screening.runs.second_opinion import LIST

ACTOR = Actor.of_system("export_judgements")


class Command(BaseCommand):
    help = _("Write the confirmed and dismissed technology areas of an institution as labelled texts (JSON Lines).")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("institution", help=_("code of the institution"))
        parser.add_argument("--list", default=LIST, help=_("code of the technology list (JP20)"))
        parser.add_argument("--output", type=Path, help=_("a file instead of standard output"))

    def handle(self, *args: Any, institution: str, output: Path | None, **options: Any) -> None:
        owner = Institution.objects.filter(code=institution).first()
        if owner is None:
            raise CommandError(_("There is no institution “%(code)s”.") % {"code": institution})
        try:
            items = training_items(owner, options["list"], actor=ACTOR)
        except Refused as refused:
            words = _("The list %(list)s is not published.")
            raise CommandError(words % {"list": options["list"]}) from refused
        text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
        if output:
            write_text(output, text)
        else:
            self.stdout.write(text, ending="")
