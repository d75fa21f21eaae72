"""Show which case files have reached the end of their retention; with ``--apply`` remove the personal data in them."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from duediligence.domain import retention
from duediligence.domain.actor import Actor

ACTOR = Actor.of_system("retention")


class Command(BaseCommand):
    help = _("Show the case files whose retention has ended. Nothing is removed without --apply.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--dry-run", action="store_true", help=_("only show what would be removed (the default)"))
        which.add_argument("--apply", action="store_true", help=_("remove the personal data"))
        parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        found = retention.expired(timezone.localdate(now))
        for number, one in enumerate(found, start=1):
            if options["apply"]:
                retention.purge(one.case, actor=ACTOR, now=now)
            if options["json"]:
                self.stdout.write(json.dumps(as_dict(one, is_removed=options["apply"]), ensure_ascii=False))
            else:
                self.stdout.write(f"{number}/{len(found)} {in_words(one)}")
        if not options["json"]:
            self.stdout.write(self._summary(len(found), is_removed=options["apply"]))

    def _summary(self, count: int, *, is_removed: bool) -> str:
        if not count:
            return _("No case file has reached the end of its retention.")
        if is_removed:
            return _("The personal data of %(count)d case files was removed.") % {"count": count}
        return _("Nothing was removed. With --apply the personal data of %(count)d case files is.") % {"count": count}


def as_dict(one: retention.Expired, *, is_removed: bool) -> dict[str, Any]:
    return {
        "case": one.case.reference,
        "closed": one.closed_on.isoformat(),
        "kept_until": one.kept_until.isoformat(),
        "removed": is_removed,
        "counts": one.counts,
    }


def in_words(one: retention.Expired) -> str:
    counts = ", ".join(f"{name} {number}" for name, number in one.counts.items() if number)
    words = _("%(case)s, closed on %(closed)s, kept until %(until)s: %(counts)s")
    return words % {
        "case": one.case.reference,
        "closed": one.closed_on.isoformat(),
        "until": one.kept_until.isoformat(),
        "counts": counts,
    }
