"""Write everything that is held about one person as JSON, as they may ask for it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.models import Person
from duediligence.queries.person_export import everything_about
from screening.management.writing import write_text

ACTOR = Actor.of_system("disclosure")


class Command(BaseCommand):
    help = _("Write everything that is held about a person, and who looked at it, as JSON. The export is audited.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", type=int, help=_("number of the person, as in the address of their record"))
        parser.add_argument("--output", type=Path, help=_("file to write; the terminal when it is not given"))

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(pk=options["person"]).first()
        if person is None:
            raise CommandError(_("There is no person %(id)d.") % {"id": options["person"]})
        content = json.dumps(everything_about(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        audit.record(ACTOR, "person.exported", person, institution=person.institution)
        if options["output"]:
            write_text(options["output"], f"{content}\n")
        else:
            self.stdout.write(content)
