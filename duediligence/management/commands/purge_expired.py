"""Show which case files, or records in them, have reached the end of their retention; ``--apply`` removes the data."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from duediligence.domain import retention, retention_parts
from duediligence.domain.actor import Actor
from duediligence.labels import COUNTED

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
        parts = retention_parts.expired(timezone.localdate(now))
        for part in parts:
            if options["apply"]:
                retention_parts.purge_part(part.case, part.record, actor=ACTOR, now=now)
            if options["json"]:
                self.stdout.write(json.dumps(part_as_dict(part, is_removed=options["apply"]), ensure_ascii=False))
            else:
                self.stdout.write(part_in_words(part))
        if not options["json"]:
            self.stdout.write(self._summary(len(found), len(parts), is_removed=options["apply"]))

    def _summary(self, files: int, parts: int, *, is_removed: bool) -> str:
        if not files + parts:
            return _("No case file, and no record in one, has reached the end of its retention.")
        counts = {"files": files, "parts": parts}
        if is_removed:
            return (
                _("Removed: the personal data of %(files)d case files, %(parts)d sorts of records in others.") % counts
            )
        words = _(
            "Nothing was removed. With --apply: the personal data of %(files)d case files, "
            "%(parts)d sorts of records in others."
        )
        return words % counts


def as_dict(one: retention.Expired, *, is_removed: bool) -> dict[str, Any]:
    return {
        "case": one.case.reference,
        "closed": one.closed_on.isoformat(),
        "kept_until": one.kept_until.isoformat(),
        "removed": is_removed,
        "counts": one.counts,
    }


def part_as_dict(part: retention_parts.KeptPart, *, is_removed: bool) -> dict[str, Any]:
    return {
        "case": part.case.reference,
        "record": str(part.record),
        "kept_until": part.kept_until.isoformat(),
        "removed": is_removed,
        "count": part.count,
    }


def part_in_words(part: retention_parts.KeptPart) -> str:
    words = _("%(case)s stays, but not its %(record)s (%(count)d), kept until %(until)s")
    return words % {
        "case": part.case.reference,
        "count": part.count,
        "record": COUNTED[part.record],
        "until": part.kept_until.isoformat(),
    }


def in_words(one: retention.Expired) -> str:
    counts = ", ".join(f"{COUNTED[name]} {number}" for name, number in one.counts.items() if number)
    words = _("%(case)s, closed on %(closed)s, kept until %(until)s: %(counts)s")
    return words % {
        "case": one.case.reference,
        "closed": one.closed_on.isoformat(),
        "until": one.kept_until.isoformat(),
        "counts": counts,
    }
