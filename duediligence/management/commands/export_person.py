"""Write everything that is held about one person as JSON, as they may ask for it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duediligence.documents import disclosure
from duediligence.domain.actor import Actor
from duediligence.models import Institution, Person
from screening.management.writing import write_text

ACTOR = Actor.of_system("disclosure")


class Command(BaseCommand):
    help = _("Write everything that is held about a person, and who looked at it, as JSON. The export is audited.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "person", type=int, nargs="?", help=_("number of the person, as in the address of their record")
        )
        parser.add_argument("--name", help=_("name of somebody without a record of their own, such as a co-author"))
        parser.add_argument("--institution", metavar="CODE", help=_("code of the institution, with --name"))
        parser.add_argument("--output", type=Path, help=_("file to write; the terminal when it is not given"))

    def handle(self, *args: Any, **options: Any) -> None:
        number, name = options["person"], (options["name"] or "").strip()
        if (number is None) == (not name):
            raise CommandError(_("Give either the number of a person or --name with --institution."))
        content = _by_name(name, options["institution"]) if name else _by_number(number)
        if options["output"]:
            write_text(options["output"], f"{content}\n")
        else:
            self.stdout.write(content)


def _by_number(number: int) -> str:
    person = Person.objects.filter(pk=number).first()
    if person is None:
        raise CommandError(_("There is no person %(id)d.") % {"id": number})
    return disclosure.of_person(person, actor=ACTOR)


def _by_name(name: str, code: str | None) -> str:
    institution = Institution.objects.filter(code=code or "").first()
    if institution is None:
        raise CommandError(_("There is no institution “%(code)s”.") % {"code": code or ""})
    return disclosure.of_name(name, institution, actor=ACTOR)
