"""Do in the foreground what the periodic job does: screen cases again and act on what changed."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duediligence.domain import monitoring
from duediligence.domain.actor import Actor
from duediligence.enums import CaseStatus
from duediligence.models import Case
from screening import runs
from screening.models import ListEdition

ACTOR = Actor.of_system("rescreen")


class Command(BaseCommand):
    help = _("Screen monitored cases again and act on what changed. Without an option: those that are due.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help=_("every monitored case"))
        which.add_argument("--case", metavar="REF", help=_("this case"))
        which.add_argument(
            "--since-edition", metavar="ID", type=int, help=_("cases last checked before this list edition came")
        )
        parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for case in self.chosen(options):
            run = monitoring.begin_rescreen(case.pk, actor=ACTOR, now=now)
            if run is None:
                raise CommandError(_("%(case)s is not monitored.") % {"case": case.reference})
            run = runs.work(run.pk)
            monitoring.act_on(run, actor=ACTOR, now=now)
            case.refresh_from_db()
            facts = {"case": case.reference, "run": run.status, "status": case.status}
            line = f"{case.reference}: {run.get_status_display()}, {case.get_status_display()}"
            self.stdout.write(json.dumps(facts, ensure_ascii=False) if options["json"] else line)

    def chosen(self, options: dict[str, Any]) -> QuerySet[Case]:
        monitored = Case.objects.filter(status=CaseStatus.MONITORING).order_by("reference")
        if options["case"]:
            named = Case.objects.filter(reference=options["case"])
            if not named.exists():
                raise CommandError(_("There is no case “%(case)s”.") % {"case": options["case"]})
            return named
        if options["since_edition"]:
            edition = ListEdition.objects.filter(pk=options["since_edition"]).first()
            if edition is None:
                raise CommandError(_("There is no list edition %(id)d.") % {"id": options["since_edition"]})
            pinned = monitored.filter(editions__source_code=edition.source.code, editions__edition=edition)
            return monitored.exclude(pk__in=pinned.values("pk"))
        if options["all"]:
            return monitored
        return monitored.filter(pk__in=monitoring.due_cases(timezone.localdate()))
